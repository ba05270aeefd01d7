import {
  type AuditFilter,
  explainTask,
  getBillingAccount,
  getInstance,
  getQueueStats,
  listAllAuditRecords,
  listAuditRecords,
  listImages,
  listInstances,
  listPauses,
  listPlans,
  listPrices,
  listQueueTasks,
  listTasks,
  listTransactions,
  listUsers,
  type QueueFilter,
} from './methods'
import { polledQ, q, unwatchedQ } from './queries'

const mostPerPage = 200

// The queries of the console, each asked in one way, so that pages share the answers.

export const plansQ = q(listPlans, { pageSize: mostPerPage })
export const imagesQ = q(listImages, { pageSize: mostPerPage })
export const pricesQ = q(listPrices, { pageSize: mostPerPage })

export const instancesQ = (parent: string, pageToken?: string) =>
  q(listInstances, { parent, pageSize: mostPerPage, pageToken })

export const instanceQ = (name: string) => q(getInstance, { name })

/** A project's newest tasks. */
export const tasksQ = (parent: string) => q(listTasks, { parent, pageSize: 50 })

/** The tasks of one instance. */
export const instanceTasksQ = (parent: string, target: string) =>
  q(listTasks, { parent, target, pageSize: 10 })

export const accountQ = (parent: string) => q(getBillingAccount, { parent })

export const transactionsQ = (parent: string, pageToken?: string) =>
  q(listTransactions, { parent, pageSize: 50, pageToken })

export const auditQ = (parent: string, filter: AuditFilter, pageToken?: string) =>
  unwatchedQ(listAuditRecords, { parent, filter, pageSize: 50, pageToken })

export const allAuditQ = (filter: AuditFilter, pageToken?: string) =>
  unwatchedQ(listAllAuditRecords, { filter, pageSize: 50, pageToken })

/** Whom an administrator sees by address instead of by id. */
export const knownUsersQ = q(listUsers, { pageSize: mostPerPage })

export const usersQ = (emailContains?: string, pageToken?: string) =>
  unwatchedQ(listUsers, { emailContains, pageSize: 50, pageToken })

export const queueStatsQ = polledQ(getQueueStats, {})

export const queueTasksQ = (filter: QueueFilter, pageToken?: string) =>
  polledQ(listQueueTasks, { ...filter, pageSize: 50, pageToken })

export const explanationQ = (name: string) => polledQ(explainTask, { name })

export const pausesQ = polledQ(listPauses, { pageSize: mostPerPage })
