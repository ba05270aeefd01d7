import { Outlet, useLocation } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { t } from '../util/t'
import styles from './AppShell.module.scss'
import { NewsReader } from './NewsReader'
import { RouteFocus } from './RouteFocus'
import { Sidebar } from './Sidebar'
import { StaleNote } from './StaleNote'
import { TopBar } from './TopBar'

/** What stands around every page of a user. On narrow screens the sidebar is a dialog. */
export function AppShell() {
  const drawer = useRef<HTMLDialogElement>(null)
  const place = useLocation({ select: ({ state }) => state.__TSR_key })
  const [openedAt, setOpenedAt] = useState('')
  function open() {
    // What is in it must be there when it takes the focus.
    flushSync(() => setOpenedAt(place ?? ''))
    drawer.current?.showModal()
  }
  return (
    <div className={styles.shell}>
      <a className={`visually-hidden-focusable ${styles.skip}`} href="#main">
        {t('Skip to content')}
      </a>
      <aside className={styles.side}>
        <Sidebar />
      </aside>
      {/* A new one for every place: going somewhere closes it. */}
      <dialog
        key={place}
        ref={drawer}
        className={styles.drawer}
        closedby="any"
        aria-label={t('Navigation')}
      >
        {openedAt === place && <Sidebar />}
      </dialog>
      <div className={styles.column}>
        <TopBar onMenu={open} />
        <main id="main" tabIndex={-1} className={styles.main}>
          <StaleNote />
          <Outlet />
        </main>
      </div>
      <RouteFocus />
      <NewsReader />
    </div>
  )
}
