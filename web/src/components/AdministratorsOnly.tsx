import { Outlet } from '@tanstack/react-router'
import shield from 'bootstrap-icons/icons/shield-check.svg?icon'
import { isAdministrator } from '../api/session'
import { useApp } from '../hooks/use-app'
import { Empty } from '../ui/Empty'
import { t } from '../util/t'

/** The pages of the operator; to anyone else, which role is needed. */
export function AdministratorsOnly() {
  const { user } = useApp()
  if (isAdministrator(user)) return <Outlet />
  return (
    <>
      <title>{t('For administrators · Nexus')}</title>
      <Empty heading="h1" icon={shield} title={t('This page is for administrators')}>
        {t('Ask an administrator of this installation for what you need, or for the role.')}
      </Empty>
    </>
  )
}
