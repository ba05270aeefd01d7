import { queryOptions, type UseMutationOptions, useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import { ApiError } from './errors'
import { getSession, type Method } from './methods'
import { queryClient } from './query-client'

/** A query whose key is the method and its request; nobody else writes keys. */
export function q<Request, Response>(method: Method<Request, Response>, request: Request) {
  return queryOptions({
    queryKey: [method.id, request] as const,
    queryFn: ({ signal }) => method.call(request, { signal }),
  })
}

/** As q(), for what no event reports: it is read again whenever its page is opened. */
export function unwatchedQ<Request, Response>(method: Method<Request, Response>, request: Request) {
  return { ...q(method, request), staleTime: 0 }
}

const soonMs = 5000

/** As unwatchedQ(), for what changes by itself: it is read again while its page is open. */
export function polledQ<Request, Response>(method: Method<Request, Response>, request: Request) {
  return { ...unwatchedQ(method, request), refetchInterval: soonMs }
}

export const sessionQ = q(getSession, {})

export function invalidateMethod<Request, Response>(method: Method<Request, Response>) {
  return queryClient.invalidateQueries({ queryKey: [method.id] })
}

/**
 * A change. Each submit has one request id, kept while its outcome is unknown, so that
 * neither a retry nor a second click on the same thing does it twice.
 */
export function useApiMutation<Request, Response>(
  method: Method<Request, Response>,
  options: Pick<
    UseMutationOptions<Response, Error, Request>,
    'onSuccess' | 'onError' | 'meta'
  > = {},
) {
  const submit = useRef<{ request: string; id: string } | null>(null)
  return useMutation<Response, Error, Request>({
    ...options,
    mutationFn: async (request) => {
      const content = JSON.stringify(request)
      if (submit.current?.request !== content) {
        submit.current = { request: content, id: crypto.randomUUID() }
      }
      try {
        const response = await method.call(request, { requestId: submit.current.id })
        submit.current = null
        return response
      } catch (error) {
        if (!(error instanceof ApiError && error.outcomeUnknown)) submit.current = null
        throw error
      }
    },
  })
}
