import { Link } from '@tanstack/react-router'
import compass from 'bootstrap-icons/icons/compass.svg?icon'
import { buttonClass } from '../ui/Button'
import { Empty } from '../ui/Empty'
import { t } from '../util/t'

export function NotFound() {
  return (
    <main id="main">
      <title>{t('Not found · Nexus')}</title>
      <Empty
        heading="h1"
        icon={compass}
        title={t('This page does not exist')}
        actions={
          <Link to="/" className={buttonClass({})}>
            {t('Go to the dashboard')}
          </Link>
        }
      >
        {t(
          'The address is wrong, what it showed was deleted, or it belongs to a project that is not yours.',
        )}
      </Empty>
    </main>
  )
}
