import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import stack from 'bootstrap-icons/icons/hdd-stack.svg?icon'
import plus from 'bootstrap-icons/icons/plus-lg.svg?icon'
import { accountQ, instancesQ, tasksQ } from '../../api/resources'
import { MoneyText } from '../../components/MoneyText'
import { PageHead } from '../../components/PageHead'
import { useApp } from '../../hooks/use-app'
import { paths } from '../../paths'
import { DataTable } from '../../table/DataTable'
import { Pager } from '../../table/Pager'
import { Button, buttonClass } from '../../ui/Button'
import { Empty } from '../../ui/Empty'
import { Icon } from '../../ui/Icon'
import { hourlyCost } from '../../util/instances'
import { t, tn } from '../../util/t'
import { instanceColumns } from './columns'
import { InstanceCard } from './InstanceCard'
import { InstancesToolbar } from './InstancesToolbar'
import { matches, parseSort, sortText } from './search'
import { statusLine } from './status-line'

const route = getRouteApi('/app/projects/$project/instances')

export default function InstancesPage() {
  const { project } = useApp()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { instances, nextPageToken } = useSuspenseQuery(instancesQ(project, search.page)).data
  const { tasks } = useSuspenseQuery(tasksQ(project)).data
  const currency = useSuspenseQuery(accountQ(project)).data.wallet?.currencyCode ?? ''
  const shown = instances.filter((instance) => matches(instance, search))
  const create = (
    <Link {...paths.instanceNew(project)} className={buttonClass({ look: 'primary' })}>
      <Icon of={plus} size={14} />
      {t('Create instance')}
    </Link>
  )
  return (
    <>
      <PageHead title={t('Instances')} actions={create} />
      <InstancesToolbar
        search={search}
        onChange={(next) => navigate({ search: next, replace: true })}
      />
      <div className="card">
        <DataTable
          label={t('Instances')}
          columns={instanceColumns}
          data={shown}
          rowId={({ name }) => name}
          sorting={parseSort(search.sort)}
          onSort={(column, descending) =>
            navigate({ search: { ...search, sort: sortText(column, descending) }, replace: true })
          }
          dim={({ state }) => state === 'DELETING'}
          span={{ columns: ['plan', 'image'], render: (instance) => statusLine(instance, tasks) }}
          card={(instance) => <InstanceCard instance={instance} tasks={tasks} />}
          empty={
            instances.length > 0 ? (
              <Empty
                title={t('No instance matches')}
                actions={
                  <Button onClick={() => navigate({ search: { sort: search.sort } })}>
                    {t('Clear filters')}
                  </Button>
                }
              >
                {tn(
                  instances.length,
                  '{n} instance is hidden by the filters.',
                  '{n} instances are hidden by the filters.',
                )}
              </Empty>
            ) : (
              <Empty icon={stack} title={t('No instances yet')} actions={create}>
                {t('An instance is a virtual machine with its own address.')}
              </Empty>
            )
          }
          foot={
            <>
              <span>{tn(shown.length, '{n} instance', '{n} instances')}</span>
              <span>
                <MoneyText of={hourlyCost(shown, currency)} rate /> {t('per hour')}
              </span>
              <Pager page={search.page} next={nextPageToken} />
            </>
          }
        />
      </div>
    </>
  )
}
