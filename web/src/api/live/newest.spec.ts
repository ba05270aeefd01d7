import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Newest } from './newest'

const instance = (version: number, state = 'RUNNING', name = 'projects/a/instances/1') => ({
  name,
  version: String(version),
  state,
})

describe('the newest form of a resource', () => {
  test('wins in whatever order the forms arrive', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }), (versions) => {
        const newest = new Newest()
        for (const version of versions) newest.offer(instance(version))
        expect(newest.settle(instance(0))).toEqual(instance(Math.max(...versions)))
      }),
    )
  })

  test('is news once', () => {
    const newest = new Newest()
    expect(newest.offer(instance(3))).toBe(true)
    expect(newest.offer(instance(3))).toBe(false)
  })

  test('may skip versions, and those skipped are then too late', () => {
    const newest = new Newest()
    newest.offer(instance(3))
    expect(newest.offer(instance(7))).toBe(true)
    expect(newest.offer(instance(5))).toBe(false)
  })

  test('is told apart where floats would not', () => {
    const newest = new Newest()
    newest.offer({ ...instance(0), version: '9007199254740993' })
    expect(newest.offer({ ...instance(0), version: '9007199254740992' })).toBe(false)
    expect(newest.offer({ ...instance(0), version: '9007199254740994' })).toBe(true)
  })

  test('takes the place of an older one in an answer that was under way', () => {
    const newest = new Newest()
    newest.offer(instance(5, 'STOPPED'))
    const other = instance(1, 'RUNNING', 'projects/a/instances/2')
    expect(newest.settle({ instances: [instance(4), other], nextPageToken: '' })).toEqual({
      instances: [instance(5, 'STOPPED'), other],
      nextPageToken: '',
    })
  })

  test('learned from an answer, holds against a late event', () => {
    const newest = new Newest()
    newest.settle({ instance: instance(9), task: { name: 'projects/a/tasks/1', version: '1' } })
    expect(newest.offer(instance(8))).toBe(false)
  })

  test('of a deleted instance leaves the lists, but can be looked at', () => {
    const newest = new Newest()
    newest.offer(instance(6, 'DELETED'))
    expect(newest.settle({ instances: [instance(5)] })).toEqual({ instances: [] })
    expect(newest.settle(instance(5))).toEqual(instance(6, 'DELETED'))
  })

  test('is of no concern to what has no version', () => {
    const plans = { plans: [{ name: 'plans/small' }], nextPageToken: 'x' }
    expect(new Newest().settle(plans)).toEqual(plans)
    expect(new Newest().settle(undefined)).toBeUndefined()
  })
})
