import { deleteInstance } from '../api/methods'
import { useApiMutation } from '../api/queries'
import type { Instance } from '../api/types'
import { formatRate } from '../util/money'
import { t } from '../util/t'
import { ConfirmDelete, type Loss } from './ConfirmDelete'

export function InstanceDelete({ instance, onClose }: { instance: Instance; onClose: () => void }) {
  const remove = useApiMutation(deleteInstance, { onSuccess: onClose })
  return (
    <ConfirmDelete
      noun={t('instance')}
      name={instance.displayName}
      losses={losses(instance)}
      pending={remove.isPending}
      error={remove.error}
      onDelete={() => remove.mutate({ name: instance.name })}
      onClose={onClose}
    />
  )
}

function losses({ diskGib, ipv4Address, hourPrice }: Instance): Loss[] {
  const all: Loss[] = [{ what: t('Disk'), fate: t('{n} GiB, erased', { n: diskGib }) }]
  if (ipv4Address) {
    all.push({
      what: t('Address'),
      fate: (
        <>
          <span className="mono">{ipv4Address}</span>
          {t(', given back')}
        </>
      ),
    })
  }
  if (hourPrice) {
    all.push({
      what: t('Cost'),
      fate: t('{price} per hour ends now', { price: formatRate(hourPrice) }),
    })
  }
  return all
}
