import { createColumnHelper } from '@tanstack/react-table'
import { fireEvent, render, screen, within } from '@testing-library/react'
import { beforeAll, expect, test, vi } from 'vitest'

interface Machine {
  name: string
  size: number
}

const machines = [
  { name: 'b', size: 2 },
  { name: 'a', size: 10 },
]

beforeAll(() => {
  // jsdom has no layout; the page is wide.
  window.matchMedia = vi.fn().mockReturnValue({
    matches: false,
    addEventListener: vi.fn(),
    removeEventListener: vi.fn(),
  })
})

async function show(props: object = {}) {
  const { DataTable, features } = await import('./DataTable')
  const col = createColumnHelper<typeof features, Machine>()
  const columns = col.columns([
    col.accessor('name', { header: 'Name', sortFn: 'text' }),
    col.accessor('size', { header: 'Size', sortFn: 'basic' }),
    col.display({ id: 'menu', header: 'Actions', meta: { hiddenHeader: true }, cell: () => '…' }),
  ])
  render(
    <DataTable
      label="Machines"
      columns={columns}
      data={machines}
      rowId={({ name }) => name}
      empty="No machines yet"
      {...props}
    />,
  )
  return () =>
    screen
      .getAllByRole('row')
      .slice(1)
      .map((row) => within(row).getAllByRole('cell')[0]?.textContent)
}

test('rows stand as the server ordered them', async () => {
  const names = await show()
  expect(names()).toEqual(['b', 'a'])
})

test('numbers are sorted as numbers, and the header says how', async () => {
  const names = await show({ sorting: [{ id: 'size', desc: true }], onSort: vi.fn() })
  expect(names()).toEqual(['a', 'b'])
  expect(screen.getByRole('columnheader', { name: 'Size' }).getAttribute('aria-sort')).toBe(
    'descending',
  )
})

test('a click on a header asks for its order, a second one for the reverse', async () => {
  const onSort = vi.fn()
  await show({ sorting: [{ id: 'name', desc: false }], onSort })
  fireEvent.click(screen.getByRole('button', { name: 'Size' }))
  fireEvent.click(screen.getByRole('button', { name: 'Name' }))
  expect(onSort.mock.calls).toEqual([
    ['size', false],
    ['name', true],
  ])
})

test('a row with more to say takes the place of its cells and no others', async () => {
  await show({
    span: { columns: ['size'], render: ({ name }: Machine) => (name === 'a' ? 'Cloning' : null) },
  })
  const [, b, a] = screen.getAllByRole('row')
  expect(b?.textContent).toBe('b2…')
  expect(a?.textContent).toBe('aCloning…')
})

test('an empty table says what would be there', async () => {
  await show({ data: [] })
  expect(screen.getByText('No machines yet')).toBeDefined()
})
