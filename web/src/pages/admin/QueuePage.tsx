import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import pause from 'bootstrap-icons/icons/pause-fill.svg?icon'
import { useState } from 'react'
import { pausesQ, queueStatsQ, queueTasksQ } from '../../api/resources'
import { may } from '../../api/session'
import { PageHead } from '../../components/PageHead'
import { QueuePauseDialog } from '../../forms/queue-pause'
import { useApp } from '../../hooks/use-app'
import { Button } from '../../ui/Button'
import { t } from '../../util/t'
import { PausesCard } from './PausesCard'
import styles from './QueuePage.module.scss'
import { QueueStatStrip } from './QueueStatStrip'
import { QueueTasksCard } from './QueueTasksCard'
import { WhyCard } from './WhyCard'

const route = getRouteApi('/app/admin/queue')

/** What the queue is doing, why it waits, and what can be done about it. */
export default function QueuePage() {
  const { session } = useApp()
  const { view = 'WAITING', kind, page, task } = route.useSearch()
  const stats = useSuspenseQuery(queueStatsQ).data
  const { tasks, nextPageToken } = useSuspenseQuery(queueTasksQ({ view, kind }, page)).data
  const { pauses } = useSuspenseQuery(pausesQ).data
  const [pausing, setPausing] = useState(false)
  const mayManage = may(session, 'admin.queue.manage')
  return (
    <>
      <PageHead
        title={t('Queue')}
        actions={
          mayManage && (
            <Button icon={pause} onClick={() => setPausing(true)}>
              {t('Pause…')}
            </Button>
          )
        }
      />
      <QueueStatStrip stats={stats} />
      <div className={styles.columns}>
        <QueueTasksCard
          tasks={tasks}
          view={view}
          kind={kind}
          page={page}
          next={nextPageToken}
          chosen={task}
          mayManage={mayManage}
        />
        <div className="stack">
          <WhyCard name={task} mayManage={mayManage} />
          <PausesCard pauses={pauses} mayManage={mayManage} />
        </div>
      </div>
      {pausing && <QueuePauseDialog clusters={stats.clusters} onClose={() => setPausing(false)} />}
    </>
  )
}
