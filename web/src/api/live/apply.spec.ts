import { QueryClient } from '@tanstack/react-query'
import { describe, expect, test } from 'vitest'
import { applyEvents, type LiveEvent, parseEvent } from './apply'
import { Newest } from './newest'

const project = 'projects/a'
const listKey = ['listInstances', { parent: project, pageSize: 200 }]

const instance = (id: number, version: number, state = 'RUNNING') => ({
  name: `${project}/instances/${id}`,
  version: String(version),
  state,
})

const changed = (
  resource: { name: string; version: string },
  type = 'nexus.instance.v1.InstanceChanged',
): LiveEvent => ({
  id: '1',
  type,
  subject: resource.name,
  version: resource.version,
  resource,
})

function setUp(instances = [instance(1, 1)]) {
  const client = new QueryClient()
  client.setQueryData(listKey, { instances, nextPageToken: '' })
  client.setQueryData(['getInstance', { name: `${project}/instances/1` }], instance(1, 1))
  const newest = new Newest()
  newest.settle({ instances })
  const apply = (...events: LiveEvent[]) => applyEvents(events, client, newest)
  const list = () => client.getQueryData<{ instances: unknown[] }>(listKey)?.instances
  return { client, apply, list }
}

describe('live events', () => {
  test('change a resource in every answer that shows it', () => {
    const { client, apply, list } = setUp()
    apply(changed(instance(1, 2, 'STOPPED')))
    expect(list()).toEqual([instance(1, 2, 'STOPPED')])
    expect(client.getQueryData(['getInstance', { name: `${project}/instances/1` }])).toEqual(
      instance(1, 2, 'STOPPED'),
    )
  })

  test('in the wrong order end in the newest form', () => {
    const { apply, list } = setUp()
    apply(changed(instance(1, 4, 'STOPPED')), changed(instance(1, 3, 'STOPPING')))
    apply(changed(instance(1, 2, 'RUNNING')))
    expect(list()).toEqual([instance(1, 4, 'STOPPED')])
  })

  test('put a new instance on top, once', () => {
    const { apply, list } = setUp()
    apply(changed(instance(2, 1, 'PROVISIONING')), changed(instance(2, 1, 'PROVISIONING')))
    apply(changed(instance(2, 2)))
    expect(list()).toEqual([instance(2, 2), instance(1, 1)])
  })

  test('take a deleted instance off the list, and a late one does not bring it back', () => {
    const { apply, list } = setUp()
    apply(changed(instance(1, 3, 'DELETED')))
    apply(changed(instance(1, 2, 'DELETING')))
    expect(list()).toEqual([])
  })

  test('leave other projects and later pages alone', () => {
    const { client, apply } = setUp()
    const others = ['listInstances', { parent: 'projects/b' }]
    const later = ['listInstances', { parent: project, pageToken: 'x' }]
    for (const key of [others, later]) client.setQueryData(key, { instances: [] })
    apply(changed(instance(2, 1)))
    for (const key of [others, later]) expect(client.getQueryData(key)).toEqual({ instances: [] })
  })

  test('ask again for what they only say has grown', () => {
    const { client, apply } = setUp()
    const key = ['listTransactions', { parent: project }]
    client.setQueryData(key, { transactions: [] })
    apply(
      changed(
        { name: `${project}/billingAccount`, version: '2' },
        'nexus.billing.v1.AccountChanged',
      ),
    )
    expect(client.getQueryState(key)?.isInvalidated).toBe(true)
  })

  test('of unknown types, or broken, are passed over', () => {
    const { apply, list } = setUp()
    apply({ ...changed(instance(1, 2)), type: 'nexus.future.v1.Something', resource: null })
    expect(list()).toEqual([instance(1, 1)])
    expect(parseEvent('{')).toBeNull()
    expect(parseEvent('{"id":1}')).toBeNull()
  })

  test('may write versions as text or number', () => {
    const event = { id: '1', type: 't', subject: 's', version: 7, resource: {} }
    expect(parseEvent(JSON.stringify(event))?.version).toBe('7')
  })
})
