// A plan read whole, over an invented one whose text is at hand.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { faults, reader, skip } from './browser.mjs'
import { headings, layOut } from './packages.mjs'
import { serve } from './server.mjs'

const line = '甲县与乙大学共建，甲县建设丙平台，并推广到各处。\n'
const lines = 150

const digest = (text) => createHash('sha256').update(text).digest('hex')

const text = line.repeat(lines)
const at = (start, end) => ['source/jia', '', start, end, digest(text.slice(start, end)).slice(0, 16), '', ''].join(',')
const claims = Array.from({ length: lines }, (_, i) => [
  `county/999901,partnersWith,university/yi,existing,,${at(25 * i, 25 * i + 8)}`,
  `county/999901,builds,platform/bing,planned,hosts,${at(25 * i + 9, 25 * i + 16)}`,
]).flat()
const tables = {
  sources: [headings.sources, `source/jia,plan,甲县规划,,,2021,2021,2025,county/999901,,${digest(text)},${text.length},`],
  entities: [headings.entities, 'county/999901,County,,,甲县,', 'university/yi,University,,,乙大学,', 'platform/bing,Platform,other,,丙平台,'],
  claims: [headings.claims, ...claims],
}

const address = await serve(...(await layOut('reader', tables, { jia: text })))
const open = reader(address)

for (const javaScriptEnabled of [true, false]) {
  test(`from a relation to its passage in the text, and on to the next (${javaScriptEnabled ? 'with' : 'without'} scripts)`, { skip }, async () => {
    const { page, wrong, close } = await open('/source/jia?part=claims', { javaScriptEnabled })
    await page.locator('.reader .place a').nth(3).click()
    await page.waitForURL('**/source/jia?start=34&end=41#p34-41')
    assert.deepEqual(await page.locator('mark.asked').allInnerTexts(), ['甲县建设丙平台'])
    assert.ok((await page.locator('mark:not(.asked)').count()) > 50)
    assert.match(await page.locator('.notes li.asked').innerText(), /第 35–41 字[^]*甲县 建设 丙平台/)
    await page.getByRole('link', { name: '下一处' }).click()
    await page.waitForURL('**/source/jia?start=50&end=58#p50-58')
    await page.goBack()
    assert.deepEqual(await page.locator('mark.asked').allInnerTexts(), ['甲县建设丙平台'])
    assert.deepEqual(wrong, [])
    await close()
  })
}

test('a passage far down the text comes into view, and so does its entry', { skip }, async () => {
  const { page, wrong, close } = await open('/source/jia?start=2250&end=2258#p2250-2258')
  const seen = (locator) => locator.evaluate((e) => e.getBoundingClientRect().top >= 0 && e.getBoundingClientRect().top < innerHeight)
  assert.ok(await seen(page.locator('mark.asked')), 'the passage is out of sight')
  await page.locator('mark.asked + .ref').click()
  assert.ok(await seen(page.locator('.notes li.asked')), 'its entry is out of sight')
  assert.deepEqual(wrong, [])
  await close()
})

for (const colorScheme of ['light', 'dark']) {
  test(`axe finds nothing serious on a text, and it is no wider than the window (${colorScheme})`, { skip }, async () => {
    const { page, wrong, close } = await open('/source/jia?start=34&end=41', { colorScheme, reducedMotion: 'reduce' })
    await page.locator('details.contents').evaluate((contents) => (contents.open = true))
    assert.deepEqual(await faults(page), [])
    for (const width of [360, 1100, 2560]) {
      await page.setViewportSize({ width, height: 800 })
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width, `${width} px are not enough`)
    }
    assert.deepEqual(wrong, [])
    await close()
  })
}
