import { expect, test } from 'vitest'
import { readable, requestedName } from './audit'

test('a recorded create says what was to be made', () => {
  expect(requestedName('{"parent":"projects/a","instance":{"displayName":"web-1"}}')).toBe('web-1')
  expect(requestedName('{"name":"projects/a/instances/1"}')).toBeUndefined()
  expect(requestedName('')).toBeUndefined()
  expect(requestedName('[')).toBeUndefined()
})

test('a request that is no JSON is shown as it is', () => {
  expect(readable('{"a":1}')).toBe('{\n  "a": 1\n}')
  expect(readable('{broken')).toBe('{broken')
})
