import { type FormEvent, type ReactNode, useEffect, useId, useRef } from 'react'
import styles from './Dialog.module.scss'

/**
 * A native modal dialog around a form: focus goes in and back out, Escape closes.
 * Its title is a question or a verb that names the thing. Focus starts where the
 * content says `autoFocus`.
 */
export function Dialog({
  title,
  onClose,
  onSubmit,
  foot,
  children,
}: {
  title: string
  onClose: () => void
  onSubmit: () => void
  /** The way out first, the act last. */
  foot: ReactNode
  children: ReactNode
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()

  // A dialog is modal only when opened by its method; there is no attribute for it.
  useEffect(() => {
    const element = dialog.current
    element?.showModal()
    return () => element?.close()
  }, [])

  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit()
  }
  return (
    <dialog ref={dialog} className={styles.dialog} aria-labelledby={titleId} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <div className={styles.body}>
          <h2 id={titleId} className={styles.title}>
            {title}
          </h2>
          {children}
        </div>
        <footer className={styles.foot}>{foot}</footer>
      </form>
    </dialog>
  )
}
