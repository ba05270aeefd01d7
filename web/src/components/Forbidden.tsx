import shield from 'bootstrap-icons/icons/shield-check.svg?icon'
import { Empty } from '../ui/Empty'
import { t } from '../util/t'

/** A page that this user may not see: which role is needed. */
export function Forbidden() {
  return (
    <>
      <title>{t('For administrators · Nexus')}</title>
      <Empty heading="h1" icon={shield} title={t('This page is for administrators')}>
        {t('Ask an administrator of this installation for what you need, or for the role.')}
      </Empty>
    </>
  )
}
