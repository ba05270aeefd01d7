import { type Money, sum } from './money'

/** What the running ones cost in an hour. */
export function hourlyCost(
  instances: readonly { state: string; hourPrice?: Money }[],
  currencyCode: string,
): Money {
  const running = instances.filter(({ state }) => state === 'RUNNING')
  return sum(
    running.flatMap(({ hourPrice }) => hourPrice ?? []),
    currencyCode,
  )
}
