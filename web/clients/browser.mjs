// Pages in Debian's Chromium, as readers see them.
import { access } from 'node:fs/promises'
import { after, before } from 'node:test'
import axe from 'axe-core'
import { chromium } from 'playwright-core'

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'

/** Why no browser can be started; false if one can. */
export const skip = await access(executablePath).then(
  () => false,
  () => `${executablePath} is not at hand`,
)
if (skip) console.error(`SKIPPED: pages are not tried in a browser: ${skip}`)

/** Starts the browser; the caller closes it. */
export function launch() {
  // Root may not use Chromium's sandbox; the other switches keep it from calling home.
  const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
  return chromium.launch({ executablePath, args })
}

/** Gives what opens the pages of one server, in one browser for the tests of a file. */
export function reader(address) {
  let browser
  before(async () => {
    if (!skip) browser = await launch()
  })
  after(() => browser?.close())

  /** Opens a page as a reader with these settings, and collects whatever goes wrong on it. */
  return async function open(path, { locale = 'zh-CN', width = 1100, ...settings } = {}) {
    const context = await browser.newContext({ locale, viewport: { width, height: 800 }, ...settings })
    const page = await context.newPage()
    const wrong = []
    page.on('console', (message) => ['error', 'warning'].includes(message.type()) && wrong.push(`${message.type()}: ${message.text()}`))
    page.on('pageerror', (error) => wrong.push(`thrown: ${error}`))
    page.on('request', (request) => new URL(request.url()).origin === address || /^(data|blob):/.test(request.url()) || wrong.push(`asks ${request.url()}`))
    // What a reader who goes on does not wait for is aborted.
    page.on('requestfailed', (request) => request.failure()?.errorText === 'net::ERR_ABORTED' || wrong.push(`not loaded: ${request.url()}`))
    page.on('worker', (worker) => worker.url().startsWith(address) || wrong.push(`worker ${worker.url()}`))
    await page.exposeFunction('violated', (what) => wrong.push(`against the policy: ${what}`))
    await page.addInitScript(() => document.addEventListener('securitypolicyviolation', (e) => violated(`${e.violatedDirective} ${e.blockedURI}`)))
    await page.goto(address + path)
    return { page, wrong, close: () => context.close() }
  }
}

/** What axe finds on a page that is serious or worse, told by rule and place. */
export async function faults(page, rules) {
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate((rules) => axe.run({ resultTypes: ['violations'], ...(rules && { runOnly: rules }) }), rules)
  return violations
    .filter((v) => ['serious', 'critical'].includes(v.impact))
    .flatMap((v) => v.nodes.slice(0, 3).map((n) => `${v.id}: ${n.target}: ${n.failureSummary}`))
}
