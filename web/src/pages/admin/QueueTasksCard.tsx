import { getRouteApi, Link } from '@tanstack/react-router'
import { createColumnHelper } from '@tanstack/react-table'
import again from 'bootstrap-icons/icons/arrow-repeat.svg?icon'
import list from 'bootstrap-icons/icons/list-task.svg?icon'
import { sentence } from '../../api/errors'
import { getQueueStats, listQueueTasks, type QueueView, retryTasks } from '../../api/methods'
import { invalidateMethod, useApiMutation } from '../../api/queries'
import type { QueueTask } from '../../api/types'
import { TimeAgo } from '../../components/TimeAgo'
import { addFailure, addToast } from '../../stores/toasts'
import { DataTable, type features } from '../../table/DataTable'
import { Pager } from '../../table/Pager'
import { Button } from '../../ui/Button'
import { Empty } from '../../ui/Empty'
import { Segmented } from '../../ui/Segmented'
import { idOf, projectOf, shortId } from '../../util/names'
import { t, tn } from '../../util/t'
import { taskKind } from '../../util/words'
import styles from './QueueTasksCard.module.scss'
import { reasonOf } from './queue-words'

const route = getRouteApi('/app/admin/queue')

const views = [
  { value: 'WAITING', label: t('Waiting') },
  { value: 'RETRYING', label: t('Retrying') },
  { value: 'RUNNING', label: t('Running') },
  { value: 'FAILED', label: t('Dead letters') },
] as const

const kinds = ['create', 'start', 'stop', 'delete']

/** The tasks of all projects, by what is done with them. */
export function QueueTasksCard({
  tasks,
  view,
  kind,
  page,
  next,
  chosen,
  mayManage,
}: {
  tasks: QueueTask[]
  view: QueueView
  kind: string | undefined
  page: string | undefined
  next: string
  chosen: string | undefined
  mayManage: boolean
}) {
  const navigate = route.useNavigate()
  return (
    <section className="card" aria-label={t('Tasks')}>
      <div className={styles.head}>
        <Segmented
          label={t('Which tasks')}
          value={view}
          options={views}
          onChange={(chosenView) =>
            navigate({ search: { kind, view: chosenView === 'WAITING' ? undefined : chosenView } })
          }
        />
        <select
          className={`form-select ${styles.kind}`}
          aria-label={t('Kind')}
          value={kind ?? ''}
          onChange={({ target }) =>
            navigate({
              search: (now) => ({ ...now, page: undefined, kind: target.value || undefined }),
            })
          }
        >
          <option value="">{t('Every kind')}</option>
          {kinds.map((one) => (
            <option key={one} value={one}>
              {taskKind(one)}
            </option>
          ))}
        </select>
        {mayManage && view === 'RETRYING' && tasks.length > 0 && <RetryAll kind={kind} />}
      </div>
      <DataTable
        label={t('Tasks')}
        columns={columns}
        data={tasks}
        rowId={nameOf}
        selected={(task) => nameOf(task) === chosen}
        card={(task) => <TaskLine task={task} />}
        empty={
          <Empty icon={list} title={emptyTitle(view)}>
            {t('This page looks again every five seconds.')}
          </Empty>
        }
        foot={
          <>
            <span>{tn(tasks.length, '{n} task', '{n} tasks')}</span>
            <Pager page={page} next={next} />
          </>
        }
      />
    </section>
  )
}

function nameOf({ task }: QueueTask) {
  return task?.name ?? ''
}

function emptyTitle(view: QueueView) {
  switch (view) {
    case 'FAILED':
      return t('No task has failed for good')
    case 'RUNNING':
      return t('Nothing runs')
    case 'RETRYING':
      return t('No task waits for its next try')
    default:
      return t('Nothing waits')
  }
}

function RetryAll({ kind }: { kind: string | undefined }) {
  const retry = useApiMutation(retryTasks, {
    onSuccess({ results }) {
      addToast(tn(results.length, '{n} task is tried now', '{n} tasks are tried now'))
      invalidateMethod(listQueueTasks)
      invalidateMethod(getQueueStats)
    },
    onError: (error) => addFailure(t('The tasks were not tried again'), sentence(error)),
  })
  return (
    <Button
      size="sm"
      className="push"
      icon={again}
      loading={retry.isPending}
      onClick={() => retry.mutate({ filter: { kind: kind ?? '', cluster: '', project: '' } })}
    >
      {t('Retry all now')}
    </Button>
  )
}

const col = createColumnHelper<typeof features, QueueTask>()

const columns = col.columns([
  col.display({
    id: 'task',
    header: t('Task'),
    cell: ({ row }) => <TaskLink task={row.original} />,
  }),
  col.display({
    id: 'project',
    header: t('Project'),
    meta: { wideOnly: true },
    cell: ({ row }) => (
      <span className="mono muted">{shortId(idOf(projectOf(nameOf(row.original)) ?? ''))}</span>
    ),
  }),
  col.display({
    id: 'age',
    header: t('Since'),
    meta: { end: true },
    cell: ({ row: { original } }) => (
      <span className="muted">
        <TimeAgo of={original.task?.endTime ?? original.task?.createTime} />
      </span>
    ),
  }),
  col.display({
    id: 'attempt',
    header: t('Attempts'),
    meta: { end: true, wideOnly: true },
    cell: ({ row }) => <span className="muted">{attempts(row.original)}</span>,
  }),
  col.display({
    id: 'reason',
    header: t('Reason'),
    cell: ({ row }) => <Reason task={row.original} />,
  }),
])

function TaskLink({ task }: { task: QueueTask }) {
  return (
    <Link to="." search={(now: object) => ({ ...now, task: nameOf(task) })} className="strong">
      {taskKind(task.task?.kind ?? '')}{' '}
      <span className="mono">{shortId(idOf(task.task?.target ?? ''))}</span>
    </Link>
  )
}

function Reason({ task }: { task: QueueTask }) {
  const reason = reasonOf(task)
  return (
    <span className={styles.reason} title={reason}>
      {reason}
    </span>
  )
}

function attempts({ task, maxAttempts }: QueueTask) {
  const attempt = task?.attempt ?? 0
  return maxAttempts > 0 ? t('{n} of {most}', { n: attempt, most: maxAttempts }) : attempt
}

function TaskLine({ task }: { task: QueueTask }) {
  return (
    <>
      <div className="row-line">
        <span className="grow">
          <TaskLink task={task} />
        </span>
        <span className="small muted">
          <TimeAgo of={task.task?.createTime} />
        </span>
      </div>
      <div className="small muted text-truncate">{reasonOf(task)}</div>
    </>
  )
}
