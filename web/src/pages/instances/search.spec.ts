import { describe, expect, test } from 'vitest'
import { matches, parseSort, sortText } from './search'

const instance = { displayName: 'web-1', ipv4Address: '10.20.4.11', state: 'PROVISIONING' } as const

describe('the filters of the list', () => {
  test('look at name and address, in any case', () => {
    expect(matches(instance, { name: 'WEB' })).toBe(true)
    expect(matches(instance, { name: '4.11' })).toBe(true)
    expect(matches(instance, { name: 'db' })).toBe(false)
    expect(matches(instance, {})).toBe(true)
  })

  test('call everything between two states changing', () => {
    expect(matches(instance, { state: 'CHANGING' })).toBe(true)
    expect(matches(instance, { state: 'RUNNING' })).toBe(false)
    expect(matches({ ...instance, state: 'RUNNING' }, { state: 'CHANGING' })).toBe(false)
  })
})

test('what is sorted survives the address bar', () => {
  expect(parseSort(sortText('name', true))).toEqual([{ id: 'name', desc: true }])
  expect(parseSort(sortText('price', false))).toEqual([{ id: 'price', desc: false }])
  expect(parseSort(undefined)).toEqual([])
})
