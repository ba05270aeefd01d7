import * as v from 'valibot'

const named = v.object({ displayName: v.string() })
const request = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ instance: v.optional(named), apiToken: v.optional(named) }),
)

/** The name that a recorded request gave to what it made. */
export function requestedName(requestJson: string): string | undefined {
  const parsed = v.safeParse(request, requestJson)
  return parsed.success
    ? (parsed.output.instance?.displayName ?? parsed.output.apiToken?.displayName)
    : undefined
}

/** The recorded request, laid out for reading. */
export function readable(requestJson: string): string {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson()), requestJson)
  return parsed.success ? JSON.stringify(parsed.output, null, 2) : requestJson
}
