import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  formatChange,
  formatMoney,
  formatRate,
  hoursLeft,
  parseAmount,
  subtract,
  sum,
} from './money'

const eur = (micros: bigint | string) => ({ currencyCode: 'EUR', micros: String(micros) })

describe('money', () => {
  test('amounts have two decimals, rates four', () => {
    expect(formatMoney(eur('1500000'))).toBe('€1.50')
    expect(formatRate(eur('19000'))).toBe('€0.0190')
  })

  test('a charge has a minus, a credit a plus, nothing has neither', () => {
    expect(formatChange(eur('-10000000'))).toBe('−€10.0000')
    expect(formatChange(eur('100000000'))).toBe('+€100.0000')
    expect(formatChange(eur('0'))).toBe('€0.0000')
  })

  test('amounts beyond what a float can hold are exact', () => {
    expect(formatMoney(eur('9007199254740993123456'), 6)).toBe('€9,007,199,254,740,993.123456')
  })

  test('sums and differences stay exact', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n })), (micros) => {
        const total = micros.reduce((a, b) => a + b, 0n)
        expect(sum(micros.map(eur), 'EUR')).toEqual(eur(total))
        expect(subtract(eur(total), eur(total)).micros).toBe('0')
      }),
    )
  })

  test('hours left are whole, and unknown while nothing is spent', () => {
    expect(hoursLeft(eur('148200000'), eur('396000'))).toBe(374n)
    expect(hoursLeft(eur('148200000'), eur('0'))).toBeNull()
  })

  test.each([
    ['12.34', 12_340_000n],
    ['12,5', 12_500_000n],
    [' 7 ', 7_000_000n],
    ['0.000001', 1n],
    ['', null],
    ['-1', null],
    ['1.0000001', null],
    ['1e3', null],
    ['1 000', null],
  ])('what is typed as %j is read as %s micros', (text, micros) => {
    expect(parseAmount(text)).toBe(micros)
  })
})
