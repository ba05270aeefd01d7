import type { Instance } from './types'

export type InstanceAction = 'start' | 'stop' | 'delete'

/**
 * What the server allows, and why not now. Null: this caller may never do it, so it
 * is not shown. No rule is repeated here.
 */
export function instanceCan(
  instance: Pick<Instance, 'allowedActions'>,
  action: InstanceAction,
): { allowed: boolean; reason: string } | null {
  const found = instance.allowedActions.find((candidate) => candidate.action === action)
  return found ? { allowed: found.allowed, reason: found.reason } : null
}
