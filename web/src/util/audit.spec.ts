import { expect, test } from 'vitest'
import { askedFor, readable } from './audit'

test('a recorded request says what it asked for', () => {
  expect(askedFor('{"parent":"projects/a","instance":{"displayName":"web-1"}}')).toBe('web-1')
  expect(askedFor('{"amount":{"currencyCode":"EUR","micros":"1500000"}}')).toBe('€1.50')
  expect(askedFor('{"name":"projects/a/instances/1"}')).toBeUndefined()
  expect(askedFor('')).toBeUndefined()
  expect(askedFor('[')).toBeUndefined()
})

test('a request that is no JSON is shown as it is', () => {
  expect(readable('{"a":1}')).toBe('{\n  "a": 1\n}')
  expect(readable('{broken')).toBe('{broken')
})
