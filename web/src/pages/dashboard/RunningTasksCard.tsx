import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { instancesQ, tasksQ } from '../../api/resources'
import type { Task } from '../../api/types'
import { stepOf } from '../../components/TaskProgress'
import { TimeAgo } from '../../components/TimeAgo'
import { useApp } from '../../hooks/use-app'
import { paths } from '../../paths'
import { Card } from '../../ui/Card'
import { Progress } from '../../ui/Progress'
import { idOf, shortId } from '../../util/names'
import { t } from '../../util/t'
import { taskKind } from '../../util/words'
import styles from './RunningTasksCard.module.scss'

export function RunningTasksCard() {
  const { project } = useApp()
  const { tasks } = useSuspenseQuery(tasksQ(project)).data
  const running = tasks.filter(({ endTime }) => endTime === undefined)
  return (
    <Card title={t('Running tasks')} count={running.length}>
      {running.length === 0 && <p className="muted">{t('Nothing is being done at the moment.')}</p>}
      <ul className={styles.list}>
        {running.map((task) => (
          <RunningTask key={task.name} task={task} />
        ))}
      </ul>
    </Card>
  )
}

function RunningTask({ task }: { task: Task }) {
  const { project } = useApp()
  const { instances } = useSuspenseQuery(instancesQ(project)).data
  const target = instances.find(({ name }) => name === task.target)
  const name = target?.displayName ?? shortId(idOf(task.target))
  const { title, position } = stepOf(task)
  return (
    <li>
      <div className="row-line">
        <span className="grow text-truncate">
          <span className="strong">{taskKind(task.kind)}</span>{' '}
          <Link {...paths.instance(task.target)}>{name}</Link>
        </span>
        <span className="muted num">{t('{n} %', { n: task.progressPercent })}</span>
      </div>
      <Progress percent={task.progressPercent} label={`${taskKind(task.kind)} ${name}`} />
      <div className="small muted num">
        {title}
        {position && `, ${t('step {position}', { position })}`}, {t('since')}{' '}
        <TimeAgo of={task.createTime} />
      </div>
    </li>
  )
}
