import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import stack from 'bootstrap-icons/icons/hdd-stack.svg?icon'
import { instancesQ, tasksQ } from '../../api/resources'
import { useApp } from '../../hooks/use-app'
import { paths } from '../../paths'
import { DataTable } from '../../table/DataTable'
import { buttonClass } from '../../ui/Button'
import { Card } from '../../ui/Card'
import { Empty } from '../../ui/Empty'
import { t } from '../../util/t'
import { instanceColumns } from '../instances/columns'
import { InstanceCard } from '../instances/InstanceCard'
import { statusLine } from '../instances/status-line'

const shown = 10
const columns = instanceColumns.filter(({ id }) => id !== 'age' && id !== 'image')

/** The newest ten, with what can be done with them. */
export function InstancesCard() {
  const { project } = useApp()
  const { instances } = useSuspenseQuery(instancesQ(project)).data
  const { tasks } = useSuspenseQuery(tasksQ(project)).data
  return (
    <Card
      title={t('Instances')}
      count={instances.length}
      action={<Link {...paths.instances(project)}>{t('All instances')}</Link>}
      flush
    >
      <DataTable
        label={t('Newest instances')}
        columns={columns}
        data={instances.slice(0, shown)}
        rowId={({ name }) => name}
        dim={({ state }) => state === 'DELETING'}
        span={{ columns: ['plan'], render: (instance) => statusLine(instance, tasks) }}
        card={(instance) => <InstanceCard instance={instance} tasks={tasks} />}
        empty={
          <Empty
            icon={stack}
            title={t('No instances yet')}
            actions={
              <Link {...paths.instanceNew(project)} className={buttonClass({})}>
                {t('Create the first')}
              </Link>
            }
          >
            {t('An instance is a virtual machine with its own address.')}
          </Empty>
        }
      />
    </Card>
  )
}
