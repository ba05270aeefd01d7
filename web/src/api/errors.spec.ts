import { describe, expect, test } from 'vitest'
import { ApiError, sentence } from './errors'

const info = (reason: string, metadata = {}) => ({
  '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
  reason,
  domain: 'billing.nexus',
  metadata,
})

describe('an error of the API', () => {
  test('says what is missing when there is not enough money', () => {
    const error = new ApiError(
      402,
      {
        code: 9,
        message: 'Available money is below the amount asked for.',
        details: [
          info('INSUFFICIENT_FUNDS', {
            account: 'projects/a/billingAccount',
            available_micros: '4000000',
            requested_micros: '6200000',
            currency: 'EUR',
          }),
        ],
      },
      'r-1',
    )
    expect(sentence(error)).toBe('Not enough funds: €4.00 available, €6.20 needed.')
    expect(error.outcomeUnknown).toBe(false)
    expect(error.requestId).toBe('r-1')
  })

  test('falls back to the server’s sentence', () => {
    const error = new ApiError(
      402,
      { message: 'No money.', details: [info('INSUFFICIENT_FUNDS')] },
      null,
    )
    expect(sentence(error)).toBe('No money.')
  })

  test('names the fields as this program does', () => {
    const error = new ApiError(
      400,
      {
        message: 'A field is wrong.',
        details: [
          info('FIELD_INVALID'),
          {
            fieldViolations: [{ field: 'instance.display_name', description: 'Not a DNS label.' }],
          },
        ],
      },
      null,
    )
    expect(error.violations.get('instance.displayName')).toBe('Not a DNS label.')
  })

  test('says when to try again', () => {
    const error = new ApiError(
      429,
      { message: 'Too many failures.', details: [info('LOCKED_OUT'), { retryDelay: '899.2s' }] },
      null,
    )
    expect(sentence(error)).toBe('Too many failures. Try again in 900 s.')
  })

  test.each([
    [0, undefined],
    [502, '<html>'],
    [503, { message: 'Not known yet.', details: [info('OUTCOME_UNKNOWN')] }],
    [409, { message: 'Still at work.', details: [info('REQUEST_IN_PROGRESS')] }],
  ])('leaves the outcome open for status %i', (httpStatus, body) => {
    const error = new ApiError(httpStatus, body, null)
    expect(error.outcomeUnknown).toBe(true)
    expect(sentence(error)).not.toBe('')
  })
})
