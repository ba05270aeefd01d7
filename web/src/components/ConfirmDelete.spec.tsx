import { fireEvent, render, screen } from '@testing-library/react'
import { beforeAll, expect, test, vi } from 'vitest'
import { ApiError } from '../api/errors'
import { ConfirmDelete } from './ConfirmDelete'

beforeAll(() => {
  // jsdom has the element, not its methods.
  HTMLDialogElement.prototype.showModal = function showModal() {
    this.open = true
  }
  HTMLDialogElement.prototype.close = function close() {
    this.open = false
  }
})

function ask(error: Error | null = null) {
  const onDelete = vi.fn()
  render(
    <ConfirmDelete
      noun="instance"
      name="web-1"
      losses={[{ what: 'Disk', fate: '40 GiB, erased' }]}
      pending={false}
      error={error}
      onDelete={onDelete}
      onClose={vi.fn()}
    />,
  )
  const type = (text: string) =>
    fireEvent.change(screen.getByLabelText('Type web-1 to confirm'), { target: { value: text } })
  const submit = () => fireEvent.click(screen.getByRole('button', { name: 'Delete instance' }))
  return { onDelete, type, submit }
}

test('nothing is deleted before the whole name is typed', () => {
  const { onDelete, type, submit } = ask()
  submit()
  type('web-')
  submit()
  expect(onDelete).not.toHaveBeenCalled()
  type('web-1')
  submit()
  expect(onDelete).toHaveBeenCalledOnce()
})

test('the dialog names the thing and what is lost', () => {
  ask()
  expect(screen.getByRole('dialog', { name: 'Delete web-1?' }).textContent).toContain(
    '40 GiB, erased',
  )
})

test('a refusal is said in the dialog', () => {
  ask(new ApiError(409, { message: 'It is being started.', details: [] }, null))
  expect(screen.getByRole('alert').textContent).toContain('It is being started.')
})
