import check from 'bootstrap-icons/icons/check-circle-fill.svg?icon'
import exclamation from 'bootstrap-icons/icons/exclamation-circle-fill.svg?icon'
import close from 'bootstrap-icons/icons/x-lg.svg?icon'
import { useEffect, useState } from 'react'
import { IconButton } from './Button'
import { Icon } from './Icon'
import styles from './Toasts.module.scss'

export interface Toast {
  id: string
  tone: 'success' | 'danger'
  title: string
  text?: string
}

/** The corner where results appear that have no other place. Success leaves by itself. */
export function Toasts({
  toasts,
  dismissLabel,
  onDismiss,
}: {
  toasts: readonly Toast[]
  dismissLabel: string
  onDismiss: (id: string) => void
}) {
  return (
    <div className={styles.region}>
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} dismissLabel={dismissLabel} onDismiss={onDismiss} />
      ))}
    </div>
  )
}

const leavesAfterMs = 5000

function ToastCard({
  toast,
  dismissLabel,
  onDismiss,
}: {
  toast: Toast
  dismissLabel: string
  onDismiss: (id: string) => void
}) {
  const [held, setHeld] = useState(false)
  const leaves = toast.tone === 'success' && !held

  // A timer is the only way for a toast to leave without being asked.
  useEffect(() => {
    if (!leaves) return
    const timer = setTimeout(() => onDismiss(toast.id), leavesAfterMs)
    return () => clearTimeout(timer)
  }, [leaves, onDismiss, toast.id])

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it has a role, and hovering only keeps it from leaving
    <div
      className={styles.toast}
      role={toast.tone === 'danger' ? 'alert' : 'status'}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span className={toast.tone === 'danger' ? 'danger' : 'success'}>
        <Icon of={toast.tone === 'danger' ? exclamation : check} />
      </span>
      <div>
        <div className="strong">{toast.title}</div>
        {toast.text && <div className="small muted">{toast.text}</div>}
      </div>
      <IconButton of={close} size="sm" label={dismissLabel} onClick={() => onDismiss(toast.id)} />
    </div>
  )
}
