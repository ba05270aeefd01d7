import type { ReactNode } from 'react'
import styles from './PropertyList.module.scss'

export interface Property {
  label: string
  value: ReactNode
}

/** Names on the left, values on the right, hairlines between. */
export function PropertyList({ properties }: { properties: readonly Property[] }) {
  return (
    <dl className={styles.list}>
      {properties.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
