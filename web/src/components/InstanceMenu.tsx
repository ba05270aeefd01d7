import copy from 'bootstrap-icons/icons/copy.svg?icon'
import dots from 'bootstrap-icons/icons/three-dots.svg?icon'
import { useState } from 'react'
import { instanceCan } from '../api/can'
import type { Instance } from '../api/types'
import { usePowerActions } from '../hooks/use-instance-actions'
import { addToast } from '../stores/toasts'
import { Icon } from '../ui/Icon'
import { Menu, type MenuItem } from '../ui/Menu'
import { t } from '../util/t'
import { actionIcons } from './action-icons'
import { InstanceDelete } from './InstanceDelete'

/** What can be done with an instance; the same order everywhere, delete last. */
export function InstanceMenu({
  instance,
  withPower = true,
  buttonClassName = 'btn btn-quiet btn-sm btn-square',
}: {
  instance: Instance
  withPower?: boolean
  buttonClassName?: string
}) {
  const [deleting, setDeleting] = useState(false)
  const power = usePowerActions(instance)
  const remove = instanceCan(instance, 'delete')
  const items: MenuItem[] = [
    ...(withPower ? power : []).map(({ action, label, disabledReason, run }) => ({
      key: action,
      label,
      icon: actionIcons[action],
      disabledReason,
      onSelect: run,
    })),
    {
      key: 'copy',
      label: t('Copy name'),
      icon: copy,
      separated: withPower,
      onSelect: () =>
        navigator.clipboard
          .writeText(instance.name)
          .then(() => addToast(t('Copied'), instance.name)),
    },
  ]
  if (remove) {
    items.push({
      key: 'delete',
      label: t('Delete…'),
      icon: actionIcons.delete,
      danger: true,
      separated: true,
      disabledReason: remove.allowed ? undefined : remove.reason,
      onSelect: () => setDeleting(true),
    })
  }
  return (
    <>
      <Menu
        label={t('Actions for {name}', { name: instance.displayName })}
        items={items}
        buttonClassName={buttonClassName}
      >
        <Icon of={dots} />
      </Menu>
      {deleting && <InstanceDelete instance={instance} onClose={() => setDeleting(false)} />}
    </>
  )
}
