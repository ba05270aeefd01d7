import type { Instance, Task } from '../api/types'
import { Progress } from '../ui/Progress'
import { t } from '../util/t'
import { taskKind } from '../util/words'
import styles from './TaskProgress.module.scss'

/** The task in a row of a table: the step it is at, and a bar. */
export function TaskProgress({ task }: { task: Task }) {
  const { title, position } = stepOf(task)
  return (
    <div className={styles.progress}>
      <div className={styles.words}>
        <span className="text-truncate">{title}</span>
        <span className="muted num">{position}</span>
      </div>
      <Progress percent={task.progressPercent} label={title} />
    </div>
  )
}

/** The step a task is at, and which of how many. */
export function stepOf(task: Task): { title: string; position: string } {
  const { steps } = task
  const at = steps.findIndex(({ state }) => state !== 'DONE')
  const step = steps[at]
  if (!step) {
    return { title: task.startTime ? taskKind(task.kind) : t('Waiting to begin'), position: '' }
  }
  const waiting = task.state === 'PENDING'
  return {
    title: waiting ? t('Waiting to begin') : step.title,
    position: t('{n} of {all}', { n: at + 1, all: steps.length }),
  }
}

/** The task that is at work on an instance now, if any. */
export function openTaskOf(instance: Instance, tasks: readonly Task[]): Task | undefined {
  return tasks.find(({ name, endTime }) => name === instance.task && endTime === undefined)
}
