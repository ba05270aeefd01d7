import { idOf } from '../util/names'
import { type Answer, client, unwrap } from './client'
import type { components } from './generated/openapi'

/** One call of the API. `id` is its operation in the OpenAPI document, and its query key. */
export interface Method<Request, Response> {
  readonly id: string
  call(request: Request, options?: CallOptions): Promise<Response>
}

export interface CallOptions {
  signal?: AbortSignal
  /** Makes a repeat harmless: the same id is the same act. */
  requestId?: string
}

interface Named {
  /** `projects/{project}/instances/{instance}`. */
  name: string
}

interface Parented {
  /** `projects/{project}`. */
  parent: string
}

interface Page {
  pageSize?: number
  pageToken?: string
}

export interface AuditFilter {
  actor?: string
  method?: string
  outcome?: string
}

type Nothing = Record<string, never>
type Schemas = components['schemas']
type WithoutParent<T> = Omit<T, 'parent' | 'name' | 'requestId'>

// Who is calling

export const signUp = method('signUp', (body: Schemas['SignUpRequest'], send) =>
  client.POST('/api/v1/auth:signUp', { body, ...send }),
)

export const logIn = method('logIn', (body: Schemas['LogInRequest'], send) =>
  client.POST('/api/v1/auth:logIn', { body, ...send }),
)

export const logOut = method('logOut', (body: Nothing, send) =>
  client.POST('/api/v1/auth:logOut', { body, ...send }),
)

export const getSession = method('getSession', (_: Nothing, send) =>
  client.GET('/api/v1/auth/session', send),
)

export const listUsers = method('listUsers', (query: Page & { emailContains?: string }, send) =>
  client.GET('/api/v1/users', { params: { query }, ...send }),
)

// What can be ordered

export const listPlans = method('listPlans', (query: Page, send) =>
  client.GET('/api/v1/plans', { params: { query }, ...send }),
)

export const listImages = method('listImages', (query: Page, send) =>
  client.GET('/api/v1/images', { params: { query }, ...send }),
)

export const listPrices = method('listPrices', (query: Page, send) =>
  client.GET('/api/v1/prices', { params: { query }, ...send }),
)

// Instances and the work on them

export const listInstances = method(
  'listInstances',
  ({ parent, ...query }: Parented & Page, send) =>
    client.GET('/api/v1/projects/{project}/instances', {
      params: { path: inProject(parent), query },
      ...send,
    }),
)

export const getInstance = method('getInstance', ({ name }: Named, send) =>
  client.GET('/api/v1/projects/{project}/instances/{instance}', {
    params: { path: instancePath(name) },
    ...send,
  }),
)

export const createInstance = method(
  'createInstance',
  ({ parent, ...body }: Parented & WithoutParent<Schemas['CreateInstanceRequest']>, send) =>
    client.POST('/api/v1/projects/{project}/instances', {
      params: { path: inProject(parent) },
      body,
      ...send,
    }),
)

export const startInstance = method('startInstance', ({ name }: Named, send) =>
  client.POST('/api/v1/projects/{project}/instances/{instance}:start', {
    params: { path: instancePath(name) },
    body: {},
    ...send,
  }),
)

export const stopInstance = method('stopInstance', ({ name }: Named, send) =>
  client.POST('/api/v1/projects/{project}/instances/{instance}:stop', {
    params: { path: instancePath(name) },
    body: {},
    ...send,
  }),
)

export const deleteInstance = method('deleteInstance', ({ name }: Named, send) =>
  client.DELETE('/api/v1/projects/{project}/instances/{instance}', {
    params: { path: instancePath(name) },
    ...send,
  }),
)

export const listTasks = method(
  'listTasks',
  ({ parent, ...query }: Parented & Page & { target?: string }, send) =>
    client.GET('/api/v1/projects/{project}/tasks', {
      params: { path: inProject(parent), query },
      ...send,
    }),
)

// Money

export const getBillingAccount = method('getBillingAccount', ({ parent }: Parented, send) =>
  client.GET('/api/v1/projects/{project}/billingAccount', {
    params: { path: inProject(parent) },
    ...send,
  }),
)

