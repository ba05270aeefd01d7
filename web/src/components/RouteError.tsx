import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import again from 'bootstrap-icons/icons/arrow-clockwise.svg?icon'
import octagon from 'bootstrap-icons/icons/exclamation-octagon.svg?icon'
import { ApiError, sentence } from '../api/errors'
import { Button } from '../ui/Button'
import { Empty } from '../ui/Empty'
import { t } from '../util/t'
import { NotFound } from './NotFound'

/** A page that could not be loaded: why, what is not affected, and the way on. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  if (error instanceof ApiError && error.httpStatus === 404) return <NotFound />
  const retry = () => {
    reset()
    router.invalidate()
  }
  return (
    <div>
      <title>{t('Could not load · Nexus')}</title>
      <Empty
        heading="h1"
        icon={octagon}
        tone="danger"
        title={t('This page could not be loaded')}
        actions={
          <Button icon={again} onClick={retry}>
            {t('Try again')}
          </Button>
        }
      >
        {error instanceof Error && sentence(error)} {t('Your machines are not affected.')}
        {error instanceof ApiError && error.requestId && (
          <span className="mono subtle"> {t('Request {id}', { id: error.requestId })}</span>
        )}
      </Empty>
    </div>
  )
}
