/** The product's mark. */
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      aria-hidden="true"
      focusable="false"
    >
      <path d="M4 16V4l12 12V4" stroke="var(--nx-primary)" strokeWidth="2" strokeLinejoin="round" />
      <g fill="var(--nx-strong)">
        <circle cx="4" cy="4" r="2.4" />
        <circle cx="4" cy="16" r="2.4" />
        <circle cx="16" cy="4" r="2.4" />
        <circle cx="16" cy="16" r="2.4" />
      </g>
    </svg>
  )
}
