import { type ReactNode, useState } from 'react'
import { sentence } from '../api/errors'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { Field } from '../ui/Field'
import { Note } from '../ui/Note'
import { t } from '../util/t'
import styles from './ConfirmDelete.module.scss'

export interface Loss {
  what: string
  fate: ReactNode
}

/** Asks before something is destroyed: says what is lost, and has its name typed. */
export function ConfirmDelete({
  noun,
  name,
  losses,
  pending,
  error,
  onDelete,
  onClose,
}: {
  /** `instance`. */
  noun: string
  name: string
  losses: readonly Loss[]
  pending: boolean
  error: Error | null
  onDelete: () => void
  onClose: () => void
}) {
  const [typed, setTyped] = useState('')
  const matches = typed === name
  const refusal = matches ? undefined : t('Type the name to confirm.')
  return (
    <Dialog
      title={t('Delete {name}?', { name })}
      onClose={onClose}
      onSubmit={() => matches && !pending && onDelete()}
      foot={
        <>
          <Button onClick={onClose}>{t('Keep {noun}', { noun })}</Button>
          <Button look="danger" type="submit" loading={pending} disabledReason={refusal}>
            {t('Delete {noun}', { noun })}
          </Button>
        </>
      }
    >
      <p className="muted">{t('This cannot be undone. What goes with it:')}</p>
      <dl className={styles.losses}>
        {losses.map(({ what, fate }) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>{fate}</dd>
          </div>
        ))}
      </dl>
      {error && <Note tone="danger" role="alert" title={sentence(error)} />}
      <Field
        label={
          <>
            {t('Type')} <span className="mono">{name}</span> {t('to confirm')}
          </>
        }
      >
        {(control) => (
          <input
            {...control}
            className="form-control mono"
            // In the field, never on Delete.
            autoFocus
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
      </Field>
    </Dialog>
  )
}
