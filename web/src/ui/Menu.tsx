import { type KeyboardEvent, type ReactNode, type ToggleEvent, useId, useRef } from 'react'
import { Icon, type IconPaths } from './Icon'
import styles from './Menu.module.scss'

export interface MenuItem {
  key: string
  label: string
  icon: IconPaths
  danger?: boolean
  /** Why it cannot be chosen now; shown at its end. */
  disabledReason?: string
  /** A hairline above it. */
  separated?: boolean
  onSelect: () => void
}

/**
 * A menu button after the ARIA pattern. The list is a native popover: Escape and a
 * click elsewhere close it, and a re-render of the page leaves it open.
 */
export function Menu({
  label,
  items,
  buttonClassName,
  children,
}: {
  label: string
  items: readonly MenuItem[]
  buttonClassName: string
  children: ReactNode
}) {
  const id = useId()
  const list = useRef<HTMLDivElement>(null)

  const focusFirst = (event: ToggleEvent<HTMLDivElement>) => {
    if (event.newState === 'open') entries(list.current)[0]?.focus()
  }
  const select = (item: MenuItem) => {
    if (item.disabledReason !== undefined) return
    list.current?.hidePopover()
    item.onSelect()
  }
  return (
    <>
      <button
        type="button"
        className={buttonClassName}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        popoverTarget={id}
      >
        {children}
      </button>
      <div
        ref={list}
        id={id}
        popover="auto"
        role="menu"
        tabIndex={-1}
        aria-label={label}
        className={styles.menu}
        onToggle={focusFirst}
        onKeyDown={(event) => moveFocus(event, list.current)}
      >
        {items.map((item) => (
          <button
            key={item.key}
            type="button"
            role="menuitem"
            tabIndex={-1}
            aria-disabled={item.disabledReason !== undefined || undefined}
            title={item.disabledReason}
            className={[
              styles.item,
              item.danger && styles.danger,
              item.separated && styles.separated,
            ]
              .filter(Boolean)
              .join(' ')}
            onClick={() => select(item)}
          >
            <Icon of={item.icon} size={14} />
            <span>{item.label}</span>
            {item.disabledReason && <span className={styles.reason}>{item.disabledReason}</span>}
          </button>
        ))}
      </div>
    </>
  )
}

function moveFocus(event: KeyboardEvent, list: HTMLElement | null) {
  const all = entries(list)
  const at = all.findIndex((entry) => entry.matches(':focus'))
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key]
  if (next === undefined) return
  event.preventDefault()
  all.at(next % all.length)?.focus()
}

function entries(list: HTMLElement | null) {
  return [...(list?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])]
}
