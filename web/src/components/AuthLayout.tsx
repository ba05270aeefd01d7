import type { ReactNode } from 'react'
import { Mark } from '../ui/Mark'
import { t } from '../util/t'
import styles from './AuthLayout.module.scss'
import { ThemeButton } from './ThemeButton'

/** The one page before the console: a column, no card, the product's only ornament. */
export function AuthLayout({
  title,
  lead,
  after,
  children,
}: {
  title: string
  lead: string
  after: ReactNode
  children: ReactNode
}) {
  return (
    <div className={styles.page}>
      <title>{`${title} · Nexus`}</title>
      <div className={styles.lattice} />
      <header className={styles.head}>
        <ThemeButton />
      </header>
      <main id="main" className={styles.main}>
        <div className={styles.brand}>
          <Mark size={24} />
          Nexus
        </div>
        <h1>{title}</h1>
        <p className="muted">{lead}</p>
        {children}
        <p className={`muted ${styles.after}`}>{after}</p>
      </main>
      <footer className={styles.foot}>
        <a href="/licenses.txt">{t('Licences')}</a>
      </footer>
    </div>
  )
}
