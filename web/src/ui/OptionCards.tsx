import check from 'bootstrap-icons/icons/check-circle-fill.svg?icon'
import { type ReactNode, useId } from 'react'
import { Icon } from './Icon'
import styles from './OptionCards.module.scss'

export interface Option {
  value: string
  /** What is read out as the option's name. */
  label: string
  content: ReactNode
}

/** A radio group of cards. */
export function OptionCards({
  legend,
  value,
  options,
  columns,
  tick = true,
  onChange,
}: {
  legend: string
  value: string
  options: readonly Option[]
  columns: number
  /** A mark in the corner of the chosen one. */
  tick?: boolean
  onChange: (value: string) => void
}) {
  const name = useId()
  return (
    <fieldset className={styles.group} style={{ '--columns': columns }}>
      <legend className="visually-hidden">{legend}</legend>
      {options.map((option) => (
        <label key={option.value} className={styles.option}>
          <input
            className="visually-hidden"
            type="radio"
            name={name}
            value={option.value}
            aria-label={option.label}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          {option.content}
          {tick && (
            <span className={styles.tick}>
              <Icon of={check} size={14} />
            </span>
          )}
        </label>
      ))}
    </fieldset>
  )
}
