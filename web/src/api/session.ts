import { unfollow } from './live/live'
import { sessionQ } from './queries'
import { newest, queryClient } from './query-client'
import type { Session } from './types'

// Whether asking for the session is worth a request. Not a credential: that is in a
// cookie which no script can read.
const hint = 'nexus-session'

/** Who is logged in, or null. A visitor costs no request. */
export async function currentSession(): Promise<Session | null> {
  if (localStorage.getItem(hint) === null) return null
  try {
    return await queryClient.ensureQueryData(sessionQ)
  } catch (error) {
    if (localStorage.getItem(hint) === null) return null // it ended: see forgetSession
    throw error
  }
}

export function rememberSession() {
  forgetSession()
  localStorage.setItem(hint, '1')
}

/** Leaves nothing of the user who was here in the page's memory. */
export function forgetSession() {
  localStorage.removeItem(hint)
  unfollow()
  queryClient.clear()
  newest.forget()
}

export function isAdministrator(session: Session, permission: string) {
  return session.globalPermissions.includes(permission)
}
