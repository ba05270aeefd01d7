import { expect, test } from 'vitest'
import { safeNext } from './next'

test.each(['/', '/projects/a/instances?name=web', '/settings'])('%j is followed', (next) => {
  expect(safeNext(next)).toBe(next)
})

test.each([
  undefined,
  '',
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '\n//evil.example',
  'javascript:alert(1)',
  'projects/a',
])('%j leads home', (next) => {
  expect(safeNext(next)).toBe('/')
})
