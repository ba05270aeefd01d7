import { idOf } from './util/names'

/** Every link of the console is made here: a URL changes in one line. */
export const paths = {
  dashboard: (project: string) =>
    ({ to: '/projects/$project', params: { project: idOf(project) } }) as const,
  instances: (project: string) =>
    ({ to: '/projects/$project/instances', params: { project: idOf(project) } }) as const,
  instanceNew: (project: string) =>
    ({ to: '/projects/$project/instances/new', params: { project: idOf(project) } }) as const,
  instance: (name: string) =>
    ({ to: '/projects/$project/instances/$instance', params: instanceParams(name) }) as const,
  instanceSettings: (name: string) =>
    ({
      to: '/projects/$project/instances/$instance/settings',
      params: instanceParams(name),
    }) as const,
  billing: (project: string) =>
    ({ to: '/projects/$project/billing', params: { project: idOf(project) } }) as const,
  activity: (project: string) =>
    ({ to: '/projects/$project/activity', params: { project: idOf(project) } }) as const,
  settings: () => ({ to: '/settings' }) as const,
  adminUsers: () => ({ to: '/admin/users' }) as const,
  adminQueue: () => ({ to: '/admin/queue' }) as const,
  adminAudit: () => ({ to: '/admin/audit' }) as const,
  logIn: (next?: string) => ({ to: '/login', search: { next } }) as const,
  signUp: (next?: string) => ({ to: '/sign-up', search: { next } }) as const,
}

function instanceParams(name: string) {
  const [, project = '', , instance = ''] = name.split('/')
  return { project, instance }
}
