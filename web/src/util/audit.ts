import * as v from 'valibot'
import { formatMoney } from './money'

const named = v.object({ displayName: v.string() })
const request = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    instance: v.optional(named),
    apiToken: v.optional(named),
    amount: v.optional(v.object({ currencyCode: v.string(), micros: v.string() })),
  }),
)

/** What a recorded request asked for: the name of what it made, or an amount. */
export function askedFor(requestJson: string): string | undefined {
  const parsed = v.safeParse(request, requestJson)
  if (!parsed.success) return undefined
  const { instance, apiToken, amount } = parsed.output
  return instance?.displayName ?? apiToken?.displayName ?? (amount && formatMoney(amount))
}

/** The recorded request, laid out for reading. */
export function readable(requestJson: string): string {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson()), requestJson)
  return parsed.success ? JSON.stringify(parsed.output, null, 2) : requestJson
}
