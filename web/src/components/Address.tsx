import { CopyButton } from '../ui/CopyButton'
import { t } from '../util/t'

/** An address that can be copied; a dash while there is none. */
export function Address({ of, owner }: { of: string; owner: string }) {
  if (of === '') return <>–</>
  return (
    <span className="nowrap">
      <span className="mono">{of}</span>{' '}
      <CopyButton text={of} label={t('Copy address of {owner}', { owner })} copied={t('Copied')} />
    </span>
  )
}
