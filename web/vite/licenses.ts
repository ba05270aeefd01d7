import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'
import manifest from '../package.json' with { type: 'json' }

/** Ships the licence text of every package whose code, font or icon is in the build. */
export function licenses(): Plugin {
  return {
    name: 'nexus:licenses',
    apply: 'build',
    generateBundle() {
      const source = Object.keys(manifest.dependencies).map(licenseOf).join('\n\n')
      this.emitFile({ type: 'asset', fileName: 'licenses.txt', source })
    },
  }
}

function licenseOf(name: string) {
  const folder = join(import.meta.dirname, '../node_modules', name)
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
  if (file === undefined) throw new Error(`${name} has no licence file`)
  return `${'='.repeat(80)}\n${name}\n${'='.repeat(80)}\n\n${readFileSync(join(folder, file), 'utf8')}`
}
