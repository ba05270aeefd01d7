import { createColumnHelper } from '@tanstack/react-table'
import wallet from 'bootstrap-icons/icons/wallet2.svg?icon'
import type { Transaction } from '../../api/types'
import { DataTable, type features } from '../../table/DataTable'
import { Pager } from '../../table/Pager'
import { Badge } from '../../ui/Badge'
import { Card } from '../../ui/Card'
import { Empty } from '../../ui/Empty'
import { formatChange, formatRate } from '../../util/money'
import { idOf } from '../../util/names'
import { t, tn } from '../../util/t'
import { formatClock, formatInstant } from '../../util/time'
import { transactionKinds } from '../../util/words'

/** The ledger of the project's account. */
export function TransactionsCard({
  transactions,
  page,
  next,
}: {
  transactions: Transaction[]
  page: string | undefined
  next: string
}) {
  return (
    <Card title={t('Transactions')} flush>
      <DataTable
        label={t('Transactions')}
        columns={columns}
        data={transactions}
        rowId={({ name }) => name}
        card={(transaction) => <TransactionLine transaction={transaction} />}
        empty={
          <Empty icon={wallet} title={t('No transactions yet')}>
            {t('Credit and charges are listed here, each with the balance after it.')}
          </Empty>
        }
        foot={
          <>
            <span>{tn(transactions.length, '{n} transaction', '{n} transactions')}</span>
            <Pager page={page} next={next} />
          </>
        }
      />
    </Card>
  )
}

const col = createColumnHelper<typeof features, Transaction>()

const columns = col.columns([
  col.accessor('createTime', {
    header: t('Time'),
    cell: ({ row }) => <When of={row.original.createTime} />,
  }),
  col.accessor('kind', { header: t('Kind'), cell: ({ row }) => <Kind of={row.original} /> }),
  col.accessor('description', { header: t('Description') }),
  col.accessor('amount', {
    header: t('Amount'),
    meta: { end: true },
    cell: ({ row }) => <Amount of={row.original} />,
  }),
  col.accessor('balanceAfter', {
    header: t('Balance after'),
    meta: { end: true },
    cell: ({ row }) => (row.original.balanceAfter ? formatRate(row.original.balanceAfter) : '–'),
  }),
  col.accessor('name', {
    header: t('Entry'),
    meta: { end: true, wideOnly: true },
    cell: ({ row }) => (
      <span className="mono muted" title={row.original.name}>
        …{idOf(row.original.name).slice(-6)}
      </span>
    ),
  }),
])

function When({ of }: { of: string | undefined }) {
  if (!of) return <>–</>
  return (
    <time className="muted" dateTime={of} title={formatInstant(of)}>
      {formatClock(of)}
    </time>
  )
}

function Kind({ of: { kind } }: { of: Transaction }) {
  return <Badge tone={kind === 'CREDIT' ? 'success' : 'neutral'}>{transactionKinds[kind]}</Badge>
}

function Amount({ of: { amount } }: { of: Transaction }) {
  if (!amount) return <>–</>
  const gained = BigInt(amount.micros) > 0n
  return <span className={gained ? 'success' : 'strong'}>{formatChange(amount)}</span>
}

function TransactionLine({ transaction }: { transaction: Transaction }) {
  return (
    <>
      <div className="row-line">
        <Kind of={transaction} />
        <span className="grow text-truncate">{transaction.description}</span>
        <Amount of={transaction} />
      </div>
      <div className="row-line small muted num">
        <When of={transaction.createTime} />
        <span className="push">
          {transaction.balanceAfter &&
            t('balance {amount}', { amount: formatRate(transaction.balanceAfter) })}
        </span>
      </div>
    </>
  )
}
