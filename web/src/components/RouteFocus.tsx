import { useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'

/** Moves focus to the new page's title, so that a screen reader says where one is. */
export function RouteFocus() {
  const router = useRouter()
  // The router tells it by an event only.
  useEffect(
    () =>
      router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
        if (fromLocation && pathChanged)
          document.querySelector('h1')?.focus({ preventScroll: true })
      }),
    [router],
  )
  return null
}
