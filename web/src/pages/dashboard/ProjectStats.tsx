import { useSuspenseQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { accountQ, instancesQ } from '../../api/resources'
import type { BillingAccount, Instance } from '../../api/types'
import { MoneyText } from '../../components/MoneyText'
import { useApp } from '../../hooks/use-app'
import { StatStrip } from '../../ui/StatStrip'
import { hourlyCost } from '../../util/instances'
import { formatMoney, hoursLeft, type Money, times } from '../../util/money'
import { count, t, tn } from '../../util/t'

/** The project in six numbers. */
export function ProjectStats() {
  const { project } = useApp()
  const { instances, nextPageToken } = useSuspenseQuery(instancesQ(project)).data
  const account = useSuspenseQuery(accountQ(project)).data
  const cost = hourlyCost(instances, account.wallet?.currencyCode ?? '')
  const inState = (state: string) => instances.filter((one) => one.state === state)
  const running = inState('RUNNING')
  const more = nextPageToken === '' ? '' : '+'
  return (
    <StatStrip
      label={t('The project in numbers')}
      stats={[
        { label: t('Instances'), value: `${instances.length}${more}`, meta: changing(instances) },
        { label: t('Running'), value: running.length, meta: size(running) },
        { label: t('Stopped'), value: inState('STOPPED').length, meta: t('keep disk and address') },
        { label: t('Balance'), value: <MoneyText of={account.wallet} />, meta: held(account) },
        { label: t('Hourly cost'), value: <MoneyText of={cost} rate />, meta: daily(cost) },
        { label: t('Hours left'), ...lasting(account, cost) },
      ]}
    />
  )
}

function changing(instances: readonly Instance[]): ReactNode {
  const settled = ['RUNNING', 'STOPPED', 'FAILED']
  const moving = instances.filter(({ state }) => !settled.includes(state)).length
  const failed = instances.filter(({ state }) => state === 'FAILED').length
  return (
    <>
      {moving > 0 ? tn(moving, '{n} changing', '{n} changing') : t('none changing')}
      {failed > 0 && (
        <>
          , <span className="danger">{tn(failed, '{n} failed', '{n} failed')}</span>
        </>
      )}
    </>
  )
}

function size(instances: readonly Instance[]) {
  const cpus = instances.reduce((sum, { vcpus }) => sum + vcpus, 0)
  const mib = instances.reduce((sum, { memoryMib }) => sum + Number(memoryMib), 0)
  return t('{cpus} vCPU, {gib} GiB', { cpus, gib: count(Math.round(mib / 102.4) / 10) })
}

function held({ held, debt }: BillingAccount) {
  if (debt && debt.micros !== '0')
    return <span className="danger">{t('{amount} owed', { amount: formatMoney(debt) })}</span>
  if (!held || held.micros === '0') return t('nothing held')
  return t('{amount} of it held', { amount: formatMoney(held) })
}

function daily(cost: Money) {
  return cost.micros !== '0'
    ? t('{amount} a day', { amount: formatMoney(times(cost, 24n)) })
    : t('nothing runs')
}

function lasting({ available }: BillingAccount, cost: Money) {
  const hours = available ? hoursLeft(available, cost) : null
  if (hours === null) return { value: '∞', meta: t('nothing is spent') }
  const days = Number(hours / 24n)
  return { value: count(hours), meta: tn(days, 'about {n} day', 'about {n} days') }
}
