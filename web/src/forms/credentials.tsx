import { type FormEvent, useState } from 'react'
import { ApiError } from '../api/errors'
import type { Method } from '../api/methods'
import { useApiMutation } from '../api/queries'
import { rememberSession } from '../api/session'
import { FormError } from '../components/FormError'
import { Button } from '../ui/Button'
import { Field } from '../ui/Field'
import { PasswordField } from '../ui/PasswordField'
import { t } from '../util/t'
import styles from './credentials.module.scss'

interface Credentials {
  email: string
  password: string
}

/** E-mail and password: what log-in and sign-up have in common. */
export function CredentialsForm<Answer>({
  method,
  submitLabel,
  newPassword,
  onDone,
}: {
  method: Method<Credentials, Answer>
  submitLabel: string
  /** Its rule, when one is to be chosen. */
  newPassword?: string
  onDone: () => void
}) {
  const [missing, setMissing] = useState<Partial<Credentials>>({})
  const enter = useApiMutation(method, {
    meta: { public: true },
    onSuccess() {
      rememberSession()
      onDone()
    },
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const values = read(new FormData(event.currentTarget))
    const lacking = missingIn(values)
    setMissing(lacking)
    const [first] = Object.keys(lacking)
    if (first) focusField(event.currentTarget, first)
    else enter.mutate(values)
  }
  const wrong = { ...violations(enter.error), ...missing }
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      {Object.keys(wrong).length === 0 && <FormError error={enter.error} />}
      <Field label={t('E-mail')} error={wrong.email}>
        {(control) => (
          <input
            {...control}
            name="email"
            className="form-control tall"
            type="email"
            autoComplete={newPassword ? 'email' : 'username'}
            // biome-ignore lint/a11y/noAutofocus: the page is this form
            autoFocus
            required
          />
        )}
      </Field>
      <PasswordField
        label={t('Password')}
        showLabel={t('Show password')}
        hideLabel={t('Hide password')}
        help={newPassword}
        error={wrong.password}
        autoComplete={newPassword ? 'new-password' : 'current-password'}
      />
      <Button type="submit" look="primary" size="tall" wide loading={enter.isPending}>
        {submitLabel}
      </Button>
    </form>
  )
}

function read(form: FormData): Credentials {
  return {
    email: String(form.get('email') ?? '').trim(),
    password: String(form.get('password') ?? ''),
  }
}

function missingIn({ email, password }: Credentials): Partial<Credentials> {
  return {
    ...(email === '' && { email: t('Enter your e-mail address.') }),
    ...(password === '' && { password: t('Enter your password.') }),
  }
}

const fieldOfReason: Record<string, keyof Credentials> = {
  EMAIL_TAKEN: 'email',
  EMAIL_INVALID: 'email',
  PASSWORD_TOO_WEAK: 'password',
}

/** What the server says about one field; a wrong log-in is about neither. */
function violations(error: Error | null): Partial<Credentials> {
  if (!(error instanceof ApiError)) return {}
  const field = fieldOfReason[error.reason]
  if (field) return { [field]: error.message }
  return Object.fromEntries(
    [...error.violations].filter(([name]) => name === 'email' || name === 'password'),
  )
}

function focusField(form: HTMLFormElement, name: string) {
  form.querySelector<HTMLInputElement>(`[name=${name}]`)?.focus()
}
