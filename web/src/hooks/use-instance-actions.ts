import { type InstanceAction, instanceCan } from '../api/can'
import { sentence } from '../api/errors'
import { startInstance, stopInstance } from '../api/methods'
import { useApiMutation } from '../api/queries'
import type { Instance } from '../api/types'
import { addFailure } from '../stores/toasts'
import { t } from '../util/t'

export interface PowerAction {
  action: InstanceAction
  label: string
  pending: boolean
  disabledReason: string | undefined
  run: () => void
}

/** Start and stop, as far as the server lets this caller; what they do shows by the events. */
export function usePowerActions(instance: Instance): PowerAction[] {
  const name = instance.displayName
  const start = useApiMutation(startInstance, {
    onError: (error) => addFailure(t('{name} was not started', { name }), sentence(error)),
  })
  const stop = useApiMutation(stopInstance, {
    onError: (error) => addFailure(t('{name} was not stopped', { name }), sentence(error)),
  })
  const all = [
    { action: 'start', label: t('Start'), mutation: start },
    { action: 'stop', label: t('Stop'), mutation: stop },
  ] as const
  return all.flatMap(({ action, label, mutation }) => {
    const can = instanceCan(instance, action)
    if (!can) return []
    return {
      action,
      label,
      pending: mutation.isPending,
      disabledReason: can.allowed ? undefined : can.reason,
      run: () => mutation.mutate({ name: instance.name }),
    }
  })
}
