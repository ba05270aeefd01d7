import { randomUUID } from 'node:crypto'
import { expect, type Page } from '@playwright/test'

export interface Account {
  email: string
  password: string
}

export function newAccount(): Account {
  return { email: `user-${randomUUID().slice(0, 8)}@e2e.example`, password: `pw ${randomUUID()}` }
}

export function administrator(): Account {
  const { NEXUS_E2E_ADMIN_EMAIL: email, NEXUS_E2E_ADMIN_PASSWORD: password } = process.env
  if (!email || !password) {
    throw new Error('Set NEXUS_E2E_ADMIN_EMAIL and NEXUS_E2E_ADMIN_PASSWORD.')
  }
  return { email, password }
}

export async function fillCredentials(page: Page, { email, password }: Account) {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
}

export async function signUp(page: Page, account = newAccount()): Promise<Account> {
  await page.goto('/sign-up')
  await fillCredentials(page, account)
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByRole('heading', { name: 'Dashboard' })).toBeVisible()
  return account
}

export async function logIn(page: Page, account: Account) {
  await page.goto('/login')
  await fillCredentials(page, account)
  await page.getByRole('button', { name: 'Log in' }).click()
  await expect(page.getByRole('heading', { name: 'Dashboard' })).toBeVisible()
}

/** The administrator, already logged in, gives a user money. */
export async function credit(page: Page, email: string, amount: string, reason: string) {
  await goTo(page, 'Users')
  await page.getByLabel('Search e-mail').fill(email)
  await page.getByRole('button', { name: 'Search' }).click()
  await page.getByRole('button', { name: `Credit ${email}` }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Amount').fill(amount)
  await dialog.getByLabel('Reason').fill(reason)
  await dialog.getByRole('button', { name: 'Credit account' }).click()
  await expect(dialog).toBeHidden()
}

/** Leaves by the navigation, as a user does. */
export async function goTo(page: Page, area: string) {
  await page.getByRole('navigation').getByRole('link', { name: area, exact: false }).first().click()
  await expect(page.getByRole('heading', { level: 1, name: area })).toBeVisible()
}

/** Fills the form of a new instance and stops before the last click. */
export async function describeInstance(page: Page, name: string) {
  await goTo(page, 'Instances')
  await page.getByRole('link', { name: 'Create instance' }).first().click()
  await expect(page.getByRole('heading', { name: 'Create instance' })).toBeVisible()
  await page.getByLabel('Name', { exact: true }).fill(name)
}

/** Creates an instance and ends on its page. */
export async function createInstance(page: Page, name: string) {
  await describeInstance(page, name)
  await page.getByRole('button', { name: 'Create instance' }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
}

/** The badge beside the title of an instance's page. */
export async function expectState(page: Page, state: string) {
  await expect(
    page.getByRole('banner').or(page.locator('main header')).getByText(state, { exact: true }),
  ).toBeVisible()
}
