import { expect, test } from './fixture'
import {
  administrator,
  createInstance,
  credit,
  describeInstance,
  expectState,
  goTo,
  logIn,
  signUp,
} from './steps'

test('a new user is credited, creates an instance, stops, starts and deletes it', async ({
  page,
  openBrowser,
}) => {
  const { email } = await signUp(page)
  await expect(page.getByText('No instances yet')).toBeVisible()

  const admin = await openBrowser()
  await logIn(admin, administrator())
  await credit(admin, email, '50', 'Bank transfer of 3 May')
  // The user's page follows without being touched.
  await expect(page.getByRole('link', { name: 'Balance' })).toContainText('€50.00')

  await createInstance(page, 'web-1')
  await expectState(page, 'Running')
  await expect(page.getByRole('button', { name: /^Copy address/ })).toBeVisible()

  await page.getByRole('button', { name: 'Stop' }).click()
  await expectState(page, 'Stopped')
  await page.getByRole('button', { name: 'Start' }).click()
  await expectState(page, 'Running')

  await page.getByRole('link', { name: 'Settings' }).last().click()
  await page.getByRole('button', { name: 'Delete instance…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Delete web-1?' })
  const confirm = dialog.getByRole('button', { name: 'Delete instance' })
  await expect(confirm).toHaveAttribute('aria-disabled', 'true')
  await dialog.getByLabel('Type web-1 to confirm').fill('web-1')
  await confirm.click()
  await expectState(page, 'Deleted')
  await goTo(page, 'Instances')
  await expect(page.getByText('No instances yet')).toBeVisible()

  await goTo(page, 'Billing')
  const ledger = page.getByRole('table', { name: 'Transactions' }).getByRole('row')
  await expect(ledger.filter({ hasText: 'Credit' })).toContainText('Bank transfer of 3 May')
  const fee = ledger.filter({ hasText: 'Set-up' })
  await expect(fee).toContainText('web-1')
  await expect(fee).toContainText('−€')

  await goTo(page, 'Activity')
  const trail = page.getByRole('table', { name: 'Activity' }).getByRole('row')
  for (const act of ['Create instance', 'Stop instance', 'Start instance', 'Delete instance']) {
    await expect(trail.filter({ hasText: act })).toContainText('You')
    await expect(trail.filter({ hasText: act })).toContainText('Done')
  }
  await expect(trail.filter({ hasText: 'Credit account' })).not.toContainText('You')
})

test('an instance that cannot be paid for is refused, and nothing is left of it', async ({
  page,
  complaints,
}) => {
  complaints.expectAnswer(402, /\/instances$/)
  await signUp(page) // The project has no credit.
  await describeInstance(page, 'web-1')
  await page.getByRole('button', { name: 'Create instance' }).click()

  await expect(page.getByRole('alert')).toContainText(
    /Not enough funds: €0\.00 available, €[\d.]+ needed\./,
  )
  await expect(page).toHaveURL(/\/instances\/new$/)
  await goTo(page, 'Billing')
  await expect(page.getByText('No transactions yet')).toBeVisible()
  await expect(page.getByLabel('The account in numbers')).toContainText('Held€0.00')
  await goTo(page, 'Instances')
  await expect(page.getByText('No instances yet')).toBeVisible()
  await goTo(page, 'Activity')
  const refused = page.getByRole('row').filter({ hasText: 'Create instance' })
  await expect(refused).toContainText('Insufficient funds')
})

test('what one browser does, another one sees without being touched', async ({
  page,
  openBrowser,
}) => {
  const account = await signUp(page)
  const admin = await openBrowser()
  await logIn(admin, administrator())
  await credit(admin, account.email, '50', 'For two browsers')

  const other = await openBrowser()
  await logIn(other, account)
  await goTo(other, 'Instances')
  await expect(other.getByText('No instances yet')).toBeVisible()

  await createInstance(page, 'shared-1')
  const row = other.getByRole('row').filter({ hasText: 'shared-1' })
  await expect(row).toContainText('Running')
  await row.getByRole('button', { name: 'Actions for shared-1' }).click()
  await other.getByRole('menuitem', { name: 'Stop' }).click()
  await expectState(page, 'Stopped')
  await expect(row).toContainText('Stopped')
})

test('a name that is taken is said beside the field', async ({ page, openBrowser, complaints }) => {
  complaints.expectAnswer(409, /\/instances$/)
  const { email } = await signUp(page)
  const admin = await openBrowser()
  await logIn(admin, administrator())
  await credit(admin, email, '50', '<img src=x onerror=alert(1)>')
  await createInstance(page, 'twin')
  await describeInstance(page, 'twin')
  await page.getByRole('button', { name: 'Create instance' }).click()

  const name = page.getByLabel('Name', { exact: true })
  await expect(name).toHaveAttribute('aria-invalid', 'true')
  await expect(name).toBeFocused()
  await expect(page).toHaveURL(/\/instances\/new$/)
  await goTo(page, 'Billing')
  await expect(page.getByText('<img src=x onerror=alert(1)>')).toBeVisible()
})

test('the click to the running badge is timed', async ({ page, openBrowser }) => {
  const { email } = await signUp(page)
  const admin = await openBrowser()
  await logIn(admin, administrator())
  await credit(admin, email, '50', 'For the watch')
  await describeInstance(page, 'timed-1')
  const elapsed = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let clicked = 0
        addEventListener('click', () => (clicked = performance.now()), {
          capture: true,
          once: true,
        })
        const observer = new MutationObserver(() => {
          const badge = document.querySelector('main header')?.textContent?.includes('Running')
          if (!badge || clicked === 0) return
          observer.disconnect()
          resolve(performance.now() - clicked)
        })
        observer.observe(document.body, { childList: true, subtree: true, characterData: true })
      }),
  )
  await page.getByRole('button', { name: 'Create instance' }).click()
  console.log(`click_to_running_ms ${(await elapsed).toFixed(1)}`)
  await expectState(page, 'Running')
})
