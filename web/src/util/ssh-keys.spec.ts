import { expect, test } from 'vitest'
import { badKey, readKeys } from './ssh-keys'

const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ mira@laptop'

test('keys are one a line; empty lines do not matter', () => {
  expect(readKeys(`\n${key}\n\n  ${key}  \n`)).toEqual([key, key])
})

test('a line that is no public key is named', () => {
  expect(badKey(key)).toBeUndefined()
  expect(badKey('')).toBeUndefined()
  expect(badKey(`${key}\n-----BEGIN OPENSSH PRIVATE KEY-----`)).toContain('PRIVATE')
})
