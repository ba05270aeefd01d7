import { type BrowserContext, test as base, expect, type Page } from '@playwright/test'

/** What a browser complains about. Any of it fails the test, unless it was named beforehand. */
export class Complaints {
  readonly #found: string[] = []
  readonly #expected: { status: number; path: RegExp }[] = []

  /** This answer belongs to the test: `expectAnswer(402, /\/instances$/)`. */
  expectAnswer(status: number, path: RegExp) {
    this.#expected.push({ status, path })
  }

  async watch(context: BrowserContext) {
    await context.exposeBinding('reportViolation', (_, text: string) => this.#add('CSP', text))
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (violation) => {
        const { effectiveDirective, blockedURI, sample } = violation
        Reflect.get(window, 'reportViolation')(`${effectiveDirective} ${blockedURI} ${sample}`)
      })
    })
    context.on('page', (page) => this.#watchPage(page))
  }

  check() {
    expect(this.#found, 'complaints of the browser').toEqual([])
  }

  #watchPage(page: Page) {
    page.on('pageerror', (error) => this.#add('page error', error.message))
    page.on('crash', () => this.#add('crash', page.url()))
    page.on('console', (message) => {
      if (!['error', 'warning'].includes(message.type())) return
      // Chromium's echo of an answer above 399; the answer itself is looked at below.
      if (message.text().startsWith('Failed to load resource')) return
      this.#add('console', message.text())
    })
    page.on('requestfailed', (request) => {
      const reason = request.failure()?.errorText ?? ''
      // Ended by the page itself: a left page, a closed stream, an answer nobody waits for.
      if (reason !== 'net::ERR_ABORTED') this.#add('request', `${reason} ${request.url()}`)
    })
    page.on('response', (response) => {
      const status = response.status()
      const path = new URL(response.url()).pathname
      if (status < 400) return
      if (this.#expected.some((one) => one.status === status && one.path.test(path))) return
      this.#add('answer', `${status} ${response.request().method()} ${path}`)
    })
  }

  #add(kind: string, text: string) {
    this.#found.push(`${kind}: ${text}`)
  }
}

interface Fixtures {
  complaints: Complaints
  /** Another browser: its own cookies, watched like the first. */
  openBrowser: () => Promise<Page>
}

export const test = base.extend<Fixtures>({
  complaints: [
    async ({ context }, use) => {
      const complaints = new Complaints()
      await complaints.watch(context)
      await use(complaints)
      complaints.check()
    },
    { auto: true },
  ],
  openBrowser: async ({ browser, complaints, contextOptions, baseURL, viewport }, use) => {
    const opened: BrowserContext[] = []
    await use(async () => {
      const context = await browser.newContext({
        ...contextOptions,
        baseURL,
        viewport,
        ignoreHTTPSErrors: true,
      })
      opened.push(context)
      await complaints.watch(context)
      return context.newPage()
    })
    for (const context of opened) await context.close()
  },
})

export { expect }
