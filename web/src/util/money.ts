import { numberFormat } from './formats'

/** An amount as the API writes it: millionths, as text, because a float would round. */
export interface Money {
  currencyCode: string
  micros: string
}

const unit = 1_000_000n

/** 1500000 micros of EUR -> `€1.50`. Exact: it never passes through a float. */
export function formatMoney({ currencyCode, micros }: Money, decimals = 2, locale = 'en'): string {
  return numberFormat(locale, {
    style: 'currency',
    currency: currencyCode,
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  })
    .format(decimalText(BigInt(micros)))
    .replace('-', '−')
}

/** A rate: four decimals, so that prices line up in a column. */
export function formatRate(money: Money, locale?: string): string {
  return formatMoney(money, 4, locale)
}

/** With its sign, for a ledger: `+€100.0000`, `−€10.0000`. */
export function formatChange(money: Money, locale?: string): string {
  return (BigInt(money.micros) > 0n ? '+' : '') + formatMoney(money, 4, locale)
}

/** The sum of amounts in one currency. */
export function sum(amounts: readonly Money[], currencyCode: string): Money {
  const total = amounts.reduce((micros, money) => micros + BigInt(money.micros), 0n)
  return { currencyCode, micros: String(total) }
}

export function subtract(from: Money, amount: Money): Money {
  return { ...from, micros: String(BigInt(from.micros) - BigInt(amount.micros)) }
}

export function times(money: Money, factor: bigint): Money {
  return { ...money, micros: String(BigInt(money.micros) * factor) }
}

/** How many whole hours the amount lasts; null when nothing is spent. */
export function hoursLeft(available: Money, perHour: Money): bigint | null {
  const rate = BigInt(perHour.micros)
  return rate > 0n ? BigInt(available.micros) / rate : null
}

/** `12.34` or `12,34` -> 12340000n micros; null when it is not an amount. */
export function parseAmount(text: string): bigint | null {
  const match = /^(\d{1,12})(?:[.,](\d{1,6}))?$/.exec(text.trim())
  if (!match) return null
  const [, whole = '0', fraction = ''] = match
  return BigInt(whole) * unit + BigInt(fraction.padEnd(6, '0'))
}

// Intl takes an exact decimal as text; the compiler cannot see that this is one, hence the `as`.
function decimalText(micros: bigint): `${number}` {
  const sign = micros < 0n ? '-' : ''
  const absolute = micros < 0n ? -micros : micros
  return `${sign}${absolute / unit}.${String(absolute % unit).padStart(6, '0')}` as `${number}`
}
