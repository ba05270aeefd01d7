import {
  MutationCache,
  notifyManager,
  QueryCache,
  QueryClient,
  replaceEqualDeep,
} from '@tanstack/react-query'
import { ApiError } from './errors'
import { Newest } from './live/newest'

// A timer's turn comes late when the page has much to draw.
notifyManager.setScheduler(queueMicrotask)

export const newest = new Newest()

/** Set by the router: what to do when the session has ended. */
let onSessionEnd = () => {}

export function whenSessionEnds(act: () => void) {
  onSessionEnd = act
}

const watchSession = (error: Error, whose?: { meta?: Record<string, unknown> }) => {
  if (error instanceof ApiError && error.unauthenticated && !whose?.meta?.public) onSessionEnd()
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: (error, query) => watchSession(error, query) }),
  mutationCache: new MutationCache({
    onError: (error, _variables, _result, mutation) => watchSession(error, mutation),
  }),
  defaultOptions: {
    queries: {
      staleTime: Number.POSITIVE_INFINITY, // events keep it fresh
      refetchOnWindowFocus: false,
      refetchOnReconnect: false, // the stream notices
      retry: (failures, error) => worthRepeating(error) && failures < 2,
      structuralSharing: (old, answer) => replaceEqualDeep(old, newest.settle(answer)),
    },
    mutations: {
      retry: (failures, error) => worthRepeating(error) && failures < 2,
    },
  },
})

function worthRepeating(error: Error) {
  return error instanceof ApiError && error.outcomeUnknown
}
