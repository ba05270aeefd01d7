import check from 'bootstrap-icons/icons/check2.svg?icon'
import copy from 'bootstrap-icons/icons/copy.svg?icon'
import { useState } from 'react'
import styles from './CopyButton.module.scss'
import { Icon } from './Icon'

/** Copies a text; `label` says which: `Copy address of web-1`. */
export function CopyButton({
  text,
  label,
  copied,
}: {
  text: string
  label: string
  copied: string
}) {
  const [done, setDone] = useState(false)
  return (
    <button
      type="button"
      className={styles.copy}
      aria-label={done ? copied : label}
      title={done ? copied : label}
      onClick={() => navigator.clipboard.writeText(text).then(() => setDone(true))}
      onBlur={() => setDone(false)}
      onMouseLeave={() => setDone(false)}
    >
      <Icon of={done ? check : copy} size={13} />
    </button>
  )
}
