import {
  type Column,
  type ColumnDef,
  createSortedRowModel,
  type RowData,
  rowSortingFeature,
  type SortingState,
  sortFn_basic,
  sortFn_text,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import down from 'bootstrap-icons/icons/arrow-down.svg?icon'
import up from 'bootstrap-icons/icons/arrow-up.svg?icon'
import type { ReactNode } from 'react'
import { usePhone } from '../hooks/use-media'
import { Icon } from '../ui/Icon'
import styles from './DataTable.module.scss'

export interface ColumnMeta {
  /** Numbers: right-aligned, in columns. */
  end?: boolean
  /** Only on wide screens. */
  wideOnly?: boolean
  /** For the header of a column without a word, such as the one of the menus. */
  hiddenHeader?: boolean
}

export const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { text: sortFn_text, basic: sortFn_basic },
  columnMeta: {} as ColumnMeta,
})

export type Columns<T extends RowData> = readonly ColumnDef<typeof features, T>[]

/** A row that has more to say than its cells: it takes the place of some of them. */
export interface Span<T> {
  /** Neighbours, from left to right. */
  columns: readonly string[]
  render: (row: T) => ReactNode
}

/**
 * The table of the console: rows of one height, hairlines, a card each on a phone.
 * Columns are constants; what is sorted is in the page's URL, where sorting is given.
 */
export function DataTable<T extends RowData>({
  label,
  columns,
  data,
  rowId,
  sorting = unsorted,
  onSort,
  dim,
  selected,
  span,
  card,
  empty,
  foot,
}: {
  label: string
  columns: Columns<T>
  data: T[]
  rowId: (row: T) => string
  sorting?: SortingState
  onSort?: (column: string, descending: boolean) => void
  /** Rows that are on their way out. */
  dim?: (row: T) => boolean
  /** The row that the page tells more about. */
  selected?: (row: T) => boolean
  span?: Span<T>
  card?: (row: T) => ReactNode
  empty: ReactNode
  foot?: ReactNode
}) {
  const table = useTable({
    features,
    columns,
    data,
    getRowId: rowId,
    state: { sorting },
    enableSortingRemoval: false,
    defaultColumn: { enableSorting: onSort !== undefined },
  })
  const phone = usePhone()
  const rows = table.getRowModel().rows
  if (rows.length === 0) return empty
  if (phone && card) {
    return (
      <>
        <ul className={styles.cards} aria-label={label}>
          {rows.map((row) => (
            <li key={row.id} className={dim?.(row.original) ? styles.dim : undefined}>
              {card(row.original)}
            </li>
          ))}
        </ul>
        {foot && <div className={styles.foot}>{foot}</div>}
      </>
    )
  }
  return (
    <>
      <div className={styles.scroll}>
        <table className="table table-hover" aria-label={label}>
          <thead>
            <tr>
              {table.getFlatHeaders().map((header) => (
                <th
                  key={header.id}
                  scope="col"
                  className={cellClass(header.column.columnDef.meta)}
                  aria-sort={ariaSort(header.column)}
                >
                  <HeaderWord column={header.column} onSort={onSort}>
                    <table.FlexRender header={header} />
                  </HeaderWord>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => {
              const spanning = span?.render(row.original)
              return (
                <tr
                  key={row.id}
                  className={rowClass(dim?.(row.original), selected?.(row.original))}
                >
                  {row.getAllCells().map((cell) => {
                    const { id, columnDef } = cell.column
                    const spanned = spanning ? span?.columns.indexOf(id) : -1
                    if (spanned === 0) {
                      return (
                        <td key={cell.id} colSpan={span?.columns.length} className={styles.span}>
                          {spanning}
                        </td>
                      )
                    }
                    if (spanned !== undefined && spanned > 0) return null
                    return (
                      <td key={cell.id} className={cellClass(columnDef.meta)}>
                        <table.FlexRender cell={cell} />
                      </td>
                    )
                  })}
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      {foot && <div className={styles.foot}>{foot}</div>}
    </>
  )
}

const unsorted: SortingState = []

function HeaderWord<T extends RowData>({
  column,
  onSort,
  children,
}: {
  column: Column<typeof features, T>
  onSort?: (column: string, descending: boolean) => void
  children: ReactNode
}) {
  const sorted = column.getIsSorted()
  if (column.columnDef.meta?.hiddenHeader)
    return <span className="visually-hidden">{children}</span>
  if (!onSort || !column.getCanSort()) return children
  return (
    <button
      type="button"
      className={styles.sort}
      onClick={() => onSort(column.id, sorted === 'asc')}
    >
      {children}
      {sorted && <Icon of={sorted === 'asc' ? up : down} size={12} />}
    </button>
  )
}

function ariaSort<T extends RowData>(column: Column<typeof features, T>) {
  const sorted = column.getIsSorted()
  if (!sorted) return undefined
  return sorted === 'asc' ? 'ascending' : 'descending'
}

function rowClass(dim = false, selected = false) {
  return [dim && styles.dim, selected && styles.selected].filter(Boolean).join(' ') || undefined
}

function cellClass(meta: ColumnMeta | undefined) {
  return (
    [meta?.end && 'end', meta?.wideOnly && styles.wideOnly].filter(Boolean).join(' ') || undefined
  )
}
