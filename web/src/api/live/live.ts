import type { Query } from '@tanstack/react-query'
import { newest, queryClient } from '../query-client'
import { applyEvents } from './apply'
import { isRecord } from './newest'
import { Stream, streamStore } from './stream'

let current: { project: string; stream: Stream } | null = null

const longestWaitMs = 500

/**
 * Follows a project. The stream is opened first and pages load after it, so that
 * nothing falls between; if it is slow, they load anyway and are read again.
 */
export async function follow(project: string): Promise<void> {
  if (current?.project === project) return
  unfollow()
  const stream = new Stream(project, {
    onEvents(events) {
      applyEvents(events, queryClient, newest)
      readTrailSoon()
    },
    onReset: readAgain,
  })
  current = { project, stream }
  const late = new Promise<'late'>((resolve) => setTimeout(resolve, longestWaitMs, 'late'))
  if ((await Promise.race([stream.opened, late])) === 'late') stream.opened.then(readAgain)
}

export function unfollow() {
  current?.stream.close()
  current = null
}

export function reconnect() {
  current?.stream.reconnect()
}

function readAgain() {
  newest.forget()
  queryClient.invalidateQueries()
}

const trailLagMs = 500
let trailTimer: ReturnType<typeof setTimeout> | undefined

// The audit trail has no events of its own; it follows those of others by a moment.
function readTrailSoon() {
  clearTimeout(trailTimer)
  trailTimer = setTimeout(() => {
    queryClient.invalidateQueries({ queryKey: ['listAuditRecords'] })
    queryClient.invalidateQueries({ queryKey: ['listAllAuditRecords'] })
  }, trailLagMs)
}

const movingMs = 3000

// While the stream is down, and only then, what is moving is polled.
setInterval(() => {
  if (current && streamStore.get().state === 'down') {
    queryClient.invalidateQueries({ predicate: isMoving, refetchType: 'active' })
  }
}, movingMs)

const between = new Set([
  'RESERVING',
  'PROVISIONING',
  'STARTING',
  'STOPPING',
  'REBOOTING',
  'DELETING',
])

function isMoving({ state }: Query) {
  const { data } = state
  if (!isRecord(data)) return false
  return [data, ...Object.values(data).flat()].some(
    (item) => isRecord(item) && ('steps' in item ? !item.endTime : between.has(String(item.state))),
  )
}
