import { useQuery } from '@tanstack/react-query'
import check from 'bootstrap-icons/icons/check2.svg?icon'
import hourglass from 'bootstrap-icons/icons/hourglass-split.svg?icon'
import { sentence } from '../../api/errors'
import { explainTask, giveUpTask, listQueueTasks, retryTasks } from '../../api/methods'
import { invalidateMethod, useApiMutation } from '../../api/queries'
import { explanationQ } from '../../api/resources'
import type { QueueRule, QueueTask } from '../../api/types'
import { addFailure, addToast } from '../../stores/toasts'
import { Button } from '../../ui/Button'
import { Card } from '../../ui/Card'
import { Icon } from '../../ui/Icon'
import { Note } from '../../ui/Note'
import { idOf, shortId } from '../../util/names'
import { t } from '../../util/t'
import { measureOf } from './queue-words'
import styles from './WhyCard.module.scss'

/** Why a task does not run: every rule in the order it is looked at, and what can be done. */
export function WhyCard({ name, mayManage }: { name: string | undefined; mayManage: boolean }) {
  const explained = useQuery({ ...explanationQ(name ?? ''), enabled: name !== undefined })
  const title = titleFor(explained.data?.task?.state)
  if (name === undefined) {
    return (
      <Card title={title} line>
        <p className="muted mb-0">{t('Choose a task to see what holds it.')}</p>
      </Card>
    )
  }
  const { data, error } = explained
  return (
    <Card title={title} note={<span className="mono">{shortId(idOf(name))}</span>} line>
      <div className="stack">
        {error && <Note tone="danger" title={sentence(error)} />}
        {data && (
          <>
            {data.task?.state === 'WAITING' ? (
              <Note tone="warning" icon={hourglass} title={data.summary} />
            ) : (
              <p className="strong mb-0">{data.summary}</p>
            )}
            {data.position > 1 && (
              <p className="muted mb-0">{t('It is number {n} in line.', { n: data.position })}</p>
            )}
            {data.rules.length > 0 && (
              <ul className={styles.rules}>
                {data.rules.map((rule) => (
                  <Rule key={rule.kind} rule={rule} />
                ))}
              </ul>
            )}
            {mayManage && data.task && <Actions of={data.task} />}
          </>
        )}
      </div>
    </Card>
  )
}

function titleFor(state: QueueTask['state'] | undefined) {
  if (state === 'RUNNING') return t('What is it doing?')
  return state === 'ENDED' ? t('How did it end?') : t('Why is it waiting?')
}

function Rule({ rule }: { rule: QueueRule }) {
  return (
    <li className={rule.holds ? styles.holds : undefined}>
      <span className={rule.holds ? 'warning' : 'success'}>
        <Icon of={rule.holds ? hourglass : check} size={14} />
      </span>
      <span className="visually-hidden">{rule.holds ? t('Holds it:') : t('Passed:')}</span>
      <span className="grow">{rule.sentence}</span>
      <span className={`small num ${rule.holds ? 'warning' : ''}`}>{measureOf(rule)}</span>
    </li>
  )
}

function Actions({ of: { task, state, runTime } }: { of: QueueTask }) {
  const name = task?.name ?? ''
  const refresh = () => {
    invalidateMethod(explainTask)
    invalidateMethod(listQueueTasks)
  }
  const retry = useApiMutation(retryTasks, {
    onSuccess: refresh,
    onError: (error) => addFailure(t('The task was not tried again'), sentence(error)),
  })
  const giveUp = useApiMutation(giveUpTask, {
    onSuccess() {
      addToast(t('The task is given up'))
      refresh()
    },
    onError: (error) => addFailure(t('The task was not given up'), sentence(error)),
  })
  const open = task?.state === 'PENDING' || task?.state === 'RUNNING'
  const later = state === 'WAITING' && runTime !== undefined && Date.parse(runTime) > Date.now()
  if (!open && !later) return null
  return (
    <div className="row-line">
      {later && (
        <Button size="sm" loading={retry.isPending} onClick={() => retry.mutate({ names: [name] })}>
          {t('Retry now')}
        </Button>
      )}
      {open && (
        <Button
          size="sm"
          look="danger-text"
          loading={giveUp.isPending}
          disabledReason={
            task.kind === 'delete' ? t('What is being deleted stays deleted.') : undefined
          }
          onClick={() => giveUp.mutate({ name })}
        >
          {t('Give up')}
        </Button>
      )}
    </div>
  )
}
