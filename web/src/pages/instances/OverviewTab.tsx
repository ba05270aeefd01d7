import { useSuspenseQuery } from '@tanstack/react-query'
import { instanceTasksQ } from '../../api/resources'
import type { Instance } from '../../api/types'
import { MoneyText } from '../../components/MoneyText'
import { PropertyList } from '../../components/PropertyList'
import { openTaskOf } from '../../components/TaskProgress'
import { TaskStepper } from '../../components/TaskStepper'
import { TimeAgo } from '../../components/TimeAgo'
import { useApp } from '../../hooks/use-app'
import { useCatalog } from '../../hooks/use-catalog'
import { useInstance } from '../../hooks/use-instance'
import { Card } from '../../ui/Card'
import { CopyButton } from '../../ui/CopyButton'
import { Note } from '../../ui/Note'
import { idOf, shortId } from '../../util/names'
import { t, tn } from '../../util/t'
import { formatMemory } from '../../util/words'
import styles from './OverviewTab.module.scss'
import { TasksCard } from './TasksCard'

export default function OverviewTab() {
  const { project } = useApp()
  const instance = useInstance()
  const { tasks } = useSuspenseQuery(instanceTasksQ(project, instance.name)).data
  const task = openTaskOf(instance, tasks)
  return (
    <>
      {instance.error && (
        <Note tone="danger" title={instance.error.message}>
          {instance.state === 'FAILED' && t('What was held for it was given back.')}
        </Note>
      )}
      {task && <TaskStepper task={task} />}
      <div className={styles.columns}>
        <TasksCard tasks={tasks} />
        <div className="stack">
          <Card title={t('Properties')} line>
            <Properties instance={instance} />
          </Card>
          <Card title={t('Cost')} line>
            <PropertyList
              properties={[
                {
                  label: t('Running'),
                  value: (
                    <>
                      <MoneyText of={instance.hourPrice} rate /> / h
                    </>
                  ),
                },
                { label: t('Set-up, once'), value: <MoneyText of={instance.setupFee} /> },
              ]}
            />
          </Card>
        </div>
      </div>
    </>
  )
}

function Properties({ instance }: { instance: Instance }) {
  const { imageName, planName } = useCatalog()
  const id = idOf(instance.name)
  return (
    <PropertyList
      properties={[
        { label: t('Plan'), value: planName(instance.plan) },
        {
          label: t('Size'),
          value: t('{cpus} vCPU, {memory}', {
            cpus: instance.vcpus,
            memory: formatMemory(instance.memoryMib),
          }),
        },
        { label: t('Disk'), value: t('{n} GiB', { n: instance.diskGib }) },
        { label: t('Image'), value: imageName(instance.image) },
        { label: t('Keys'), value: keys(instance) },
        { label: t('Created'), value: <TimeAgo of={instance.createTime} ago /> },
        {
          label: t('Id'),
          value: (
            <span className="nowrap">
              <span className="mono">{shortId(id)}</span>{' '}
              <CopyButton text={instance.name} label={t('Copy name')} copied={t('Copied')} />
            </span>
          ),
        },
      ]}
    />
  )
}

function keys({ sshKeys }: Instance) {
  return sshKeys.length > 0 ? tn(sshKeys.length, '{n} key', '{n} keys') : t('None')
}
