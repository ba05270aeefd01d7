import { numberFormat } from './formats'

type Placeholder<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholder<Rest>
  : never

type Values<Text extends string> = [Placeholder<Text>] extends [never]
  ? []
  : [values: Record<Placeholder<Text>, string | number>]

/**
 * Every word the user reads goes through here. The English sentence is the key;
 * `{name}` in it is filled from the values, and the compiler checks that all are given.
 */
export function t<const Text extends string>(text: Text, ...[values]: Values<Text>): string {
  if (!values) return text
  const filled: Record<string, string | number> = values
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(filled[name]))
}

const plural = new Intl.PluralRules('en')

/** One sentence for one, another for any other number; `{n}` is the number. */
export function tn(n: number, one: string, other: string): string {
  return (plural.select(n) === 'one' ? one : other).replace('{n}', count(n))
}

/** 1234 -> `1,234`. */
export function count(n: number | bigint): string {
  return numberFormat('en').format(n)
}
