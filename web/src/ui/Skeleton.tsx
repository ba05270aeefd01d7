import styles from './Skeleton.module.scss'

/** A grey bar where a word will be. */
export function Skeleton({ width }: { width: string }) {
  return <span className={styles.bar} style={{ width }} />
}
