import half from 'bootstrap-icons/icons/circle-half.svg?icon'
import moon from 'bootstrap-icons/icons/moon-stars.svg?icon'
import sun from 'bootstrap-icons/icons/sun.svg?icon'
import { setTheme, type Theme, themeStore } from '../stores/theme'
import { IconButton } from '../ui/Button'
import { useStore } from '../util/store'
import { t } from '../util/t'

const next: Record<Theme, Theme> = { dark: 'light', light: 'system', system: 'dark' }
const icons = { dark: moon, light: sun, system: half }

/** Dark, light, as the system: one after the other. */
export function ThemeButton() {
  const theme = useStore(themeStore)
  const words = {
    dark: t('Theme: dark'),
    light: t('Theme: light'),
    system: t('Theme: as the system'),
  }
  return (
    <IconButton
      of={icons[theme]}
      size="sm"
      label={words[theme]}
      onClick={() => setTheme(next[theme])}
    />
  )
}
