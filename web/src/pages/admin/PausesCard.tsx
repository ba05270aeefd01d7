import { sentence } from '../../api/errors'
import { deletePause, explainTask, listPauses, listQueueTasks } from '../../api/methods'
import { invalidateMethod, useApiMutation } from '../../api/queries'
import type { Pause } from '../../api/types'
import { Actor } from '../../components/Actor'
import { TimeAgo } from '../../components/TimeAgo'
import { addFailure } from '../../stores/toasts'
import { Button } from '../../ui/Button'
import { Card } from '../../ui/Card'
import { idOf, shortId } from '../../util/names'
import { t } from '../../util/t'
import { taskKind } from '../../util/words'
import styles from './PausesCard.module.scss'

/** What is paused, by whom and why. */
export function PausesCard({ pauses, mayManage }: { pauses: Pause[]; mayManage: boolean }) {
  return (
    <Card title={t('Paused')} count={pauses.length} line>
      {pauses.length === 0 ? (
        <p className="muted mb-0">{t('Nothing is paused.')}</p>
      ) : (
        <ul className={styles.pauses} aria-label={t('Paused')}>
          {pauses.map((pause) => (
            <li key={pause.name}>
              <div className="grow">
                <div className="strong">{whatOf(pause)}</div>
                <div className="muted">{pause.reason}</div>
                <div className="small subtle">
                  <Actor name={pause.author} /> · <TimeAgo of={pause.createTime} ago />
                </div>
              </div>
              {mayManage && <ResumeButton pause={pause} />}
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

function ResumeButton({ pause }: { pause: Pause }) {
  const resume = useApiMutation(deletePause, {
    onSuccess() {
      for (const method of [listPauses, listQueueTasks, explainTask]) {
        invalidateMethod<never, unknown>(method)
      }
    },
    onError: (error) => addFailure(t('The pause was not ended'), sentence(error)),
  })
  return (
    <Button
      size="sm"
      aria-label={t('Resume {what}', { what: whatOf(pause) })}
      loading={resume.isPending}
      onClick={() => resume.mutate({ name: pause.name })}
    >
      {t('Resume')}
    </Button>
  )
}

// `Create · demo · project 019a2c4e…b81d`.
function whatOf({ kind, cluster, project, instance }: Pause): string {
  return [
    kind ? taskKind(kind) : t('Everything'),
    cluster && idOf(cluster),
    project && t('project {id}', { id: shortId(idOf(project)) }),
    instance && t('instance {id}', { id: shortId(idOf(instance)) }),
  ]
    .filter(Boolean)
    .join(' · ')
}
