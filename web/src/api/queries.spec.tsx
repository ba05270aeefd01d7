import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { expect, test, vi } from 'vitest'
import { ApiError } from './errors'
import type { CallOptions } from './methods'
import { useApiMutation } from './queries'

function mutate() {
  const call = vi.fn<(request: { name: string }, options?: CallOptions) => Promise<string>>()
  const client = new QueryClient()
  const { result } = renderHook(() => useApiMutation({ id: 'stopInstance', call }), {
    wrapper: ({ children }: { children: ReactNode }) => (
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    ),
  })
  const submit = (name: string) =>
    act(() => result.current.mutateAsync({ name }).catch(() => undefined))
  const ids = () => call.mock.calls.map(([, options]) => options?.requestId)
  return { call, submit, ids }
}

const refused = () => new ApiError(409, { message: 'No.', details: [] }, null)
const unknown = () => new ApiError(503, { message: 'Not known.', details: [] }, null)

test('a submit whose outcome is unknown is the same act when it is tried again', async () => {
  const { call, submit, ids } = mutate()
  call.mockRejectedValueOnce(unknown()).mockResolvedValueOnce('done')
  await submit('a')
  await submit('a')
  expect(ids()[0]).toBeDefined()
  expect(ids()[0]).toBe(ids()[1])
})

test('another request is another act, and so is one after an answer', async () => {
  const { call, submit, ids } = mutate()
  call
    .mockRejectedValueOnce(unknown())
    .mockResolvedValueOnce('done')
    .mockRejectedValueOnce(refused())
  call.mockResolvedValueOnce('done')
  await submit('a')
  await submit('b')
  await submit('b')
  await submit('b')
  expect(new Set(ids()).size).toBe(4)
})
