import { expect, test } from 'vitest'
import { instanceCan } from './can'

const instance = {
  allowedActions: [
    { action: 'stop', allowed: false, reason: 'It is stopped already.' },
    { action: 'start', allowed: true, reason: '' },
  ],
}

test('what the server allows is allowed', () => {
  expect(instanceCan(instance, 'start')).toEqual({ allowed: true, reason: '' })
})

test('what is not possible now comes with the server’s reason', () => {
  expect(instanceCan(instance, 'stop')).toEqual({
    allowed: false,
    reason: 'It is stopped already.',
  })
})

test('what the server does not mention is not shown', () => {
  expect(instanceCan(instance, 'delete')).toBeNull()
})
