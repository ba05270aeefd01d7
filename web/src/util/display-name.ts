import { t } from './t'

const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/

/** What is wrong with an instance's name, while it is typed; the server judges again. */
export function displayNameProblem(name: string): string | undefined {
  if (name === '') return t('Give the instance a name.')
  if (name.length > 63) return t('Use at most 63 characters.')
  if (!label.test(name))
    return t('Use small letters, digits and hyphens; begin and end with a letter or digit.')
  return undefined
}

/** A name that is free: `debian-1`, or the next number. */
export function suggestName(stem: string, taken: readonly string[]): string {
  const base = stem.toLowerCase().replace(/[^a-z0-9]+.*$/, '') || 'instance'
  for (let n = 1; ; n++) {
    if (!taken.includes(`${base}-${n}`)) return `${base}-${n}`
  }
}
