import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { accountQ, instancesQ, transactionsQ } from '../../api/resources'
import { MoneyText } from '../../components/MoneyText'
import { PageHead } from '../../components/PageHead'
import { useApp } from '../../hooks/use-app'
import { StatStrip } from '../../ui/StatStrip'
import { hourlyCost } from '../../util/instances'
import { t, tn } from '../../util/t'
import { PricesCard } from './PricesCard'
import { TransactionsCard } from './TransactionsCard'

const route = getRouteApi('/app/projects/$project/billing')

export default function BillingPage() {
  const { project } = useApp()
  const { page } = route.useSearch()
  const account = useSuspenseQuery(accountQ(project)).data
  const { instances } = useSuspenseQuery(instancesQ(project)).data
  const transactions = useSuspenseQuery(transactionsQ(project, page)).data
  const running = instances.filter(({ state }) => state === 'RUNNING').length
  const inDebt = account.debt !== undefined && account.debt.micros !== '0'
  return (
    <>
      <PageHead title={t('Billing')} />
      <StatStrip
        label={t('The account in numbers')}
        stats={[
          {
            label: t('Balance'),
            value: <MoneyText of={account.wallet} />,
            meta: inDebt ? (
              <span className="danger">
                <MoneyText of={account.debt} /> {t('owed')}
              </span>
            ) : (
              t('nothing owed')
            ),
          },
          {
            label: t('Held'),
            value: <MoneyText of={account.held} />,
            meta: t('for instances being created'),
          },
          {
            label: t('Available'),
            value: <MoneyText of={account.available} />,
            meta: t('can be spent now'),
          },
          {
            label: t('Hourly cost'),
            value: (
              <MoneyText of={hourlyCost(instances, account.wallet?.currencyCode ?? '')} rate />
            ),
            meta: tn(running, '{n} instance runs', '{n} instances run'),
          },
        ]}
      />
      <TransactionsCard
        transactions={transactions.transactions}
        page={page}
        next={transactions.nextPageToken}
      />
      <PricesCard />
    </>
  )
}
