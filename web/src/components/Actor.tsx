import { useQuery } from '@tanstack/react-query'
import { knownUsersQ } from '../api/resources'
import { isAdministrator } from '../api/session'
import { useApp } from '../hooks/use-app'
import { idOf, shortId } from '../util/names'
import { t } from '../util/t'

/** Who acted: by the address where it is known here, else by its id. */
export function Actor({ name }: { name: string }) {
  const { user } = useApp()
  const known = useQuery({ ...knownUsersQ, enabled: isAdministrator(user) }).data
  if (name === '') return <span className="muted">{t('Nobody known')}</span>
  if (name === user.name) return <span title={user.email}>{t('You')}</span>
  if (name.startsWith('services/')) return <span>{t('Service {name}', { name: idOf(name) })}</span>
  const email = known?.users.find((one) => one.name === name)?.email
  if (email) return <span title={name}>{email}</span>
  return (
    <span className="mono" title={name}>
      {shortId(idOf(name))}
    </span>
  )
}
