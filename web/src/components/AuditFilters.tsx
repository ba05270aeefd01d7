import { type FormEvent, useId } from 'react'
import type { AuditFilter } from '../api/methods'
import { Button } from '../ui/Button'
import { t } from '../util/t'
import { methodWords } from '../util/words'
import styles from './AuditFilters.module.scss'

const methods = [
  'CreateInstance',
  'StartInstance',
  'StopInstance',
  'DeleteInstance',
  'CreditAccount',
  'CreateApiToken',
  'RevokeApiToken',
]

const accountMethods = ['SignUp', 'LogIn', 'LogOut']

/** What to look for in the trail. It is in the page's address, and the server looks. */
export function AuditFilters({
  filter,
  everywhere = false,
  onChange,
}: {
  filter: AuditFilter
  /** The trail of the installation, not of one project. */
  everywhere?: boolean
  onChange: (filter: AuditFilter) => void
}) {
  const actorId = useId()
  const search = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const actor = String(new FormData(event.currentTarget).get('actor') ?? '').trim()
    onChange({ ...filter, actor: actor || undefined })
  }
  return (
    <search className={styles.filters}>
      <select
        className="form-select"
        aria-label={t('Action')}
        value={filter.method ?? ''}
        onChange={(event) => onChange({ ...filter, method: event.target.value || undefined })}
      >
        <option value="">{t('Any action')}</option>
        {[...methods, ...(everywhere ? accountMethods : [])].map((method) => (
          <option key={method} value={method}>
            {methodWords(method)}
          </option>
        ))}
      </select>
      <select
        className="form-select"
        aria-label={t('Outcome')}
        value={filter.outcome ?? ''}
        onChange={(event) => onChange({ ...filter, outcome: event.target.value || undefined })}
      >
        <option value="">{t('Any outcome')}</option>
        <option value="ok">{t('Done')}</option>
        <option value="refused">{t('Refused')}</option>
      </select>
      {everywhere && (
        <form className={styles.actor} onSubmit={search}>
          <label className="visually-hidden" htmlFor={actorId}>
            {t('Who, such as users/…')}
          </label>
          <input
            key={filter.actor}
            id={actorId}
            name="actor"
            type="search"
            className="form-control mono"
            placeholder="users/…"
            defaultValue={filter.actor}
          />
          <Button type="submit">{t('Search')}</Button>
        </form>
      )}
    </search>
  )
}
