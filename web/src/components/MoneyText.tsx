import { formatMoney, formatRate, type Money } from '../util/money'

/** An amount, or a dash when there is none. `rate`: four decimals. */
export function MoneyText({ of, rate = false }: { of: Money | undefined; rate?: boolean }) {
  if (!of) return <>–</>
  return <span className="num">{rate ? formatRate(of) : formatMoney(of)}</span>
}