export const listTransactions = method(
  'listTransactions',
  ({ parent, ...query }: Parented & Page, send) =>
    client.GET('/api/v1/projects/{project}/billingAccount/transactions', {
      params: { path: inProject(parent), query },
      ...send,
    }),
)

export const creditAccount = method(
  'creditAccount',
  ({ parent, ...body }: Parented & WithoutParent<Schemas['CreditAccountRequest']>, send) =>
    client.POST('/api/v1/projects/{project}/billingAccount:credit', {
      params: { path: inProject(parent) },
      body,
      ...send,
    }),
)

// The queue, for its operator

export interface QueueFilter {
  view?: QueueView
  cluster?: string
  kind?: string
  project?: string
}

export type QueueView = Exclude<Schemas['ListQueueTasksRequest.View'], 'VIEW_UNSPECIFIED'>

export const getQueueStats = method('getQueueStats', (_: Nothing, send) =>
  client.GET('/api/v1/admin/queue/stats', send),
)

export const listQueueTasks = method('listQueueTasks', (query: QueueFilter & Page, send) =>
  client.GET('/api/v1/admin/queue/tasks', { params: { query }, ...send }),
)

export const explainTask = method('explainTask', ({ name }: Named, send) =>
  client.GET('/api/v1/admin/queue/projects/{project}/tasks/{task}:explain', {
    params: { path: taskPath(name) },
    ...send,
  }),
)

export const retryTasks = method(
  'retryTasks',
  (body: Omit<Schemas['RetryTasksRequest'], 'requestId'>, send) =>
    client.POST('/api/v1/admin/queue/tasks:retry', { body, ...send }),
)

export const giveUpTask = method('giveUpTask', ({ name }: Named, send) =>
  client.POST('/api/v1/admin/queue/projects/{project}/tasks/{task}:giveUp', {
    params: { path: taskPath(name) },
    body: {},
    ...send,
  }),
)

export const listPauses = method('listPauses', (query: Page, send) =>
  client.GET('/api/v1/admin/queue/pauses', { params: { query }, ...send }),
)

export const createPause = method(
  'createPause',
  (body: Omit<Schemas['CreatePauseRequest'], 'requestId'>, send) =>
    client.POST('/api/v1/admin/queue/pauses', { body, ...send }),
)

export const deletePause = method('deletePause', ({ name }: Named, send) =>
  client.DELETE('/api/v1/admin/queue/pauses/{pause}', {
    params: { path: { pause: idOf(name) } },
    ...send,
  }),
)

// Who did what

export const listAuditRecords = method(
  'listAuditRecords',
  ({ parent, filter, ...page }: Parented & Page & { filter: AuditFilter }, send) =>
    client.GET('/api/v1/projects/{project}/auditRecords', {
      params: { path: inProject(parent), query: { ...page, ...dotted(filter) } },
      ...send,
    }),
)

export const listAllAuditRecords = method(
  'listAllAuditRecords',
  ({ filter, ...page }: Page & { filter: AuditFilter }, send) =>
    client.GET('/api/v1/auditRecords', {
      params: { query: { ...page, ...dotted(filter) } },
      ...send,
    }),
)

interface Send {
  signal?: AbortSignal
  headers: Record<string, string>
  [option: string]: unknown
}

function method<Request, Response>(
  id: string,
  send: (request: Request, options: Send) => Promise<Answer<Response>>,
): Method<Request, Response> {
  return {
    id,
    call(request, { signal, requestId } = {}) {
      const headers: Record<string, string> = requestId ? { 'Idempotency-Key': requestId } : {}
      return unwrap(send(request, { signal, headers }))
    },
  }
}

function inProject(project: string) {
  return { project: idOf(project) }
}

function instancePath(name: string) {
  const [, project = '', , instance = ''] = name.split('/')
  return { project, instance }
}

function taskPath(name: string) {
  const [, project = '', , task = ''] = name.split('/')
  return { project, task }
}

function dotted({ actor, method: called, outcome }: AuditFilter) {
  return { 'filter.actor': actor, 'filter.method': called, 'filter.outcome': outcome }
}
