import { t } from './t'

/** The API's enums in the words of the console. */
export const instanceStates = {
  STATE_UNSPECIFIED: t('Unknown'),
  RESERVING: t('Reserving'),
  PROVISIONING: t('Provisioning'),
  RUNNING: t('Running'),
  STOPPING: t('Stopping'),
  STOPPED: t('Stopped'),
  STARTING: t('Starting'),
  REBOOTING: t('Rebooting'),
  DELETING: t('Deleting'),
  DELETED: t('Deleted'),
  FAILED: t('Failed'),
}

export const transactionKinds = {
  KIND_UNSPECIFIED: t('Other'),
  CREDIT: t('Credit'),
  SETUP_FEE: t('Set-up'),
}

export const roles = {
  ROLE_UNSPECIFIED: t('Unknown'),
  USER: t('User'),
  ADMINISTRATOR: t('Administrator'),
}

const taskKinds: Record<string, string> = {
  create: t('Create'),
  start: t('Start'),
  stop: t('Stop'),
  delete: t('Delete'),
}

/** `create` -> `Create`; kinds that are newer than this page are shown as they are. */
export function taskKind(kind: string): string {
  return taskKinds[kind] ?? kind
}

/** `nexus.instance.v1.InstanceService.CreateInstance` -> `Create instance`. */
export function methodWords(method: string): string {
  const last = method.slice(method.lastIndexOf('.') + 1)
  const words = last
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace('api ', 'API ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** 4096 MiB -> `4 GiB`. */
export function formatMemory(mib: string): string {
  const gib = Number(mib) / 1024
  return gib >= 1 ? t('{n} GiB', { n: Number(gib.toFixed(1)) }) : t('{n} MiB', { n: mib })
}
