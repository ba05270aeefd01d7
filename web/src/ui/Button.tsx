import type { ButtonHTMLAttributes, MouseEvent, ReactNode } from 'react'
import { useId } from 'react'
import { useLasting } from '../hooks/use-lasting'
import { Icon, type IconPaths } from './Icon'
import { Spinner } from './Spinner'

type Look = 'primary' | 'secondary' | 'quiet' | 'danger' | 'danger-text'

export interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled'> {
  look?: Look
  size?: 'sm' | 'md' | 'tall'
  wide?: boolean
  icon?: IconPaths
  loading?: boolean
  /** Why it cannot be used now. It stays focusable, so that the reason can be read. */
  disabledReason?: string
  children: ReactNode
}

export function Button({
  look = 'secondary',
  size = 'md',
  wide,
  icon,
  loading = false,
  disabledReason,
  children,
  className,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  const reasonId = useId()
  const disabled = disabledReason !== undefined
  const waiting = useLasting(loading)
  const click = (event: MouseEvent<HTMLButtonElement>) => {
    if (disabled || loading) event.preventDefault()
    else onClick?.(event)
  }
  return (
    <>
      <button
        {...rest}
        type={type}
        onClick={click}
        className={buttonClass({ look, size, wide, className })}
        aria-disabled={disabled || undefined}
        aria-busy={loading || undefined}
        aria-describedby={disabled ? reasonId : rest['aria-describedby']}
        title={disabledReason ?? rest.title}
      >
        {waiting ? <Spinner size={14} /> : icon && <Icon of={icon} size={14} />}
        {children}
      </button>
      {disabled && (
        <span id={reasonId} className="visually-hidden">
          {disabledReason}
        </span>
      )}
    </>
  )
}

/** The looks of a button, for a link that stands where a button would. */
export function buttonClass({
  look = 'secondary',
  size = 'md',
  wide,
  className,
}: {
  look?: Look
  size?: 'sm' | 'md' | 'tall'
  wide?: boolean
  className?: string
}) {
  return [
    'btn',
    look !== 'secondary' && (look === 'danger-text' ? 'btn-quiet btn-danger-text' : `btn-${look}`),
    size === 'sm' && 'btn-sm',
    size === 'tall' && 'btn-tall',
    wide && 'btn-wide',
    className,
  ]
    .filter(Boolean)
    .join(' ')
}

/** A button that is only an icon: it must have a name. */
export function IconButton({
  of,
  label,
  className = '',
  ...rest
}: Omit<ButtonProps, 'children' | 'icon'> & { of: IconPaths; label: string }) {
  return (
    <Button
      look="quiet"
      {...rest}
      className={`btn-square ${className}`}
      aria-label={label}
      title={label}
    >
      <Icon of={of} size={15} />
    </Button>
  )
}
