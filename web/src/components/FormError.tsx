import { ApiError, sentence } from '../api/errors'
import { Note } from '../ui/Note'
import { t } from '../util/t'

/**
 * Why a form was refused, at its top, with the request id behind "Details". What is
 * said beside a field is not said here again.
 */
export function FormError({
  error,
  beside = [],
}: {
  error: Error | null
  beside?: readonly string[]
}) {
  if (!error) return null
  if (error instanceof ApiError && beside.some((field) => error.violations.has(field))) return null
  return (
    <Note tone="danger" role="alert" title={sentence(error)}>
      {error instanceof ApiError && error.httpStatus >= 500 && error.requestId && (
        <details className="small">
          <summary>{t('Details')}</summary>
          <span className="mono">{t('Request {id}', { id: error.requestId })}</span>
        </details>
      )}
    </Note>
  )
}
