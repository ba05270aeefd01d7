import { createStore } from '../util/store'

export type Theme = 'dark' | 'light' | 'system'

const key = 'nexus-theme'
const system = window.matchMedia('(prefers-color-scheme: light)')

/** What the user chose. `public/theme.js` reads the same key before the first paint. */
export const themeStore = createStore<Theme>(read())

export function setTheme(theme: Theme) {
  localStorage.setItem(key, theme)
  themeStore.set(theme)
}

themeStore.subscribe(apply)
system.addEventListener('change', apply)

function apply() {
  const theme = themeStore.get()
  const light = theme === 'light' || (theme === 'system' && system.matches)
  document.documentElement.dataset.bsTheme = light ? 'light' : 'dark'
}

function read(): Theme {
  const stored = localStorage.getItem(key)
  return stored === 'light' || stored === 'system' ? stored : 'dark'
}
