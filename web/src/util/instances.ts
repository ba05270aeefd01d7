import { type Money, sum } from './money'

/** What the running ones cost in an hour; undefined when there is no price to add. */
export function hourlyCost(
  instances: readonly { state: string; hourPrice?: Money }[],
): Money | undefined {
  const prices = instances.flatMap(({ hourPrice }) => hourPrice ?? [])
  const [first] = prices
  if (!first) return undefined
  const running = instances.filter(({ state }) => state === 'RUNNING')
  return sum(
    running.flatMap(({ hourPrice }) => hourPrice ?? []),
    first.currencyCode,
  )
}
