import { Link } from '@tanstack/react-router'
import { createColumnHelper } from '@tanstack/react-table'
import type { Instance } from '../../api/types'
import { Address } from '../../components/Address'
import { InstanceMenu } from '../../components/InstanceMenu'
import { MoneyText } from '../../components/MoneyText'
import { StateBadge } from '../../components/StateBadge'
import { TimeAgo } from '../../components/TimeAgo'
import { useCatalog } from '../../hooks/use-catalog'
import { paths } from '../../paths'
import type { features } from '../../table/DataTable'
import { t } from '../../util/t'
import { formatMemory } from '../../util/words'

const col = createColumnHelper<typeof features, Instance>()

export const instanceColumns = col.columns([
  col.accessor('displayName', {
    id: 'name',
    header: t('Name'),
    sortFn: 'text',
    cell: ({ row }) => <InstanceLink instance={row.original} />,
  }),
  col.accessor('state', {
    header: t('State'),
    sortFn: 'text',
    cell: ({ row }) => <StateBadge state={row.original.state} />,
  }),
  col.accessor((instance) => Number(instance.memoryMib), {
    id: 'plan',
    header: t('Plan'),
    sortFn: 'basic',
    cell: ({ row }) => <PlanCell instance={row.original} />,
  }),
  col.accessor('image', {
    id: 'image',
    header: t('Image'),
    sortFn: 'text',
    cell: ({ row }) => <ImageCell image={row.original.image} />,
  }),
  col.accessor('ipv4Address', {
    id: 'address',
    header: t('Address'),
    enableSorting: false,
    cell: ({ row }) => <Address of={row.original.ipv4Address} owner={row.original.displayName} />,
  }),
  col.accessor((instance) => Number(instance.hourPrice?.micros ?? 0), {
    id: 'price',
    header: t('Per hour'),
    sortFn: 'basic',
    meta: { end: true },
    cell: ({ row }) => <MoneyText of={row.original.hourPrice} rate />,
  }),
  col.accessor((instance) => instance.createTime ?? '', {
    id: 'age',
    header: t('Age'),
    sortFn: 'text',
    meta: { wideOnly: true },
    cell: ({ row }) => (
      <span className="muted">
        <TimeAgo of={row.original.createTime} />
      </span>
    ),
  }),
  col.display({
    id: 'menu',
    header: t('Actions'),
    meta: { hiddenHeader: true, end: true },
    cell: ({ row }) => <InstanceMenu instance={row.original} />,
  }),
])

export function InstanceLink({ instance }: { instance: Instance }) {
  return (
    <Link {...paths.instance(instance.name)} className="strong">
      {instance.displayName}
    </Link>
  )
}

function PlanCell({ instance: { plan, vcpus, memoryMib } }: { instance: Instance }) {
  const { planName } = useCatalog()
  return (
    <>
      {planName(plan)}{' '}
      <span className="small muted">
        {t('{cpus} / {memory}', { cpus: vcpus, memory: formatMemory(memoryMib) })}
      </span>
    </>
  )
}

function ImageCell({ image }: { image: string }) {
  const { imageName } = useCatalog()
  return <span className="muted">{imageName(image)}</span>
}
