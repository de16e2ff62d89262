// Takes the pictures of README.md and README.zh.md: pages over the seeds, without the texts of the plans.
import assert from 'node:assert/strict'
import { mkdir, stat } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { launch, skip } from './browser.mjs'
import { start } from './server.mjs'

const folder = fileURLToPath(new URL('../../docs/pictures/', import.meta.url))
const width = 1100
const mostBytes = 150_000

/** What is taken: the page, the height in pixels, and where it begins if not at the top. */
const pictures = [
  { name: 'home', path: '/', height: 760 },
  { name: 'county', path: '/county/330324', height: 700 },
  { name: 'matrix', path: '/matrix', height: 820 },
  { name: 'canvas', path: '/neighbourhood?e=university/lanzhou-university-of-technology&focus=university/lanzhou-university-of-technology', height: 640, from: '.tools' },
  { name: 'conflicts', path: '/conflicts', height: 640 },
  { name: 'compare', path: '/compare?e=county/330324&e=county/331122', height: 760, from: '#indicators' },
]

if (skip) throw new Error(skip)
const { address, stop } = await start()
const browser = await launch()
try {
  await mkdir(folder, { recursive: true })
  for (const lang of ['zh', 'en']) for (const picture of pictures) await take(picture, lang)
} finally {
  await browser.close()
  await stop()
}

async function take({ name, path, height, from }, lang) {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: 'light', reducedMotion: 'reduce' })
  await page.goto(`${address}${path}${path.includes('?') ? '&' : '?'}lang=${lang}`)
  if (from) await page.locator(from).evaluate((e) => e.scrollIntoView())
  await page.waitForLoadState('networkidle')
  const file = `${folder}${name}.${lang}.png`
  await page.screenshot({ path: file })
  const { size } = await stat(file)
  assert.ok(size < mostBytes, `${file} has ${size} bytes`)
  console.log(`${file}: ${size} bytes`)
  await page.close()
}
