import { expect, test } from 'vitest'
import type { QueueRule, QueueTask, Task } from '../../api/types'
import { measureOf, reasonOf } from './queue-words'

const task: Task = {
  name: 'projects/p/tasks/t',
  kind: 'create',
  state: 'PENDING',
  progressPercent: 0,
  steps: [],
  target: 'projects/p/instances/i',
  attempt: 0,
  version: '1',
}

const waiting: QueueTask = {
  task,
  state: 'WAITING',
  cluster: 'clusters/demo',
  priority: 5,
  maxAttempts: 3,
  rescues: 0,
  cancelRequested: false,
  lastError: '',
  waitsFor: 'No free slot',
}

const rule: QueueRule = {
  kind: 'SLOTS',
  holds: true,
  sentence: '',
  used: 64,
  limit: 64,
  task: '',
  pauses: [],
}

test('a waiting task says what it waits for, and what went wrong before', () => {
  expect(reasonOf(waiting)).toBe('No free slot')
  expect(reasonOf({ ...waiting, waitsFor: 'Next try', lastError: 'the node is busy' })).toBe(
    'Next try: the node is busy',
  )
})

test('a running task says its step', () => {
  const steps: Task['steps'] = [
    { title: 'Choose a node', state: 'DONE' },
    { title: 'Clone the image', state: 'RUNNING' },
  ]
  expect(reasonOf({ ...waiting, state: 'RUNNING', task: { ...task, steps } })).toBe(
    'Clone the image',
  )
  expect(reasonOf({ ...waiting, state: 'RUNNING', cancelRequested: true })).toBe('Being cancelled')
})

test('a dead letter says its error', () => {
  const error = { reason: 'HYPERVISOR_FAILED', message: 'no memory left' }
  expect(reasonOf({ ...waiting, state: 'ENDED', task: { ...task, error } })).toBe('no memory left')
})

test('a limit is counted, a time is told', () => {
  expect(measureOf(rule)).toBe('64 of 64')
  expect(measureOf({ ...rule, limit: 0 })).toBe('')
})
