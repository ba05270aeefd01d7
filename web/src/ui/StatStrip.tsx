import type { ReactNode } from 'react'
import styles from './StatStrip.module.scss'

export interface Stat {
  label: string
  value: ReactNode
  meta: ReactNode
}

/** One card cut by hairlines: the numbers of a page, each with a line that explains it. */
export function StatStrip({ stats, label }: { stats: readonly Stat[]; label: string }) {
  return (
    <dl className={styles.strip} aria-label={label} data-count={stats.length}>
      {stats.map((stat) => (
        <div key={stat.label} className={styles.stat}>
          <dt>{stat.label}</dt>
          <dd className={styles.value}>{stat.value}</dd>
          <dd className={styles.meta}>{stat.meta}</dd>
        </div>
      ))}
    </dl>
  )
}
