import exclamation from 'bootstrap-icons/icons/exclamation-circle.svg?icon'
import { type ReactNode, useId } from 'react'
import styles from './Field.module.scss'
import { Icon } from './Icon'

/** What a control needs to belong to its label, help and error. */
export interface FieldControl {
  id: string
  'aria-invalid': boolean | undefined
  'aria-describedby': string | undefined
}

/** A label above, the control, and help below it; an error takes the place of the help. */
export function Field({
  label,
  help,
  error,
  children,
}: {
  label: ReactNode
  help?: ReactNode
  error?: string
  children: (control: FieldControl) => ReactNode
}) {
  const id = useId()
  const noteId = `${id}-note`
  const noted = Boolean(error ?? help)
  return (
    <div>
      <label className="form-label" htmlFor={id}>
        {label}
      </label>
      {children({
        id,
        'aria-invalid': error ? true : undefined,
        'aria-describedby': noted ? noteId : undefined,
      })}
      {error ? (
        <p id={noteId} className={styles.error}>
          <Icon of={exclamation} size={12} />
          {error}
        </p>
      ) : (
        help && (
          <p id={noteId} className="form-text">
            {help}
          </p>
        )
      )}
    </div>
  )
}
