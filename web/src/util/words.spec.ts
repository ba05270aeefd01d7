import { expect, test } from 'vitest'
import { formatMemory, methodWords, taskKind } from './words'

test('methods are read out as what was done', () => {
  expect(methodWords('nexus.instance.v1.InstanceService.CreateInstance')).toBe('Create instance')
  expect(methodWords('nexus.auth.v1.AuthService.LogIn')).toBe('Log in')
  expect(methodWords('RevokeApiToken')).toBe('Revoke API token')
})

test('memory is in GiB from one GiB on', () => {
  expect(formatMemory('512')).toBe('512 MiB')
  expect(formatMemory('1536')).toBe('1.5 GiB')
  expect(formatMemory('4096')).toBe('4 GiB')
})

test('a kind of task that is newer than this page is shown as it is', () => {
  expect(taskKind('create')).toBe('Create')
  expect(taskKind('defragment')).toBe('defragment')
})
