import { fireEvent, render, screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { Button } from './Button'

test('a button that cannot be used says why, stays focusable and does nothing', () => {
  const act = vi.fn()
  render(
    <Button disabledReason="It is stopped already." onClick={act}>
      Stop
    </Button>,
  )
  const button = screen.getByRole('button', { name: 'Stop' })
  fireEvent.click(button)
  expect(act).not.toHaveBeenCalled()
  expect(button.getAttribute('aria-disabled')).toBe('true')
  expect(button.hasAttribute('disabled')).toBe(false)
  const reason = button.getAttribute('aria-describedby') ?? ''
  expect(document.getElementById(reason)?.textContent).toBe('It is stopped already.')
})

test('a second click while the first is at work does nothing', () => {
  const act = vi.fn()
  render(
    <Button loading onClick={act}>
      Create
    </Button>,
  )
  fireEvent.click(screen.getByRole('button', { name: 'Create' }))
  expect(act).not.toHaveBeenCalled()
})
