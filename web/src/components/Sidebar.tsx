import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, type LinkProps, useNavigate } from '@tanstack/react-router'
import chevron from 'bootstrap-icons/icons/chevron-expand.svg?icon'
import clock from 'bootstrap-icons/icons/clock-history.svg?icon'
import columns from 'bootstrap-icons/icons/columns-gap.svg?icon'
import stack from 'bootstrap-icons/icons/hdd-stack.svg?icon'
import list from 'bootstrap-icons/icons/list-task.svg?icon'
import people from 'bootstrap-icons/icons/people.svg?icon'
import shield from 'bootstrap-icons/icons/shield-check.svg?icon'
import sliders from 'bootstrap-icons/icons/sliders.svg?icon'
import wallet from 'bootstrap-icons/icons/wallet2.svg?icon'
import { instancesQ } from '../api/resources'
import { may } from '../api/session'
import { useApp } from '../hooks/use-app'
import { paths } from '../paths'
import { Icon, type IconPaths } from '../ui/Icon'
import { Mark } from '../ui/Mark'
import { Menu } from '../ui/Menu'
import { t } from '../util/t'
import { AccountMenu } from './AccountMenu'
import styles from './Sidebar.module.scss'

export function Sidebar() {
  const { project, session } = useApp()
  const { instances } = useSuspenseQuery(instancesQ(project)).data
  const mayUsers = may(session, 'admin.users.list')
  const mayQueue = may(session, 'admin.queue.get')
  const mayAudit = may(session, 'admin.audit.list')
  return (
    <div className={styles.side}>
      <Link to="/" className={styles.brand}>
        <Mark />
        Nexus
      </Link>
      <ProjectSwitch />
      <nav className={styles.group} aria-label={t('Project')}>
        <NavLink to={paths.dashboard(project)} icon={columns} exact>
          {t('Dashboard')}
        </NavLink>
        <NavLink to={paths.instances(project)} icon={stack} count={instances.length}>
          {t('Instances')}
        </NavLink>
        <NavLink to={paths.billing(project)} icon={wallet}>
          {t('Billing')}
        </NavLink>
        <NavLink to={paths.activity(project)} icon={clock}>
          {t('Activity')}
        </NavLink>
        <NavLink to={paths.settings()} icon={sliders}>
          {t('Settings')}
        </NavLink>
      </nav>
      {(mayUsers || mayQueue || mayAudit) && (
        <>
          <div className={styles.heading} id="administration">
            {t('Administration')}
          </div>
          <nav className={styles.group} aria-label={t('Administration')}>
            {mayUsers && (
              <NavLink to={paths.adminUsers()} icon={people}>
                {t('Users')}
              </NavLink>
            )}
            {mayQueue && (
              <NavLink to={paths.adminQueue()} icon={list}>
                {t('Queue')}
              </NavLink>
            )}
            {mayAudit && (
              <NavLink to={paths.adminAudit()} icon={shield}>
                {t('Audit')}
              </NavLink>
            )}
          </nav>
        </>
      )}
      <AccountMenu />
    </div>
  )
}

function NavLink({
  to,
  icon,
  count,
  exact = false,
  children,
}: {
  to: LinkProps
  icon: IconPaths
  count?: number
  exact?: boolean
  children: string
}) {
  return (
    <Link
      {...to}
      className={styles.item}
      activeProps={{ className: styles.current, 'aria-current': 'page' }}
      activeOptions={{ exact, includeSearch: false }}
    >
      <Icon of={icon} />
      <span>{children}</span>
      {count !== undefined && count > 0 && <span className={styles.count}>{count}</span>}
    </Link>
  )
}

/** The project in sight; a menu when there is another one. */
function ProjectSwitch() {
  const { project, session } = useApp()
  const navigate = useNavigate()
  const name = session.projects.find((one) => one.project === project)?.displayName ?? ''
  const face = (
    <>
      <span className={styles.avatar} aria-hidden="true">
        {name.charAt(0).toUpperCase()}
      </span>
      <span className="grow">
        <span className={`strong text-truncate ${styles.projectName}`}>{name}</span>
        <span className="small subtle d-block">{t('Project')}</span>
      </span>
    </>
  )
  if (session.projects.length < 2) return <div className={styles.project}>{face}</div>
  return (
    <Menu
      label={t('Switch project')}
      buttonClassName={`${styles.project} ${styles.projectButton}`}
      items={session.projects.map((one) => ({
        key: one.project,
        label: one.displayName,
        icon: columns,
        onSelect: () => navigate(paths.dashboard(one.project)),
      }))}
    >
      {face}
      <Icon of={chevron} size={12} />
    </Menu>
  )
}
