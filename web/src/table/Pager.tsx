import { Link } from '@tanstack/react-router'
import left from 'bootstrap-icons/icons/chevron-left.svg?icon'
import { buttonClass } from '../ui/Button'
import { Icon } from '../ui/Icon'
import { t } from '../util/t'

/** The server's pages, by their tokens. Back to the first, or on to the next. */
export function Pager({ page, next }: { page: string | undefined; next: string }) {
  if (page === undefined && next === '') return null
  return (
    <nav className="row-line push" aria-label={t('Pages')}>
      {page !== undefined && (
        <Link
          to="."
          search={(now: object) => ({ ...now, page: undefined })}
          className={buttonClass({ size: 'sm' })}
        >
          <Icon of={left} size={12} />
          {t('Newest')}
        </Link>
      )}
      {next !== '' && (
        <Link
          to="."
          search={(now: object) => ({ ...now, page: next })}
          className={buttonClass({ size: 'sm' })}
        >
          {t('Load older')}
        </Link>
      )}
    </nav>
  )
}
