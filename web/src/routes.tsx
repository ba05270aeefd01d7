import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  notFound,
  redirect,
} from '@tanstack/react-router'
import * as v from 'valibot'
import { follow } from './api/live/live'
import { queryClient, whenSessionEnds } from './api/query-client'
import {
  accountQ,
  allAuditQ,
  auditQ,
  imagesQ,
  instanceQ,
  instancesQ,
  instanceTasksQ,
  pausesQ,
  plansQ,
  pricesQ,
  queueStatsQ,
  queueTasksQ,
  tasksQ,
  transactionsQ,
  usersQ,
} from './api/resources'
import { currentSession, endSession, isAdministrator } from './api/session'
import { AdministratorsOnly } from './components/AdministratorsOnly'
import { AppShell } from './components/AppShell'
import { NotFound } from './components/NotFound'
import { PagePending } from './components/PagePending'
import { RouteError } from './components/RouteError'
import { paths } from './paths'
import { projectOf } from './util/names'

const text = v.optional(v.string())
const nextSearch = v.object({ next: text })
const pageSearch = v.object({ page: text })
const instancesSearch = v.object({
  page: text,
  name: text,
  state: v.optional(v.picklist(['RUNNING', 'STOPPED', 'FAILED', 'CHANGING'])),
  sort: text,
})
const auditSearch = v.object({ page: text, actor: text, method: text, outcome: text })
const queueSearch = v.object({
  page: text,
  view: v.optional(v.picklist(['RETRYING', 'RUNNING', 'FAILED'])),
  kind: text,
  task: text,
})
const usersSearch = v.object({ page: text, email: text })

// Reads again what no event reports; shows at once what is known of it.
const ensure = { revalidateIfStale: true } as const

const rootRoute = createRootRoute({ notFoundComponent: NotFound, errorComponent: RouteError })

// For visitors

const logInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/login',
  validateSearch: nextSearch,
  beforeLoad: leaveIfLoggedIn,
  component: lazyRouteComponent(() => import('./pages/auth/LogInPage')),
})

const signUpRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-up',
  validateSearch: nextSearch,
  beforeLoad: leaveIfLoggedIn,
  component: lazyRouteComponent(() => import('./pages/auth/SignUpPage')),
})

// For users: all below has a session, a project in sight and its stream of events

const appRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'app',
  async beforeLoad({ location }) {
    const session = await currentSession()
    if (!session?.user) throw redirect(paths.logIn(location.href))
    const { user } = session
    const project = projectOf(location.pathname.slice(1)) ?? user.personalProject
    if (!session.projects.some((membership) => membership.project === project)) throw notFound()
    await follow(project)
    return { session, user, project }
  },
  loader: ({ context: { project } }) =>
    Promise.all([
      queryClient.ensureQueryData(instancesQ(project)),
      queryClient.ensureQueryData(tasksQ(project)),
      queryClient.ensureQueryData(accountQ(project)),
    ]),
  component: AppShell,
})

const homeRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/',
  beforeLoad: ({ context }) => {
    throw redirect(paths.dashboard(context.project))
  },
})

const projectRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/projects/$project',
  loader: () =>
    Promise.all([queryClient.ensureQueryData(plansQ), queryClient.ensureQueryData(imagesQ)]),
})

const dashboardRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/',
  loader: ({ context }) =>
    queryClient.ensureQueryData({ ...auditQ(context.project, {}), ...ensure }),
  component: lazyRouteComponent(() => import('./pages/dashboard/DashboardPage')),
})

const instancesRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/instances',
  validateSearch: instancesSearch,
  loaderDeps: ({ search }) => ({ page: search.page }),
  loader: ({ context, deps }) =>
    queryClient.ensureQueryData(instancesQ(context.project, deps.page)),
  component: lazyRouteComponent(() => import('./pages/instances/InstancesPage')),
})

const instanceNewRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/instances/new',
  loader: () => {
    preloadInstancePage()
    return queryClient.ensureQueryData(pricesQ)
  },
  component: lazyRouteComponent(() => import('./pages/instances/InstanceNewPage')),
})

const instanceRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/instances/$instance',
  loader: ({ context, params }) => {
    const name = `${context.project}/instances/${params.instance}`
    return Promise.all([
      queryClient.ensureQueryData(instanceQ(name)),
      queryClient.ensureQueryData(instanceTasksQ(context.project, name)),
    ])
  },
  component: lazyRouteComponent(() => import('./pages/instances/InstancePage')),
})

const instanceOverviewRoute = createRoute({
  getParentRoute: () => instanceRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/instances/OverviewTab')),
})

const instanceSettingsRoute = createRoute({
  getParentRoute: () => instanceRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('./pages/instances/SettingsTab')),
})

const billingRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/billing',
  validateSearch: pageSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) =>
    Promise.all([
      queryClient.ensureQueryData(transactionsQ(context.project, deps.page)),
      queryClient.ensureQueryData(pricesQ),
    ]),
  component: lazyRouteComponent(() => import('./pages/billing/BillingPage')),
})

const activityRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/activity',
  validateSearch: auditSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps: { page, ...filter } }) =>
    queryClient.ensureQueryData({ ...auditQ(context.project, filter, page), ...ensure }),
  component: lazyRouteComponent(() => import('./pages/audit/ActivityPage')),
})

const settingsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('./pages/account/SettingsPage')),
})

// For administrators

const adminRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/admin',
  component: AdministratorsOnly,
})

const adminUsersRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/users',
  validateSearch: usersSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) =>
    isAdministrator(context.user) &&
    queryClient.ensureQueryData({ ...usersQ(deps.email, deps.page), ...ensure }),
  component: lazyRouteComponent(() => import('./pages/admin/UsersPage')),
})

const adminQueueRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/queue',
  validateSearch: queueSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps: { page, view = 'WAITING' as const, kind } }) =>
    isAdministrator(context.user) &&
    Promise.all([
      queryClient.ensureQueryData({ ...queueStatsQ, ...ensure }),
      queryClient.ensureQueryData({ ...queueTasksQ({ view, kind }, page), ...ensure }),
      queryClient.ensureQueryData({ ...pausesQ, ...ensure }),
    ]),
  component: lazyRouteComponent(() => import('./pages/admin/QueuePage')),
})

const adminAuditRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/audit',
  validateSearch: auditSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps: { page, ...filter } }) =>
    isAdministrator(context.user) &&
    queryClient.ensureQueryData({ ...allAuditQ(filter, page), ...ensure }),
  component: lazyRouteComponent(() => import('./pages/admin/AuditPage')),
})

const routeTree = rootRoute.addChildren([
  logInRoute,
  signUpRoute,
  appRoute.addChildren([
    homeRoute,
    projectRoute.addChildren([
      dashboardRoute,
      instancesRoute,
      instanceNewRoute,
      instanceRoute.addChildren([instanceOverviewRoute, instanceSettingsRoute]),
      billingRoute,
      activityRoute,
    ]),
    settingsRoute,
    adminRoute.addChildren([adminUsersRoute, adminQueueRoute, adminAuditRoute]),
  ]),
])

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0, // the query cache knows what is fresh
  defaultPendingMs: 150,
  defaultPendingMinMs: 0,
  defaultPendingComponent: PagePending,
  defaultErrorComponent: RouteError,
  defaultNotFoundComponent: NotFound,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

whenSessionEnds(() => {
  const { pathname, href } = router.state.location
  endSession(async () => {
    if (pathname !== '/login') await router.navigate(paths.logIn(href))
  })
})

// Where a create ends: it is at hand when the answer comes.
function preloadInstancePage() {
  Promise.allSettled([
    import('./pages/instances/InstancePage'),
    import('./pages/instances/OverviewTab'),
  ])
}

async function leaveIfLoggedIn() {
  if (await currentSession()) throw redirect({ to: '/' })
}
