import { useSuspenseQuery } from '@tanstack/react-query'
import { createColumnHelper } from '@tanstack/react-table'
import { pricesQ } from '../../api/resources'
import type { Plan, Price } from '../../api/types'
import { MoneyText } from '../../components/MoneyText'
import { useCatalog } from '../../hooks/use-catalog'
import { DataTable, type features } from '../../table/DataTable'
import { Card } from '../../ui/Card'
import { Empty } from '../../ui/Empty'
import { t } from '../../util/t'
import { formatMemory } from '../../util/words'

interface Offer {
  plan: Plan
  price: Price
}

/** What the plans cost from now on; an instance keeps the price it was created at. */
export function PricesCard() {
  const { plans } = useCatalog()
  const { prices } = useSuspenseQuery(pricesQ).data
  const offers = plans.flatMap((plan): Offer[] => {
    const price = prices.find((one) => one.plan === plan.name)
    return price ? [{ plan, price }] : []
  })
  return (
    <Card title={t('Price list')} flush>
      <DataTable
        label={t('Price list')}
        columns={columns}
        data={offers}
        rowId={({ plan }) => plan.name}
        card={(offer) => <OfferLine offer={offer} />}
        empty={<Empty title={t('No prices yet')}>{t('The operator has not priced a plan.')}</Empty>}
      />
    </Card>
  )
}

const col = createColumnHelper<typeof features, Offer>()

const columns = col.columns([
  col.accessor('plan', {
    header: t('Plan'),
    cell: ({ row }) => <span className="strong">{row.original.plan.displayName}</span>,
  }),
  col.display({
    id: 'size',
    header: t('Size'),
    cell: ({ row }) => <span className="muted">{sizeOf(row.original.plan)}</span>,
  }),
  col.display({
    id: 'hour',
    header: t('Per hour'),
    meta: { end: true },
    cell: ({ row }) => <MoneyText of={row.original.price.hour} rate />,
  }),
  col.display({
    id: 'month',
    header: t('At most a month'),
    meta: { end: true },
    cell: ({ row }) => <MoneyText of={row.original.price.month} />,
  }),
  col.display({
    id: 'setup',
    header: t('Set-up, once'),
    meta: { end: true },
    cell: ({ row }) => <MoneyText of={row.original.price.setupFee} />,
  }),
])

function OfferLine({ offer: { plan, price } }: { offer: Offer }) {
  return (
    <>
      <div className="row-line">
        <span className="grow strong">{plan.displayName}</span>
        <span>
          <MoneyText of={price.hour} rate /> / h
        </span>
      </div>
      <div className="row-line small muted">
        <span className="grow">{sizeOf(plan)}</span>
        {t('at most')} <MoneyText of={price.month} />
      </div>
    </>
  )
}

function sizeOf({ vcpus, memoryMib, diskGib }: Plan) {
  return t('{cpus} vCPU, {memory}, {disk} GiB', {
    cpus: vcpus,
    memory: formatMemory(memoryMib),
    disk: diskGib,
  })
}
