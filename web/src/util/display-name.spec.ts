import { expect, test } from 'vitest'
import { displayNameProblem, suggestName } from './display-name'

test.each(['web-1', 'a', '0', 'a'.repeat(63)])('%j is a name', (name) => {
  expect(displayNameProblem(name)).toBeUndefined()
})

test.each(['', 'Web', 'web_1', '-web', 'web-', 'a'.repeat(64), 'wéb', 'web 1'])(
  '%j is none',
  (name) => {
    expect(displayNameProblem(name)).toBeDefined()
  },
)

test('a suggested name is free', () => {
  expect(suggestName('Debian 13', [])).toBe('debian-1')
  expect(suggestName('Debian 13', ['debian-1', 'debian-2'])).toBe('debian-3')
  expect(suggestName('', [])).toBe('instance-1')
})
