// Milliseconds from the click on "Create instance" to the badge that says
// Running, as the page itself sees them. Prints a JSON list.
import { createRequire } from 'node:module'

const require = createRequire(new URL('../../web/package.json', import.meta.url))
const { chromium } = require('@playwright/test')
const { NEXUS_E2E_URL: url, NEXUS_BENCH_EMAIL: email, NEXUS_BENCH_PASSWORD: password, RUNS: runs } = process.env

const browser = await chromium.launch({
  executablePath: process.env.NEXUS_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
})
const page = await browser.newPage({ baseURL: url, ignoreHTTPSErrors: true })
await page.goto('/login')
await page.getByLabel('E-mail').fill(email)
await page.getByLabel('Password', { exact: true }).fill(password)
await page.getByRole('button', { name: 'Log in' }).click()
await page.getByRole('heading', { name: 'Dashboard' }).waitFor()

// Runs in the page: from the next click until the title's badge says Running.
const watch = () =>
  new Promise((resolve) => {
    let clicked = 0
    addEventListener('click', () => { clicked = performance.now() }, { capture: true, once: true })
    const observer = new MutationObserver(() => {
      if (!clicked || !document.querySelector('main header')?.textContent?.includes('Running')) return
      observer.disconnect()
      resolve(performance.now() - clicked)
    })
    observer.observe(document.body, { childList: true, subtree: true, characterData: true })
  })

const times = []
for (let run = 0; run < Number(runs); run++) {
  await page.getByRole('navigation').getByRole('link', { name: 'Instances' }).first().click()
  await page.getByRole('link', { name: 'Create instance' }).first().click()
  await page.getByLabel('Name', { exact: true }).fill(`click-${run}`)
  const elapsed = page.evaluate(watch)
  await page.getByRole('button', { name: 'Create instance' }).click()
  times.push(await elapsed)
}
console.log(JSON.stringify(times))
await browser.close()
