import { useForm } from 'react-hook-form'
import { createPause, explainTask, listPauses, listQueueTasks } from '../api/methods'
import { invalidateMethod, useApiMutation } from '../api/queries'
import type { QueueStats } from '../api/types'
import { FormError } from '../components/FormError'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { Field } from '../ui/Field'
import { idOf } from '../util/names'
import { t } from '../util/t'
import { taskKind } from '../util/words'

const kinds = ['create', 'start', 'stop', 'delete']

/** Holds tasks back: those that match are not begun, those that run go on. */
export function QueuePauseDialog({
  clusters,
  onClose,
}: {
  clusters: QueueStats['clusters']
  onClose: () => void
}) {
  const { register, handleSubmit, formState } = useForm({
    defaultValues: { kind: '', cluster: '', project: '', reason: '' },
  })
  const pause = useApiMutation(createPause, {
    onSuccess() {
      invalidateMethod(listPauses)
      invalidateMethod(listQueueTasks)
      invalidateMethod(explainTask)
      onClose()
    },
  })
  const submit = handleSubmit(({ project, ...values }) =>
    pause.mutate({ pause: { ...values, project: projectName(project) } }),
  )
  return (
    <Dialog
      title={t('Pause tasks')}
      onClose={onClose}
      onSubmit={submit}
      foot={
        <>
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button type="submit" look="primary" loading={pause.isPending}>
            {t('Pause tasks')}
          </Button>
        </>
      }
    >
      <FormError error={pause.error} />
      <Field label={t('Kind')}>
        {(control) => (
          <select {...control} {...register('kind')} className="form-select">
            <option value="">{t('Every kind')}</option>
            {kinds.map((kind) => (
              <option key={kind} value={kind}>
                {taskKind(kind)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={t('Cluster')}>
        {(control) => (
          <select {...control} {...register('cluster')} className="form-select">
            <option value="">{t('Every cluster')}</option>
            {clusters.map(({ cluster }) => (
              <option key={cluster} value={cluster}>
                {idOf(cluster)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={t('Project')} help={t('Its id; empty for every project.')}>
        {(control) => (
          <input
            {...control}
            {...register('project')}
            className="form-control mono"
            autoComplete="off"
            spellCheck={false}
          />
        )}
      </Field>
      <Field
        label={t('Reason')}
        help={t('Whoever wonders why tasks wait reads it.')}
        error={formState.errors.reason?.message}
      >
        {(control) => (
          <input
            {...control}
            {...register('reason', {
              validate: (text) => text.trim() !== '' || t('Say why the tasks are to wait.'),
            })}
            className="form-control"
            maxLength={300}
            autoComplete="off"
          />
        )}
      </Field>
    </Dialog>
  )
}

// People paste either the id or the whole name.
function projectName(text: string) {
  const id = idOf(text.trim())
  return id && `projects/${id}`
}
