import { expect, test } from './fixture'
import { fillCredentials, goTo, logIn, newAccount, signUp } from './steps'

test('a wrong password and an unknown address get the same answer', async ({
  page,
  openBrowser,
  complaints,
}) => {
  complaints.expectAnswer(401, /auth:logIn$/)
  const account = await signUp(await openBrowser())
  await page.goto('/login')
  const alert = page.getByRole('alert')
  const answers: (string | null)[] = []
  for (const wrong of [{ ...account, password: 'not the password' }, newAccount()]) {
    await fillCredentials(page, wrong)
    await page.getByRole('button', { name: 'Log in' }).click()
    await expect(page.getByRole('button', { name: 'Log in' })).not.toHaveAttribute('aria-busy')
    await expect(alert).toBeVisible()
    answers.push(await alert.textContent())
  }
  expect(answers[0]).toBe(answers[1])
  await expect(page).toHaveURL(/\/login$/)
})

test('an empty form says what is missing, without asking the server', async ({ page }) => {
  await page.goto('/login')
  await page.getByRole('button', { name: 'Log in' }).click()
  await expect(page.getByText('Enter your e-mail address.')).toBeVisible()
  await expect(page.getByText('Enter your password.')).toBeVisible()
  await expect(page.getByLabel('E-mail')).toBeFocused()
})

test('a weak password and a taken address are said beside their fields', async ({
  page,
  openBrowser,
  complaints,
}) => {
  complaints.expectAnswer(400, /auth:signUp$/)
  complaints.expectAnswer(409, /auth:signUp$/)
  const { email } = await signUp(await openBrowser())
  await page.goto('/sign-up')
  await fillCredentials(page, { ...newAccount(), password: 'short' })
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByLabel('Password', { exact: true })).toHaveAttribute('aria-invalid', 'true')

  await fillCredentials(page, { ...newAccount(), email })
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByLabel('E-mail')).toHaveAttribute('aria-invalid', 'true')
})

test('a link leads through log-in to its page, and never to another site', async ({
  page,
  openBrowser,
}) => {
  const account = await signUp(await openBrowser())
  await page.goto('/settings')
  await expect(page).toHaveURL(/\/login\?next=%2Fsettings$/)
  await fillCredentials(page, account)
  await page.getByRole('button', { name: 'Log in' }).click()
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible()

  const other = await openBrowser()
  await other.goto('/login?next=//evil.example/')
  await fillCredentials(other, account)
  await other.getByRole('button', { name: 'Log in' }).click()
  await expect(other.getByRole('heading', { name: 'Dashboard' })).toBeVisible()
})

test('logging out ends the session in the browser', async ({ page }) => {
  await signUp(page)
  await goTo(page, 'Settings')
  await page.getByRole('button', { name: 'Log out' }).click()
  await expect(page.getByRole('heading', { name: 'Log in' })).toBeVisible()
  await page.goto('/')
  await expect(page).toHaveURL(/\/login/)
})

test('a session that has ended leads to log-in and back to the page', async ({
  page,
  context,
  complaints,
}) => {
  complaints.expectAnswer(401, /^\/api\//)
  const account = await signUp(page)
  await context.clearCookies()
  await page.getByRole('link', { name: 'Billing' }).first().click()
  await expect(page).toHaveURL(/\/login\?next=.*billing$/)
  await fillCredentials(page, account)
  await page.getByRole('button', { name: 'Log in' }).click()
  await expect(page.getByRole('heading', { name: 'Billing' })).toBeVisible()
})

test('a project that is not yours does not exist', async ({ page, openBrowser }) => {
  const stranger = await openBrowser()
  await signUp(stranger)
  const theirs = new URL(stranger.url()).pathname
  await signUp(page)
  await page.goto(theirs)
  await expect(page.getByRole('heading', { name: 'This page does not exist' })).toBeVisible()
})

test('the administration is closed to users', async ({ page }) => {
  await signUp(page)
  await expect(page.getByRole('navigation', { name: 'Administration' })).toHaveCount(0)
  await page.goto('/admin/users')
  await expect(page.getByRole('heading', { name: 'This page is for administrators' })).toBeVisible()
})

test('the session’s cookie cannot be read by scripts', async ({ page, context }) => {
  const account = await signUp(page)
  const [cookie] = await context.cookies()
  expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Strict' })
  expect(await page.evaluate(() => document.cookie)).toBe('')
  await context.clearCookies()
  await page.evaluate(() => localStorage.clear())
  await logIn(page, account)
})
