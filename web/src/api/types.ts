import type { components } from './generated/openapi'

type Schemas = components['schemas']

export type Instance = Schemas['Instance']
export type InstanceState = Schemas['Instance.State']
export type Plan = Schemas['Plan']
export type Image = Schemas['Image']
export type Price = Schemas['Price']
export type Task = Schemas['Task']
export type Step = Schemas['Task.Step']
export type Transaction = Schemas['Transaction']
export type TransactionKind = Schemas['Transaction.Kind']
export type BillingAccount = Schemas['BillingAccount']
export type AuditRecord = Schemas['AuditRecord']
export type User = Schemas['User']
export type Session = Schemas['Session']
