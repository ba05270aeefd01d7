import type { QueryClient } from '@tanstack/react-query'
import * as v from 'valibot'
import { projectOf } from '../../util/names'
import { isGone, isRecord, isVersioned, type Newest, type Versioned } from './newest'

const message = v.object({
  id: v.string(),
  type: v.string(),
  subject: v.string(),
  version: v.pipe(v.union([v.string(), v.number()]), v.transform(String)),
  resource: v.unknown(),
})

export type LiveEvent = v.InferOutput<typeof message>

/** Reads what the stream carries; null for what this program does not know. */
export function parseEvent(data: string): LiveEvent | null {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), message), data)
  return parsed.success ? parsed.output : null
}

/** Lists that show a resource of this type from the moment it exists. */
const listOf: Record<string, { method: string; field: string }> = {
  'nexus.instance.v1.InstanceChanged': { method: 'listInstances', field: 'instances' },
  'nexus.scheduler.v1.TaskChanged': { method: 'listTasks', field: 'tasks' },
}

/** Lists of what an event says has grown, without carrying the new line itself. */
const grownBy: Record<string, string[]> = {
  'nexus.billing.v1.AccountChanged': ['listTransactions'],
}

/** Brings the cache up to date with events, and drops those that are late or repeated. */
export function applyEvents(events: readonly LiveEvent[], client: QueryClient, newest: Newest) {
  const grown = new Set<string>()
  let changed = false
  for (const event of events) {
    const { resource, type } = event
    if (!isVersioned(resource) || !newest.offer(resource)) continue
    changed = true
    for (const method of grownBy[type] ?? []) grown.add(method)
    if (!addToList(event, resource, client)) continue
    // Whether a failed create is shown is the server's rule: ask.
    if (resource.state === 'FAILED' && type.endsWith('.InstanceChanged')) grown.add('listInstances')
  }
  if (!changed) return
  for (const query of client.getQueryCache().getAll()) {
    if (query.state.data !== undefined) {
      client.setQueryData(query.queryKey, (data: unknown) => newest.settle(data), {
        updatedAt: query.state.dataUpdatedAt,
      })
    }
  }
  for (const method of grown) client.invalidateQueries({ queryKey: [method] })
}

/** Puts a new resource on top of its project's first page. True if it belongs to a list. */
function addToList({ type }: LiveEvent, resource: Versioned, client: QueryClient): boolean {
  const list = listOf[type]
  if (!list) return false
  if (isGone(resource)) return true
  for (const query of client.getQueryCache().findAll({ queryKey: [list.method] })) {
    if (!showsFirstPageFor(query.queryKey[1], resource)) continue
    client.setQueryData(query.queryKey, (data: unknown) => withFirst(data, list.field, resource))
  }
  return true
}

function showsFirstPageFor(request: unknown, resource: Versioned) {
  return (
    isRecord(request) &&
    request.parent === projectOf(resource.name) &&
    !request.pageToken &&
    (!request.target || ('target' in resource && request.target === resource.target))
  )
}

function withFirst(data: unknown, field: string, resource: Versioned) {
  if (!isRecord(data)) return data
  const items = data[field]
  if (!Array.isArray(items)) return data
  const has = items.some((item) => isVersioned(item) && item.name === resource.name)
  return has ? data : { ...data, [field]: [resource, ...items] }
}
