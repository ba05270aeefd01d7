import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import plus from 'bootstrap-icons/icons/plus-lg.svg?icon'
import { instancesQ } from '../../api/resources'
import { PageHead } from '../../components/PageHead'
import { useApp } from '../../hooks/use-app'
import { paths } from '../../paths'
import { buttonClass } from '../../ui/Button'
import { Icon } from '../../ui/Icon'
import { Note } from '../../ui/Note'
import { t } from '../../util/t'
import styles from './DashboardPage.module.scss'
import { InstancesCard } from './InstancesCard'
import { ProjectStats } from './ProjectStats'
import { RecentCard } from './RecentCard'
import { RunningTasksCard } from './RunningTasksCard'

export default function DashboardPage() {
  const { project } = useApp()
  const { instances } = useSuspenseQuery(instancesQ(project)).data
  const failed = instances.find(({ state }) => state === 'FAILED')
  return (
    <>
      <PageHead
        title={t('Dashboard')}
        actions={
          <Link {...paths.instanceNew(project)} className={buttonClass({ look: 'primary' })}>
            <Icon of={plus} size={14} />
            {t('Create instance')}
          </Link>
        }
      />
      {failed && (
        <Note
          tone="danger"
          title={t('{name} could not be created.', { name: failed.displayName })}
          action={
            <Link {...paths.instance(failed.name)} className={buttonClass({ size: 'sm' })}>
              {t('Review')}
            </Link>
          }
        >
          {failed.error?.message}
        </Note>
      )}
      <ProjectStats />
      <div className={styles.columns}>
        <InstancesCard />
        <div className="stack">
          <RunningTasksCard />
          <RecentCard />
        </div>
      </div>
    </>
  )
}
