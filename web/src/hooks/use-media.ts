import { useSyncExternalStore } from 'react'

const phone = window.matchMedia('(max-width: 767px)')

/** Whether the page is one column; tables are then cards. */
export function usePhone(): boolean {
  return useSyncExternalStore(
    (listener) => {
      phone.addEventListener('change', listener)
      return () => phone.removeEventListener('change', listener)
    },
    () => phone.matches,
  )
}
