import tick from 'bootstrap-icons/icons/check2.svg?icon'
import close from 'bootstrap-icons/icons/x-lg.svg?icon'
import type { Step, Task } from '../api/types'
import { useNow } from '../hooks/use-now'
import { Card } from '../ui/Card'
import { CopyButton } from '../ui/CopyButton'
import { Icon } from '../ui/Icon'
import { Spinner } from '../ui/Spinner'
import { idOf, shortId } from '../util/names'
import { t } from '../util/t'
import { formatSpan, formatTook } from '../util/time'
import { taskKind } from '../util/words'
import styles from './TaskStepper.module.scss'
import { TimeAgo } from './TimeAgo'

/** A task while it runs: each step, done, at work or to come. */
export function TaskStepper({ task }: { task: Task }) {
  const id = idOf(task.name)
  return (
    <Card
      title={taskKind(task.kind)}
      note={
        task.startTime ? (
          <>
            {t('started')} <TimeAgo of={task.startTime} ago />
            {task.attempt > 1 && t(', attempt {n}', { n: task.attempt })}
          </>
        ) : (
          t('waiting to begin')
        )
      }
      action={
        <span className="mono subtle wide-only">
          {t('task {id}', { id: shortId(id) })}{' '}
          <CopyButton text={task.name} label={t('Copy task name')} copied={t('Copied')} />
        </span>
      }
    >
      <ol className={styles.steps}>
        {task.steps.map((step, index) => (
          <StepMark key={step.title} step={step} number={index + 1} />
        ))}
      </ol>
    </Card>
  )
}

const looks = { DONE: styles.done, RUNNING: styles.now, FAILED: styles.failed }

function StepMark({ step, number }: { step: Step; number: number }) {
  const look =
    step.state === 'DONE' || step.state === 'RUNNING' || step.state === 'FAILED'
      ? looks[step.state]
      : ''
  return (
    <li
      className={`${styles.step} ${look}`}
      aria-current={step.state === 'RUNNING' ? 'step' : undefined}
    >
      <span className={styles.circle} aria-hidden="true">
        {step.state === 'DONE' ? (
          <Icon of={tick} size={11} />
        ) : step.state === 'FAILED' ? (
          <Icon of={close} size={9} />
        ) : step.state === 'RUNNING' ? (
          <Spinner />
        ) : (
          number
        )}
      </span>
      <div className={step.state === 'PENDING' ? 'muted' : 'strong'}>{step.title}</div>
      <div className="small subtle num">
        <StepTime step={step} />
      </div>
    </li>
  )
}

function StepTime({ step: { state, startTime, endTime } }: { step: Step }) {
  if (startTime && endTime) {
    const took = formatTook(startTime, endTime)
    return (
      <>
        {state === 'FAILED'
          ? t('failed after {time}', { time: took })
          : t('done in {time}', { time: took })}
      </>
    )
  }
  return startTime ? <SoFar since={startTime} /> : t('next')
}

function SoFar({ since }: { since: string }) {
  return <>{t('{time} so far', { time: formatSpan((useNow() - Date.parse(since)) / 1000) })}</>
}
