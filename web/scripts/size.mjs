// The budget of the build in dist/, in gzipped KB. Fails when a part is over it.
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gzipSync } from 'node:zlib'

const budget = { initial: 180, chunk: 25, all: 400 }

const dist = join(import.meta.dirname, '../dist')
const assets = readdirSync(join(dist, 'assets')).filter((file) => /\.(js|css)$/.test(file))
const size = new Map(
  assets.map((file) => [file, gzipSync(readFileSync(join(dist, 'assets', file))).length / 1024]),
)

// What index.html names is loaded before anything is seen; the rest comes with its page.
const html = readFileSync(join(dist, 'index.html'), 'utf8')
const initial = [...html.matchAll(/(?:src|href)="\/assets\/([^"]+\.(?:js|css))"/g)].map(
  ([, file]) => basename(file),
)
const chunks = assets.filter((file) => file.endsWith('.js') && !initial.includes(file))
const sum = (files) => files.reduce((total, file) => total + size.get(file), 0)
const largest = chunks.reduce((a, b) => (size.get(a) > size.get(b) ? a : b))

const rows = [
  ['initial', 'initial JS and CSS', sum(initial), budget.initial],
  ['chunk', `largest chunk, ${largest}`, size.get(largest), budget.chunk],
  ['all', 'all JS and CSS', sum(assets), budget.all],
]
for (const [, label, kb, limit] of rows) {
  console.log(
    `${kb <= limit ? 'ok  ' : 'OVER'} ${kb.toFixed(1).padStart(6)} of ${limit} KB  ${label}`,
  )
}
process.exitCode = initial.length > 0 && rows.every(([, , kb, limit]) => kb <= limit) ? 0 : 1
