// Runs before the first paint, so that the page never flashes in the other theme.
// Its own file: the CSP allows no inline script.
{
  const choice = localStorage.getItem('nexus-theme') ?? 'dark'
  const light = matchMedia('(prefers-color-scheme: light)').matches
  const theme = choice === 'system' ? (light ? 'light' : 'dark') : choice
  document.documentElement.dataset.bsTheme = theme === 'light' ? 'light' : 'dark'
}
