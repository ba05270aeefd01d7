import { unfollow } from './live/live'
import { sessionQ } from './queries'
import { newest, queryClient } from './query-client'
import type { Session, User } from './types'

// Whether asking for the session is worth a request. Not a credential: that is in a
// cookie which no script can read.
const hint = 'nexus-session'

/** Who is logged in, or null. A visitor costs no request. */
export async function currentSession(): Promise<Session | null> {
  if (localStorage.getItem(hint) === null) return null
  try {
    return await queryClient.ensureQueryData(sessionQ)
  } catch (error) {
    if (localStorage.getItem(hint) === null) return null // it ended: see endSession
    throw error
  }
}

export function rememberSession() {
  forget()
  localStorage.setItem(hint, '1')
}

/**
 * Leaves the page, and then nothing of the user who was here in its memory: in this
 * order, because what is still on the screen would ask again for what it lost.
 */
export async function endSession(leave: () => Promise<void>) {
  localStorage.removeItem(hint)
  unfollow()
  await leave()
  forget()
}

function forget() {
  queryClient.clear()
  newest.forget()
}

export function isAdministrator(user: User) {
  return user.role === 'ADMINISTRATOR'
}

/** Whether the user may do something anywhere: `may(session, 'admin.billing.credit')`. */
export function may(session: Session, permission: string) {
  return session.globalPermissions.includes(permission)
}
