import { Buffer } from 'node:buffer'
import type { Plugin } from 'vite'

const dataSvg = /url\((["'])data:image\/svg\+xml,(.*?)\1\)/g

/**
 * Turns Bootstrap's `url("data:image/svg+xml,…")` into hashed files, because the
 * page's CSP says `img-src 'self'` and no `data:`.
 */
export function dataSvgFiles(): Plugin {
  return {
    name: 'nexus:data-svg-files',
    apply: 'build',
    generateBundle(_, bundle) {
      for (const asset of Object.values(bundle)) {
        if (asset.type !== 'asset' || !asset.fileName.endsWith('.css')) continue
        asset.source = text(asset.source).replace(dataSvg, (_match, _quote, encoded: string) => {
          const file = this.emitFile({ type: 'asset', name: 'shape.svg', source: decode(encoded) })
          return `url("/${this.getFileName(file)}")`
        })
      }
    },
  }
}

// Not decodeURIComponent: Bootstrap leaves a bare `%` in one of them, and it would throw.
function decode(encoded: string): string {
  return encoded.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
}

function text(source: string | Uint8Array): string {
  return typeof source === 'string' ? source : Buffer.from(source).toString('utf8')
}
