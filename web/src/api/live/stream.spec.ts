import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Stream, streamStore } from './stream'

class FakeSource extends EventTarget {
  static readonly CLOSED = 2
  static all: FakeSource[] = []
  readyState = 0
  onopen: (() => void) | null = null
  onmessage: ((event: { data: string }) => void) | null = null
  onerror: (() => void) | null = null
  readonly url: string

  constructor(url: string) {
    super()
    this.url = url
    FakeSource.all.push(this)
  }

  close() {
    this.readyState = FakeSource.CLOSED
  }

  fail(readyState: number) {
    this.readyState = readyState
    this.onerror?.()
  }
}

const last = () => FakeSource.all.at(-1) as FakeSource
const event = (id: string) =>
  JSON.stringify({ id, type: 't', subject: 's', version: '1', resource: {} })

beforeEach(() => {
  FakeSource.all = []
  vi.stubGlobal('EventSource', FakeSource)
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'requestAnimationFrame', 'Date'] })
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function open() {
  const handlers = { onEvents: vi.fn(), onReset: vi.fn() }
  const stream = new Stream('projects/a', handlers)
  return { stream, ...handlers }
}

describe('the stream of events', () => {
  test('is of one project, and says when it is live', () => {
    open()
    expect(last().url).toBe('/api/v1/events?project=projects%2Fa')
    last().onopen?.()
    expect(streamStore.get().state).toBe('live')
  })

  test('shows what comes together at once, and gathers what follows within the frame', () => {
    const { onEvents } = open()
    const receive = (id: string) => last().onmessage?.({ data: event(id) })
    receive('1')
    receive('2')
    vi.advanceTimersByTime(0)
    receive('3')
    vi.advanceTimersByTime(10)
    receive('4')
    vi.runAllTimers()
    const ids = onEvents.mock.calls.map(([events]) => events.map((e: { id: string }) => e.id))
    expect(ids).toEqual([
      ['1', '2'],
      ['3', '4'],
    ])
  })

  test('goes on to show events after it was opened anew', () => {
    const { stream, onEvents } = open()
    last().onmessage?.({ data: event('1') })
    stream.reconnect()
    last().onmessage?.({ data: event('2') })
    vi.runAllTimers()
    const ids = onEvents.mock.calls.flat(2).map(({ id }: { id: string }) => id)
    expect(ids).toEqual(['1', '2'])
  })

  test('asks for everything again when the server says so', () => {
    const { onReset } = open()
    last().onopen?.()
    expect(onReset).not.toHaveBeenCalled()
    last().dispatchEvent(new Event('reset'))
    expect(onReset).toHaveBeenCalledOnce()
  })

  test('leaves a cut to the browser, which resumes where it was', () => {
    const { onReset } = open()
    last().onopen?.()
    last().fail(0)
    expect(streamStore.get().state).toBe('down')
    last().onopen?.()
    expect(streamStore.get().state).toBe('live')
    expect(onReset).not.toHaveBeenCalled()
    expect(FakeSource.all).toHaveLength(1)
  })

  test('starts anew after a refusal, and then reads everything again', () => {
    const { onReset } = open()
    last().fail(FakeSource.CLOSED)
    vi.advanceTimersByTime(1000)
    expect(FakeSource.all).toHaveLength(2)
    last().fail(FakeSource.CLOSED)
    vi.advanceTimersByTime(1999)
    expect(FakeSource.all).toHaveLength(2)
    vi.advanceTimersByTime(1)
    last().onopen?.()
    expect(onReset).toHaveBeenCalledOnce()
  })

  test('closed, is not opened again', () => {
    const { stream } = open()
    last().fail(FakeSource.CLOSED)
    stream.close()
    vi.runAllTimers()
    expect(FakeSource.all).toHaveLength(1)
  })
})
