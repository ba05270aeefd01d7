import { type ReactNode, useId } from 'react'
import styles from './Card.module.scss'

/** A titled surface. It never holds another one. */
export function Card({
  title,
  count,
  note,
  action,
  line = false,
  flush = false,
  children,
}: {
  title?: string
  count?: number | string
  note?: ReactNode
  action?: ReactNode
  /** A hairline under the head. */
  line?: boolean
  /** The content goes to the edge, as a table does. */
  flush?: boolean
  children: ReactNode
}) {
  const id = useId()
  return (
    <section className="card" aria-labelledby={title ? id : undefined}>
      {title && (
        <header className={`${styles.head} ${line ? styles.line : ''}`}>
          <h2 id={id}>{title}</h2>
          {count !== undefined && <span className="subtle num">{count}</span>}
          {note && <span className="muted small">{note}</span>}
          {action && <div className={styles.action}>{action}</div>}
        </header>
      )}
      {flush ? (
        children
      ) : (
        <div className={title && !line ? styles.bodyUnderHead : styles.body}>{children}</div>
      )}
    </section>
  )
}
