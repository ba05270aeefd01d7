import { readFile } from 'node:fs/promises'
import type { Plugin } from 'vite'

const suffix = '.svg?icon'

/**
 * `import plus from 'bootstrap-icons/icons/plus.svg?icon'` gives the path data of
 * one icon, for `<Icon>` to draw. No icon font, and no markup that is parsed in
 * the browser: trusted types forbid that.
 */
export function icons(): Plugin {
  return {
    name: 'nexus:icons',
    enforce: 'pre',
    async load(id) {
      if (!id.endsWith(suffix)) return null
      const svg = await readFile(id.slice(0, -'?icon'.length), 'utf8')
      return `export default ${JSON.stringify(pathsOf(svg, id))}`
    },
  }
}

function pathsOf(svg: string, id: string) {
  const paths = [...svg.matchAll(/<path\b([^>]*)>/g)].map(([, attributes = '']) => ({
    d: attribute(attributes, 'd'),
    evenOdd: attribute(attributes, 'fill-rule') === 'evenodd',
  }))
  const others = svg.replaceAll(/<\/?(svg|path)\b[^>]*>/g, '').trim()
  if (paths.length === 0 || others !== '') throw new Error(`${id} is not made of paths alone`)
  return paths
}

function attribute(attributes: string, name: string) {
  return new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)?.[1] ?? ''
}
