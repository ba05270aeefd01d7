import { act, fireEvent, render, screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { Button } from './Button'

test('a button that cannot be used says why, stays focusable and does nothing', () => {
  const work = vi.fn()
  render(
    <Button disabledReason="It is stopped already." onClick={work}>
      Stop
    </Button>,
  )
  const button = screen.getByRole('button', { name: 'Stop' })
  fireEvent.click(button)
  expect(work).not.toHaveBeenCalled()
  expect(button.getAttribute('aria-disabled')).toBe('true')
  expect(button.hasAttribute('disabled')).toBe(false)
  const reason = button.getAttribute('aria-describedby') ?? ''
  expect(document.getElementById(reason)?.textContent).toBe('It is stopped already.')
})

test('a button turns only when its work takes a while', () => {
  vi.useFakeTimers()
  render(<Button loading>Create</Button>)
  const ring = () => screen.getByRole('button').querySelector('span')
  expect(ring()).toBeNull()
  act(() => vi.advanceTimersByTime(150))
  expect(ring()).not.toBeNull()
  vi.useRealTimers()
})

test('a second click while the first is at work does nothing', () => {
  const work = vi.fn()
  render(
    <Button loading onClick={work}>
      Create
    </Button>,
  )
  fireEvent.click(screen.getByRole('button', { name: 'Create' }))
  expect(work).not.toHaveBeenCalled()
})
