import { useQuery } from '@tanstack/react-query'
import { Link, type LinkProps, useLocation, useParams } from '@tanstack/react-router'
import { Fragment } from 'react'
import { instanceQ } from '../api/resources'
import { useApp } from '../hooks/use-app'
import { paths } from '../paths'
import { shortId } from '../util/names'
import { t } from '../util/t'
import styles from './Breadcrumbs.module.scss'

interface Crumb {
  label: string
  to?: LinkProps
}

/** Where the page is: project, area, thing. */
export function Breadcrumbs() {
  const crumbs = useCrumbs()
  return (
    <nav aria-label={t('Breadcrumbs')} className={styles.crumbs}>
      {crumbs.map(({ label, to }, index) => (
        <Fragment key={label}>
          {index > 0 && (
            <span className={styles.slash} aria-hidden="true">
              /
            </span>
          )}
          {to ? (
            <Link {...to} className={styles.crumb} activeProps={{}}>
              {label}
            </Link>
          ) : (
            <span className={`strong text-truncate ${styles.here}`}>{label}</span>
          )}
        </Fragment>
      ))}
    </nav>
  )
}

function useCrumbs(): Crumb[] {
  const { project, session } = useApp()
  const { instance } = useParams({ strict: false })
  const { pathname } = useLocation()
  const name = instance ? `${project}/instances/${instance}` : undefined
  const { data } = useQuery({ ...instanceQ(name ?? ''), enabled: name !== undefined })

  if (pathname.startsWith('/admin/')) return [{ label: t('Administration') }, ...last(pathname)]
  if (pathname === '/settings') return [{ label: t('Settings') }]

  const displayName = session.projects.find((one) => one.project === project)?.displayName ?? ''
  const home = { label: displayName, to: paths.dashboard(project) }
  const instances = { label: t('Instances'), to: paths.instances(project) }
  if (pathname.endsWith('/instances/new')) return [home, instances, { label: t('Create instance') }]
  if (instance) return [home, instances, { label: data?.displayName ?? shortId(instance) }]
  const area = last(pathname)
  return [home, ...(area.length > 0 ? area : [{ label: t('Dashboard') }])]
}

const areas: Record<string, string> = {
  instances: t('Instances'),
  billing: t('Billing'),
  activity: t('Activity'),
  users: t('Users'),
  queue: t('Queue'),
  audit: t('Audit'),
}

function last(pathname: string): Crumb[] {
  const label = areas[pathname.slice(pathname.lastIndexOf('/') + 1)]
  return label ? [{ label }] : []
}
