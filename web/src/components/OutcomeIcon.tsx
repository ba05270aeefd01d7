import check from 'bootstrap-icons/icons/check2.svg?icon'
import slash from 'bootstrap-icons/icons/slash-circle.svg?icon'
import { Icon } from '../ui/Icon'
import { t } from '../util/t'

/** Whether what was asked for was done. */
export function OutcomeIcon({ outcome }: { outcome: string }) {
  const done = outcome === 'ok'
  return (
    <span className={done ? 'success' : 'danger'}>
      <Icon of={done ? check : slash} size={14} />
      <span className="visually-hidden">{done ? t('Done:') : t('Refused:')}</span>
    </span>
  )
}
