import type { ReactNode } from 'react'
import styles from './Empty.module.scss'
import { Icon, type IconPaths } from './Icon'

/** What would be here, and what to do about it. Also not found, forbidden and failed. */
export function Empty({
  icon,
  tone = 'neutral',
  title,
  children,
  actions,
  heading: Heading = 'h2',
}: {
  icon?: IconPaths
  tone?: 'neutral' | 'danger'
  title: string
  children: ReactNode
  actions?: ReactNode
  heading?: 'h1' | 'h2'
}) {
  return (
    <div className={styles.empty} role={tone === 'danger' ? 'alert' : undefined}>
      {icon && (
        <span className={`${styles.icon} ${styles[tone]}`}>
          <Icon of={icon} size={18} />
        </span>
      )}
      <Heading className={styles.title}>{title}</Heading>
      <p>{children}</p>
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  )
}
