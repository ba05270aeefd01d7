import { streamStore } from '../api/live/stream'
import { useStore } from '../util/store'
import { t } from '../util/t'
import styles from './StreamStatus.module.scss'

/** Whether the page follows what happens. */
export function StreamStatus() {
  const { state } = useStore(streamStore)
  const words = { live: t('Live'), connecting: t('Connecting'), down: t('Reconnecting') }
  return (
    <span className={styles.status} role="status">
      <span className={`${styles.dot} ${styles[state]}`} aria-hidden="true" />
      {words[state]}
    </span>
  )
}
