import eye from 'bootstrap-icons/icons/eye.svg?icon'
import eyeOff from 'bootstrap-icons/icons/eye-slash.svg?icon'
import { useState } from 'react'
import { IconButton } from './Button'
import { Field } from './Field'
import styles from './PasswordField.module.scss'

export function PasswordField({
  label,
  showLabel,
  hideLabel,
  help,
  error,
  autoComplete,
}: {
  label: string
  showLabel: string
  hideLabel: string
  help?: string
  error?: string
  autoComplete: 'current-password' | 'new-password'
}) {
  const [shown, setShown] = useState(false)
  return (
    <Field label={label} help={help} error={error}>
      {(control) => (
        <div className={styles.box}>
          <input
            {...control}
            name="password"
            className="form-control tall"
            type={shown ? 'text' : 'password'}
            autoComplete={autoComplete}
            required
          />
          <IconButton
            of={shown ? eyeOff : eye}
            size="sm"
            label={shown ? hideLabel : showLabel}
            className={styles.toggle}
            onClick={() => setShown(!shown)}
          />
        </div>
      )}
    </Field>
  )
}
