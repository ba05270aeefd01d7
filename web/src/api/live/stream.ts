import { createStore } from '../../util/store'
import { type LiveEvent, parseEvent } from './apply'

export type StreamState = 'connecting' | 'live' | 'down'

/** Whether what is on the screen is kept fresh, and since when. */
export const streamStore = createStore<{ state: StreamState; since: number }>({
  state: 'connecting',
  since: Date.now(),
})

export interface StreamHandlers {
  onEvents: (events: LiveEvent[]) => void
  /** Something was missed: everything is to be read again. */
  onReset: () => void
}

/** How often what comes is shown; nobody sees more, and a hidden page even less. */
const frameMs = 16
const hiddenMs = 100

const firstRetryMs = 1000
const longestRetryMs = 30_000

/**
 * The events of one project, for as long as it is open. The browser reconnects by
 * itself after a cut and resumes where it was; after a refusal it gives up, and then
 * this starts anew, which counts as having missed something.
 */
export class Stream {
  readonly #url: string
  readonly #handlers: StreamHandlers
  #source: EventSource | null = null
  #retry: ReturnType<typeof setTimeout> | undefined
  #retryMs = firstRetryMs
  #waiting: LiveEvent[] = []
  #flush: ReturnType<typeof setTimeout> | undefined
  #shownAt = Number.NEGATIVE_INFINITY
  #opened = () => {}

  /** Settled at the first connection. */
  readonly opened = new Promise<void>((resolve) => {
    this.#opened = resolve
  })

  constructor(project: string, handlers: StreamHandlers) {
    this.#url = `/api/v1/events?project=${encodeURIComponent(project)}`
    this.#handlers = handlers
    this.#connect(false)
  }

  close() {
    clearTimeout(this.#retry)
    clearTimeout(this.#flush)
    this.#flush = undefined
    this.#source?.close()
    this.#source = null
  }

  reconnect() {
    this.close()
    this.#connect(true)
  }

  #connect(missed: boolean) {
    setState('connecting', streamStore.get().state === 'down')
    const source = new EventSource(this.#url)
    this.#source = source
    source.onopen = () => {
      this.#retryMs = firstRetryMs
      setState('live')
      if (missed) this.#handlers.onReset()
      missed = false
      this.#opened()
    }
    source.onmessage = ({ data }: MessageEvent<string>) => this.#receive(data)
    source.addEventListener('reset', () => this.#handlers.onReset())
    source.onerror = () => {
      setState('down')
      if (source.readyState === EventSource.CLOSED) this.#connectLater()
    }
  }

  #connectLater() {
    this.#retry = setTimeout(() => this.#connect(true), this.#retryMs)
    this.#retryMs = Math.min(this.#retryMs * 2, longestRetryMs)
  }

  #receive(data: string) {
    const event = parseEvent(data)
    if (!event) return
    this.#waiting.push(event)
    // What came together is shown together, at once unless something just was. Not by
    // the frames themselves: the next one may be late, and a hidden page draws none.
    const pause = document.visibilityState === 'visible' ? frameMs : hiddenMs
    const wait = this.#shownAt + pause - Date.now()
    this.#flush ??= setTimeout(() => this.#show(), Math.max(0, wait))
  }

  #show() {
    this.#flush = undefined
    const events = this.#waiting
    this.#waiting = []
    this.#handlers.onEvents(events)
    this.#shownAt = Date.now()
  }
}

function setState(state: StreamState, keep = false) {
  const now = streamStore.get()
  if (now.state !== state && !keep) streamStore.set({ state, since: Date.now() })
}
