import { expect, test } from 'vitest'
import { formatClock, formatDelay, formatSpan, formatTook, secondsOf } from './time'

test.each([
  [-3, '0 s'],
  [59.9, '59 s'],
  [60, '1 min'],
  [3599, '59 min'],
  [86399, '23 h'],
  [86400 * 1200, '1,200 d'],
])('%s seconds are %s', (seconds, text) => expect(formatSpan(seconds)).toBe(text))

test('short tasks show tenths of a second', () => {
  expect(formatTook('2026-01-01T10:00:00.100Z', '2026-01-01T10:00:00.350Z')).toBe('0.3 s')
  expect(formatTook('2026-01-01T10:00:00Z', '2026-01-01T10:01:58Z')).toBe('1 min')
})

test('a duration of the API is read in seconds, and a short one told exactly', () => {
  expect(secondsOf('1.250s')).toBe(1.25)
  expect(secondsOf(undefined)).toBe(0)
  expect([0, 0.011, 1.25, 75].map(formatDelay)).toEqual(['0 s', '11 ms', '1.3 s', '1 min'])
})

test('a day is named while it is near', () => {
  const now = new Date(2026, 10, 9, 12, 0)
  const at = (day: number, hour: number) => new Date(2026, 10, day, hour, 5).toISOString()
  expect(formatClock(at(9, 0), now)).toBe('Today 00:05')
  expect(formatClock(at(8, 23), now)).toBe('Yesterday 23:05')
  expect(formatClock(at(7, 8), now)).toBe('7 Nov 08:05')
})
