import exclamation from 'bootstrap-icons/icons/exclamation-circle-fill.svg?icon'
import triangle from 'bootstrap-icons/icons/exclamation-triangle-fill.svg?icon'
import type { ReactNode } from 'react'
import { Icon, type IconPaths } from './Icon'
import styles from './Note.module.scss'

/** Something that needs a look: bold sentence first, what to know about it second. */
export function Note({
  tone,
  title,
  children,
  action,
  icon = tone === 'danger' ? exclamation : triangle,
  role,
}: {
  tone: 'danger' | 'warning'
  title: ReactNode
  children?: ReactNode
  action?: ReactNode
  icon?: IconPaths
  role?: 'alert' | 'status'
}) {
  return (
    <div className={`${styles.note} ${styles[tone]}`} role={role}>
      <Icon of={icon} />
      <div className="grow">
        <strong className="strong">{title}</strong> <span className="muted">{children}</span>
      </div>
      {action}
    </div>
  )
}
