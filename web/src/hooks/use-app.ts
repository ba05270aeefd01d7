import { useRouteContext } from '@tanstack/react-router'

/** Who is logged in, and the project in sight. Only below the shell. */
export function useApp() {
  return useRouteContext({ from: '/app' })
}
