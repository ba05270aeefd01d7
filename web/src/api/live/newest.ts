/** A resource whose forms are ordered by its version, +1 per write. */
export interface Versioned {
  name: string
  version: string
  state?: unknown
}

/**
 * The newest known form of every resource, from answers and events alike, whatever
 * order they come in: a lower version never takes the place of a higher one.
 */
export class Newest {
  readonly #known = new Map<string, Versioned>()

  /** True if it is news; false for a duplicate and for what comes late. */
  offer(resource: Versioned): boolean {
    const known = this.#known.get(resource.name)
    if (known && BigInt(known.version) >= BigInt(resource.version)) return false
    this.#known.set(resource.name, resource)
    return true
  }

  /**
   * The same answer with the newest form of each resource in it, and without those
   * that are gone from a list. Learns from what is newer in the answer.
   */
  settle(answer: unknown): unknown {
    if (isVersioned(answer)) return this.#newest(answer)
    if (!isRecord(answer)) return answer
    return Object.fromEntries(
      Object.entries(answer).map(([field, value]) => [field, this.#settleField(value)]),
    )
  }

  forget() {
    this.#known.clear()
  }

  #settleField(value: unknown): unknown {
    if (isVersioned(value)) return this.#newest(value)
    if (!Array.isArray(value)) return value
    return value
      .map((item: unknown) => (isVersioned(item) ? this.#newest(item) : item))
      .filter((item) => !isGone(item))
  }

  #newest(resource: Versioned): Versioned {
    this.offer(resource)
    return this.#known.get(resource.name) ?? resource
  }
}

export function isVersioned(value: unknown): value is Versioned {
  return isRecord(value) && typeof value.name === 'string' && typeof value.version === 'string'
}

/** A deleted instance can still be got, but no list shows it. */
export function isGone(value: unknown): boolean {
  return isRecord(value) && value.state === 'DELETED'
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
