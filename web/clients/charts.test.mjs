// Charts of baselines and targets, beside the tables that they are made from.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reader, skip } from './browser.mjs'
import { serve } from './server.mjs'

const open = reader(await serve())
const two = '/compare?e=county/330324&e=county/331122'

/** The plot with this title, drawn. */
async function plot(page, title) {
  const figure = page.locator('.charts figure').filter({ has: page.locator('figcaption').getByText(title, { exact: true }) })
  await figure.scrollIntoViewIfNeeded()
  await figure.locator('svg').waitFor()
  return figure.locator('.plot[role=img]')
}

/** Where an element of the drawing stands, in pixels from the left. */
const left = async (locator) => (await locator.boundingBox()).x

for (const { lang, colorScheme, width, title, said, baseline, target } of [
  { lang: 'zh', colorScheme: 'light', width: 1100, title: '高新技术企业数', said: /^高新技术企业数\. 永嘉县 现状 .*144 家 \(2020\) → 目标 250 家 \(2025\); 缙云县 目标 400 家以上 \(2027\)/, baseline: '144 家 · 2020', target: '400 家以上 · 2027' },
  { lang: 'en', colorScheme: 'dark', width: 360, title: 'High-tech enterprises', said: /^High-tech enterprises\. Yongjia County Baseline .*144 \(2020\) → Target 250 \(2025\); Jinyun County Target at least 400 \(2027\)/, baseline: '144 · 2020', target: 'at least 400 · 2027' },
]) {
  test(`a comparison is drawn with bounds, in words too (${lang}, ${colorScheme}, ${width} px)`, { skip }, async () => {
    const { page, wrong, close } = await open(`${two}&lang=${lang}`, { colorScheme, width })
    const chart = await plot(page, title)
    assert.match(await chart.getAttribute('aria-label'), said)
    assert.ok((await left(chart.getByText(baseline))) < (await left(chart.getByText(target))))
    assert.equal(await chart.locator('path[fill="var(--accent)"]').filter({ visible: true }).count(), 3, 'two targets and the arrow of a bound')
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width)
    assert.deepEqual(wrong, [])
    await close()
  })
}

test('in English large amounts are written out, on the axis too', { skip }, async () => {
  const { page, wrong, close } = await open(`${two}&lang=en`)
  const chart = await plot(page, 'R&D costs of large industrial firms · flow over the period')
  for (const said of ['827 million yuan · 2019', '1.544 billion yuan · 2023', '500 million']) await chart.getByText(said, { exact: true }).waitFor()
  assert.ok((await left(chart.getByText('827 million yuan · 2019'))) < (await left(chart.getByText('1.544 billion yuan · 2023'))))
  assert.deepEqual(wrong, [])
  await close()
})

test('units and measures each have a panel, and what disagrees or is missing is said', { skip }, async () => {
  const { page, wrong, close } = await open('/compare?e=county/330324&e=county/331122&e=county/331024')
  const titles = await page.locator('.charts figcaption').allInnerTexts()
  assert.equal(new Set(titles).size, titles.length)
  assert.ok(titles.includes('高新技术企业数') && titles.includes('高新技术企业数 · 新增'))
  await (await plot(page, '技术交易额 · 新增')).getByText(/^⚠ .*20 亿元.* · 2025$/).waitFor()
  const missing = await page.locator('table.aligned tbody tr', { hasText: '技术交易额' }).locator('.none').count()
  assert.ok(missing > 0)
  assert.equal(await (await plot(page, '技术交易额 · 新增')).getByText('未给出', { exact: true }).count(), missing)
  assert.deepEqual(wrong, [])
  await close()
})

test('the chart library is fetched when a chart comes near, and only style attributes are allowed for it', { skip }, async () => {
  const { page, wrong, close } = await open('/county/330324')
  const loaded = []
  page.on('request', (request) => loaded.push(request.url()))
  await page.getByRole('heading', { level: 1 }).waitFor()
  assert.equal(await page.locator('.charts svg').count(), 0)
  await page.locator('.charts').first().scrollIntoViewIfNeeded()
  await page.locator('.charts svg').first().waitFor()
  assert.ok(loaded.some((url) => /\/bundles\/.*\.js$/.test(url)))
  const policy = async (path) => (await page.request.get(new URL(path, page.url()).href)).headers()['content-security-policy']
  assert.match(await policy('/county/330324'), /script-src 'self';.* style-src 'self';.* style-src-attr 'unsafe-inline'/)
  assert.doesNotMatch(await policy('/matrix'), /unsafe-inline/)
  assert.deepEqual(wrong, [])
  await close()
})
