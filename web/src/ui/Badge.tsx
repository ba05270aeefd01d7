import type { ReactNode } from 'react'
import styles from './Badge.module.scss'
import { Icon, type IconPaths } from './Icon'
import { Spinner } from './Spinner'

export type Tone = 'neutral' | 'success' | 'warning' | 'danger' | 'info' | 'primary'

/** A state in a word. Colour never says it alone. */
export function Badge({
  tone = 'neutral',
  icon,
  busy = false,
  children,
}: {
  tone?: Tone
  icon?: IconPaths
  busy?: boolean
  children: ReactNode
}) {
  return (
    <span className={`${styles.badge} ${styles[tone]}`}>
      {busy ? <Spinner /> : icon && <Icon of={icon} size={12} />}
      {children}
    </span>
  )
}
