import type { QueueRule, QueueTask } from '../../api/types'
import { t } from '../../util/t'
import { formatClock } from '../../util/time'

/** Why the task is where it is, in a few words: what it waits for, its step, or its error. */
export function reasonOf({ state, task, waitsFor, lastError, cancelRequested }: QueueTask): string {
  if (state === 'ENDED') return task?.error?.message ?? t('Succeeded')
  if (state === 'RUNNING') {
    if (cancelRequested) return t('Being cancelled')
    if (task?.state === 'FAILED' || task?.state === 'CANCELLED') return t('Removing what it made')
    return task?.steps.find((step) => step.state === 'RUNNING')?.title ?? t('Between two steps')
  }
  return lastError === '' ? waitsFor : t('{holds}: {error}', { holds: waitsFor, error: lastError })
}

/** What stands at the end of a rule's line: a count, or when it ends. */
export function measureOf({ used, limit, untilTime }: QueueRule): string {
  if (limit > 0) return t('{used} of {limit}', { used, limit })
  return untilTime ? formatClock(untilTime) : ''
}
