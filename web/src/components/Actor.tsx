import { useApp } from '../hooks/use-app'
import { idOf, shortId } from '../util/names'
import { t } from '../util/t'

/** Who acted: by the address where it is known here, else by its id. */
export function Actor({ name }: { name: string }) {
  const { user } = useApp()
  if (name === '') return <span className="muted">{t('Nobody known')}</span>
  if (name === user.name) return <span title={user.email}>{t('You')}</span>
  if (name.startsWith('services/')) return <span>{t('Service {name}', { name: idOf(name) })}</span>
  return (
    <span className="mono" title={name}>
      {shortId(idOf(name))}
    </span>
  )
}
