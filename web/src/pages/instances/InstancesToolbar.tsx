import search from 'bootstrap-icons/icons/search.svg?icon'
import { Icon } from '../../ui/Icon'
import { t } from '../../util/t'
import styles from './InstancesToolbar.module.scss'
import type { InstancesSearch } from './search'

const states = [
  { value: 'RUNNING', label: t('Running') },
  { value: 'STOPPED', label: t('Stopped') },
  { value: 'CHANGING', label: t('Changing') },
  { value: 'FAILED', label: t('Failed') },
] as const

export function InstancesToolbar({
  search: now,
  onChange,
}: {
  search: InstancesSearch
  onChange: (next: InstancesSearch) => void
}) {
  const choose = (value: string) =>
    onChange({ ...now, state: states.find((state) => state.value === value)?.value })
  return (
    <search className={styles.tools}>
      <div className={styles.box}>
        <Icon of={search} size={14} />
        <input
          className="form-control"
          type="search"
          aria-label={t('Search name or address')}
          placeholder={t('Search name or address')}
          value={now.name ?? ''}
          onChange={(event) => onChange({ ...now, name: event.target.value || undefined })}
        />
      </div>
      <select
        className={`form-select ${styles.state}`}
        aria-label={t('State')}
        value={now.state ?? ''}
        onChange={(event) => choose(event.target.value)}
      >
        <option value="">{t('Any state')}</option>
        {states.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </search>
  )
}
