export type IconPaths = readonly { d: string; evenOdd: boolean }[]

/** Always beside its word, so it is hidden from screen readers. */
export function Icon({
  of,
  size = 16,
  className,
}: {
  of: IconPaths
  size?: number
  className?: string
}) {
  return (
    <svg
      className={className}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="currentColor"
      aria-hidden="true"
      focusable="false"
    >
      {of.map(({ d, evenOdd }) => (
        <path key={d} d={d} fillRule={evenOdd ? 'evenodd' : undefined} />
      ))}
    </svg>
  )
}
