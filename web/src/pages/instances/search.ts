import type { SortingState } from '@tanstack/react-table'
import type { Instance } from '../../api/types'

/** What the address of the list says. */
export interface InstancesSearch {
  page?: string
  name?: string
  state?: 'RUNNING' | 'STOPPED' | 'FAILED' | 'CHANGING'
  sort?: string
}

const settled = ['RUNNING', 'STOPPED', 'FAILED']

export function matches(
  { displayName, ipv4Address, state }: Pick<Instance, 'displayName' | 'ipv4Address' | 'state'>,
  search: InstancesSearch,
): boolean {
  const text = (search.name ?? '').trim().toLowerCase()
  if (!displayName.toLowerCase().includes(text) && !ipv4Address.includes(text)) return false
  if (search.state === undefined) return true
  return search.state === 'CHANGING' ? !settled.includes(state) : state === search.state
}

/** `name` is ascending, `-name` descending. */
export function parseSort(sort: string | undefined): SortingState {
  if (!sort) return []
  return [{ id: sort.replace(/^-/, ''), desc: sort.startsWith('-') }]
}

export function sortText(column: string, descending: boolean): string {
  return descending ? `-${column}` : column
}
