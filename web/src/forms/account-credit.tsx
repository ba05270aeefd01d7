import { useSuspenseQuery } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import { creditAccount } from '../api/methods'
import { useApiMutation } from '../api/queries'
import { accountQ } from '../api/resources'
import type { User } from '../api/types'
import { FormError } from '../components/FormError'
import { useApp } from '../hooks/use-app'
import { addToast } from '../stores/toasts'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { Field } from '../ui/Field'
import { formatMoney, parseAmount } from '../util/money'
import { t } from '../util/t'

interface CreditValues {
  amount: string
  reason: string
}

/** Adds money to a user's personal project, on the operator's word. */
export function AccountCreditDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { project } = useApp()
  const currency = useSuspenseQuery(accountQ(project)).data.wallet?.currencyCode ?? ''
  const { register, handleSubmit, formState } = useForm<CreditValues>({
    defaultValues: { amount: '', reason: '' },
  })
  const credit = useApiMutation(creditAccount, {
    onSuccess({ amount }) {
      if (amount) addToast(t('{amount} credited', { amount: formatMoney(amount) }), user.email)
      onClose()
    },
  })
  const submit = handleSubmit(({ amount, reason }) => {
    const micros = parseAmount(amount)
    if (micros === null) return
    credit.mutate({
      parent: user.personalProject,
      amount: { currencyCode: currency, micros: String(micros) },
      reason,
    })
  })
  return (
    <Dialog
      title={t('Credit {email}', { email: user.email })}
      onClose={onClose}
      onSubmit={submit}
      foot={
        <>
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button type="submit" look="primary" loading={credit.isPending}>
            {t('Credit account')}
          </Button>
        </>
      }
    >
      <FormError error={credit.error} />
      <Field
        label={t('Amount in {currency}', { currency })}
        error={formState.errors.amount?.message}
      >
        {(control) => (
          <input
            {...control}
            {...register('amount', {
              validate: (text) =>
                (parseAmount(text) ?? 0n) > 0n || t('Enter an amount, such as 25 or 12.50.'),
            })}
            className="form-control num"
            inputMode="decimal"
            autoComplete="off"
            autoFocus
          />
        )}
      </Field>
      <Field
        label={t('Reason')}
        help={t('The customer reads it in the ledger.')}
        error={formState.errors.reason?.message}
      >
        {(control) => (
          <input
            {...control}
            {...register('reason', {
              validate: (text) => text.trim() !== '' || t('Say what the money is for.'),
            })}
            className="form-control"
            maxLength={200}
            autoComplete="off"
          />
        )}
      </Field>
    </Dialog>
  )
}
