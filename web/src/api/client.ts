import createClient, { type Middleware } from 'openapi-fetch'
import { ApiError } from './errors'
import type { paths } from './generated/openapi'

const csrfHeader = 'X-CSRF-Token'

// Bound to the session; the gateway sends it with every answer and wants it back with every change.
let csrfToken: string | null = null

const csrf: Middleware = {
  onRequest({ request }) {
    if (request.method !== 'GET' && csrfToken) request.headers.set(csrfHeader, csrfToken)
  },
  onResponse({ response }) {
    csrfToken = response.headers.get(csrfHeader) ?? csrfToken
  },
}

export const client = createClient<paths>({
  baseUrl: window.location.origin,
  credentials: 'same-origin',
  fetch: (request: Request) => window.fetch(request),
})
client.use(csrf)

export interface Answer<T> {
  data?: T
  error?: unknown
  response: Response
}

/** The answer's body, or an ApiError. */
export async function unwrap<T>(answer: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await answer.catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new ApiError(0, undefined, null)
  })
  if (!response.ok || data === undefined) {
    throw new ApiError(response.status, error, response.headers.get('X-Request-Id'))
  }
  return data
}
