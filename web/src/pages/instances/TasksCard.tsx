import { createColumnHelper } from '@tanstack/react-table'
import check from 'bootstrap-icons/icons/check2.svg?icon'
import triangle from 'bootstrap-icons/icons/exclamation-triangle-fill.svg?icon'
import type { Task } from '../../api/types'
import { stepOf } from '../../components/TaskProgress'
import { TimeAgo } from '../../components/TimeAgo'
import { DataTable, type features } from '../../table/DataTable'
import { Card } from '../../ui/Card'
import { Empty } from '../../ui/Empty'
import { Icon } from '../../ui/Icon'
import { Spinner } from '../../ui/Spinner'
import { t } from '../../util/t'
import { formatTook } from '../../util/time'
import { taskKind } from '../../util/words'
import styles from './TasksCard.module.scss'

/** What was done with an instance, newest first. */
export function TasksCard({ tasks }: { tasks: Task[] }) {
  return (
    <Card title={t('Recent tasks')} flush>
      <DataTable
        label={t('Recent tasks')}
        columns={columns}
        data={tasks}
        rowId={({ name }) => name}
        card={(task) => <TaskLine task={task} />}
        empty={
          <Empty title={t('No tasks yet')}>
            {t('What is done with this instance is listed here.')}
          </Empty>
        }
      />
    </Card>
  )
}

const col = createColumnHelper<typeof features, Task>()

const columns = col.columns([
  col.accessor('kind', {
    header: t('Task'),
    cell: ({ row }) => <span className="strong">{taskKind(row.original.kind)}</span>,
  }),
  col.accessor('state', { header: t('Result'), cell: ({ row }) => <Result task={row.original} /> }),
  col.display({
    id: 'took',
    header: t('Took'),
    meta: { end: true },
    cell: ({ row: { original } }) =>
      original.startTime && original.endTime
        ? formatTook(original.startTime, original.endTime)
        : '–',
  }),
  col.accessor('createTime', {
    header: t('Started'),
    meta: { end: true },
    cell: ({ row }) => (
      <span className="muted">
        <TimeAgo of={row.original.createTime} ago />
      </span>
    ),
  }),
])

function Result({ task }: { task: Task }) {
  switch (task.state) {
    case 'SUCCEEDED':
      return (
        <span className={styles.result}>
          <span className="success">
            <Icon of={check} size={14} />
          </span>
          {task.attempt > 1 ? t('Done at attempt {n}', { n: task.attempt }) : t('Done')}
        </span>
      )
    case 'FAILED':
    case 'CANCELLED':
      return (
        <span className={`${styles.result} ${task.state === 'FAILED' ? 'danger' : 'muted'}`}>
          <Icon of={triangle} size={12} />
          <span className={styles.reason}>{task.error?.message ?? t('Cancelled')}</span>
        </span>
      )
    default: {
      const { title, position } = stepOf(task)
      return (
        <span className={`${styles.result} warning`}>
          <Spinner />
          {title} {position}
        </span>
      )
    }
  }
}

function TaskLine({ task }: { task: Task }) {
  return (
    <div className="row-line">
      <span className="strong">{taskKind(task.kind)}</span>
      <Result task={task} />
      <span className="push small muted nowrap">
        <TimeAgo of={task.createTime} ago />
      </span>
    </div>
  )
}
