import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './fixture'
import { administrator, createInstance, credit, expectState, logIn, signUp } from './steps'

// The pictures are looked at, not compared; they are where the results are.
const pictures = '../var/e2e/screenshots'

const themes = ['dark', 'light'] as const

test.describe.configure({ timeout: 180_000 })

test('the pages of a user are accessible in both themes', async ({ page, openBrowser }) => {
  const { email } = await signUp(page)
  const admin = await openBrowser()
  await logIn(admin, administrator())
  await credit(admin, email, '100', 'Bank transfer')
  await look(page, 'dashboard-empty')
  await createInstance(page, 'web-1')
  await expectState(page, 'Running')
  const instance = new URL(page.url()).pathname
  const project = instance.replace(/\/instances\/.*/, '')
  const pages = {
    dashboard: project,
    instances: `${project}/instances`,
    'instances-none-match': `${project}/instances?name=nothing`,
    'create-instance': `${project}/instances/new`,
    instance,
    'instance-settings': `${instance}/settings`,
    billing: `${project}/billing`,
    activity: `${project}/activity`,
    settings: '/settings',
    'not-found': '/nowhere',
  }
  for (const [name, path] of Object.entries(pages)) {
    await page.goto(path)
    await look(page, name)
  }
  await page.goto(`${instance}/settings`)
  await page.getByRole('button', { name: 'Delete instance…' }).click()
  await look(page, 'delete-dialog')
  await page.keyboard.press('Escape')
  await page.goto(`${project}/instances`)
  await page.getByRole('button', { name: 'Actions for web-1' }).click()
  await look(page, 'row-menu')
})

test('the pages of an administrator are accessible in both themes', async ({ page }) => {
  await logIn(page, administrator())
  const pages = {
    users: '/admin/users',
    queue: '/admin/queue',
    'queue-failed': '/admin/queue?view=FAILED',
    audit: '/admin/audit',
  }
  for (const [name, path] of Object.entries(pages)) {
    await page.goto(path)
    await look(page, name)
  }
  await page.goto('/admin/users')
  await page
    .getByRole('button', { name: /^Credit / })
    .first()
    .click()
  await page.getByRole('button', { name: 'Credit account' }).click()
  await look(page, 'credit-dialog')
  await page.goto('/admin/queue')
  await page.getByRole('button', { name: 'Pause…' }).click()
  await page.getByRole('button', { name: 'Pause tasks' }).click()
  await look(page, 'pause-dialog')
})

test('the pages of a visitor are accessible in both themes', async ({ page }) => {
  await page.goto('/login')
  await page.getByRole('button', { name: 'Log in' }).click()
  await look(page, 'log-in')
  await page.goto('/sign-up')
  await look(page, 'sign-up')
})

test('no page scrolls sideways on the narrowest phone', async ({ page, openBrowser }) => {
  const { email } = await signUp(page)
  const admin = await openBrowser()
  await logIn(admin, administrator())
  await credit(admin, email, '100', 'Bank transfer')
  await createInstance(page, 'a-name-that-is-as-long-as-a-host-name-may-be-and-then-some-more')
  const instance = new URL(page.url()).pathname
  const project = instance.replace(/\/instances\/.*/, '')
  for (const width of [390, 320]) {
    await page.setViewportSize({ width, height: 800 })
    for (const part of ['', '/instances', '/instances/new', '/billing', '/activity']) {
      await page.goto(project + part)
      await expectToFit(page, `phone-${width}${part.replaceAll('/', '-')}`)
    }
    await page.goto(instance)
    await expectToFit(page, `phone-${width}-instance`)
    await page.goto('/settings')
    await expectToFit(page, `phone-${width}-settings`)
  }
})

/** No violation of WCAG 2.2 A and AA or of axe's best practice, and a picture of each theme. */
async function look(page: Page, name: string) {
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
  for (const theme of themes) {
    await page.evaluate((now) => {
      document.documentElement.dataset.bsTheme = now
    }, theme)
    // Colours fade in; axe would measure them half-way.
    await page.evaluate(() =>
      Promise.all(
        document
          .getAnimations()
          .filter((one) => one.effect?.getComputedTiming().iterations === 1)
          .map((one) => one.finished),
      ),
    )
    await page.screenshot({ path: `${pictures}/${name}-${theme}.png` })
    const { violations } = await new AxeBuilder({ page }).analyze()
    const told = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`,
    )
    expect(told, `${name}, ${theme}`).toEqual([])
  }
}

async function expectToFit(page: Page, name: string) {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true })
  const beyond = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(beyond, name).toBe(0)
}
