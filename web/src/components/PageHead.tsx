import type { ReactNode } from 'react'
import styles from './PageHead.module.scss'

/** The page's title, in the window too, and at most one primary action. */
export function PageHead({
  title,
  beside,
  meta,
  actions,
}: {
  title: string
  /** A badge. */
  beside?: ReactNode
  meta?: ReactNode
  actions?: ReactNode
}) {
  return (
    <header className={styles.head}>
      <title>{`${title} · Nexus`}</title>
      <div className={styles.titles}>
        <div className={styles.title}>
          {/* Focus comes here when the route changes, so that it is read out. */}
          <h1 tabIndex={-1}>{title}</h1>
          {beside}
        </div>
        {meta && <div className={styles.meta}>{meta}</div>}
      </div>
      {actions && <div className={styles.actions}>{actions}</div>}
    </header>
  )
}
