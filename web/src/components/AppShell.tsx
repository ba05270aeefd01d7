import { Outlet, useLocation } from '@tanstack/react-router'
import { useRef } from 'react'
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
        <Sidebar />
      </dialog>
      <div className={styles.column}>
        <TopBar onMenu={() => drawer.current?.showModal()} />
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
