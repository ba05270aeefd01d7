import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { auditQ } from '../../api/resources'
import { OutcomeIcon } from '../../components/OutcomeIcon'
import { TimeAgo } from '../../components/TimeAgo'
import { useApp } from '../../hooks/use-app'
import { useSubject } from '../../hooks/use-subject'
import { paths } from '../../paths'
import { Card } from '../../ui/Card'
import { t } from '../../util/t'
import { methodWords } from '../../util/words'
import styles from './RecentCard.module.scss'

const shown = 6

/** What was done last in the project. */
export function RecentCard() {
  const { project } = useApp()
  const { auditRecords } = useSuspenseQuery(auditQ(project, {})).data
  const subject = useSubject()
  return (
    <Card
      title={t('Recent activity')}
      action={<Link {...paths.activity(project)}>{t('Activity')}</Link>}
    >
      {auditRecords.length === 0 && (
        <p className="muted">{t('What is done in the project is listed here.')}</p>
      )}
      <ul className={styles.list}>
        {auditRecords.slice(0, shown).map((record) => (
          <li key={record.name}>
            <OutcomeIcon outcome={record.outcome} />
            <span className="text-truncate">
              {methodWords(record.method)} <span className="strong">{subject(record)}</span>
            </span>
            <span className="small muted num">
              <TimeAgo of={record.createTime} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
