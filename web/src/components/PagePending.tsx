import { Skeleton } from '../ui/Skeleton'
import { t } from '../util/t'
import styles from './PagePending.module.scss'

const rows = ['68%', '82%', '54%', '74%', '61%']

/** The shape of a page while its data comes; shown only after 150 ms. */
export function PagePending() {
  return (
    <div className="stack" role="status" aria-label={t('Loading')}>
      <div className={styles.title}>
        <Skeleton width="160px" />
      </div>
      <div className="card">
        {rows.map((width) => (
          <div key={width} className={styles.row}>
            <Skeleton width={width} />
          </div>
        ))}
      </div>
    </div>
  )
}
