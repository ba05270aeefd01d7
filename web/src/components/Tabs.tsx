import { Link, type LinkProps } from '@tanstack/react-router'
import styles from './Tabs.module.scss'

/** The pages of one thing. They are links, so each has its address. */
export function Tabs({ label, tabs }: { label: string; tabs: { label: string; to: LinkProps }[] }) {
  return (
    <nav className={styles.tabs} aria-label={label}>
      {tabs.map(({ label: word, to }) => (
        <Link
          key={word}
          {...to}
          className={styles.tab}
          activeProps={{ className: styles.current, 'aria-current': 'page' }}
          activeOptions={{ exact: true }}
        >
          {word}
        </Link>
      ))}
    </nav>
  )
}
