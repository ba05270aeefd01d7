import * as v from 'valibot'
import { formatMoney } from '../util/money'
import { t } from '../util/t'

const detail = v.object({
  '@type': v.optional(v.string(), ''),
  reason: v.optional(v.string(), ''),
  metadata: v.optional(v.record(v.string(), v.string()), {}),
  retryDelay: v.optional(v.string()),
  fieldViolations: v.optional(
    v.array(
      v.object({ field: v.optional(v.string(), ''), description: v.optional(v.string(), '') }),
    ),
    [],
  ),
})

/** google.rpc.Status, as the gateway writes it. */
const status = v.object({ message: v.string(), details: v.optional(v.array(detail), []) })

/** Why a call failed, in words for the user; the codes are for the program. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  /** 0 when nothing answered. */
  readonly httpStatus: number
  /** `INSUFFICIENT_FUNDS`; empty when the answer did not say. */
  readonly reason: string
  readonly metadata: Record<string, string>
  /** Field of the request -> what is wrong with it. */
  readonly violations: ReadonlyMap<string, string>
  /** Finds the call in the server's logs. */
  readonly requestId: string | null
  readonly retryAfterSeconds: number | null

  constructor(httpStatus: number, body: unknown, requestId: string | null) {
    const parsed = v.safeParse(status, body)
    const details = parsed.success ? parsed.output.details : []
    super(parsed.success ? parsed.output.message : unreadable(httpStatus))
    this.httpStatus = httpStatus
    this.requestId = requestId
    const info = details.find(({ reason }) => reason !== '')
    this.reason = info?.reason ?? ''
    this.metadata = info?.metadata ?? {}
    this.violations = new Map(
      details.flatMap(({ fieldViolations }) =>
        fieldViolations.map(({ field, description }) => [camelCase(field), description]),
      ),
    )
    this.retryAfterSeconds = seconds(details.find(({ retryDelay }) => retryDelay)?.retryDelay)
  }

  /** The session is over, or never was. */
  get unauthenticated() {
    return this.httpStatus === 401
  }

  /**
   * Whether the call may have taken effect after all. Only then is it repeated, and
   * with the same request id, so that it cannot happen twice.
   */
  get outcomeUnknown() {
    return this.httpStatus === 0 || this.httpStatus >= 500 || this.reason === 'REQUEST_IN_PROGRESS'
  }
}

/** One sentence: what happened and what to do. */
export function sentence(error: Error): string {
  if (!(error instanceof ApiError)) return error.message
  if (error.reason === 'INSUFFICIENT_FUNDS') return insufficientFunds(error)
  if (error.retryAfterSeconds !== null && error.httpStatus === 429)
    return `${error.message} ${t('Try again in {n} s.', { n: error.retryAfterSeconds })}`
  return error.message
}

function insufficientFunds({ metadata, message }: ApiError) {
  const { available_micros: available, requested_micros: requested, currency } = metadata
  if (!available || !requested || !currency) return message
  return t('Not enough funds: {available} available, {needed} needed.', {
    available: formatMoney({ currencyCode: currency, micros: available }),
    needed: formatMoney({ currencyCode: currency, micros: requested }),
  })
}

function unreadable(httpStatus: number) {
  return httpStatus === 0
    ? t('The server cannot be reached. Check the connection and try again.')
    : t('The server gave an answer that this page does not understand.')
}

// `instance.display_name` -> `instance.displayName`: the API's fields as this program names them.
function camelCase(field: string) {
  return field.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
}

function seconds(duration: string | undefined) {
  return duration === undefined ? null : Math.ceil(Number.parseFloat(duration))
}
