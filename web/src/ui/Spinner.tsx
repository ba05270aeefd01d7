import styles from './Spinner.module.scss'

/** The ring of something that is going on; its word stands beside it. */
export function Spinner({ size = 10 }: { size?: number }) {
  return <span className={styles.ring} style={{ width: size, height: size }} aria-hidden="true" />
}
