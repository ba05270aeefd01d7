/** `projects/p/instances/i` -> `i`. */
export function idOf(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1)
}

/** An id that fits a table: `019a2c4e…b81d`. The end is what differs between UUIDv7s of one day. */
export function shortId(id: string): string {
  return id.length > 16 ? `${id.slice(0, 8)}…${id.slice(-4)}` : id
}

/** `projects/p/instances/i` -> `projects/p`; null for what belongs to none. */
export function projectOf(name: string): string | null {
  return /^projects\/[^/]+/.exec(name)?.[0] ?? null
}
