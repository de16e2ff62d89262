// Graphs that break pages made for the seeds alone: names of 200 characters,
// names that are markup, an entity without relations, a hub, and nothing at all.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faults, reader, skip } from './browser.mjs'
import { headings, layOut } from './packages.mjs'
import { serve } from './server.mjs'

const wild = '<script>alert(1)</script>'
const long = '长'.repeat(200)
const counties = Array.from({ length: 800 }, (_, i) => `county/${100000 + i}`)
const at = 'source/x,,,,,,' // of a reference, which has no text
const tables = {
  sources: [headings.sources, `source/x,reference,${wild},,,2021,,,,,,,`],
  entities: [headings.entities, `university/hub,University,,,${wild},`, `university/long,University,,,${long},${'w'.repeat(200)}`, 'university/alone,University,,,独,', ...counties.map((id, i) => `${id},County,,,县${i},`)],
  mentions: [headings.mentions, 'university/alone,source/x,,,,'],
  claims: [headings.claims, ...counties.map((id) => `${id},partnersWith,university/hub,existing,,${at}`), `county/100000,partnersWith,university/long,planned,,${at}`],
}

const graphs = [
  {
    name: 'awkward names and a hub of 800 counties',
    address: await serve(...(await layOut('awkward', tables))),
    paths: ['/', '/search?type=county', '/search?q=长', '/university/hub', '/relations?e=university/hub&field=counties', '/university/long', '/university/alone', '/county/100000', '/source/x', '/passages?e=university/hub', '/compare', '/compare?e=county/100000&e=county/100001', '/matrix?first=100', '/paths?from=university/long&to=university/hub', '/neighbourhood?e=university/hub&max=400', '/neighbourhood?e=university/long', '/coverage'],
  },
  {
    name: 'no entity and no claim',
    address: await serve(...(await layOut('nothing', { entities: [headings.entities] }))),
    paths: ['/', '/search', '/search?q=x', '/compare', '/pairs', '/matrix', '/paths', '/neighbourhood', '/conflicts', '/coverage', '/data', '/about'],
  },
]

const readers = graphs.map(({ address }) => reader(address))

for (const [i, { name, address, paths }] of graphs.entries()) {
  test(`over ${name} no page breaks, none is wider than its window, and axe finds nothing serious`, { skip }, async () => {
    const { page, wrong, close } = await readers[i]('/', { reducedMotion: 'reduce' })
    const found = []
    for (const path of paths) {
      const response = await page.goto(address + path)
      if (response.status() !== 200) found.push(`${path}: ${response.status()}`)
      for (const width of [360, 1100, 2560]) {
        await page.setViewportSize({ width, height: 800 })
        const taken = await page.evaluate(() => document.documentElement.scrollWidth)
        if (taken > width) found.push(`${path} takes ${taken} of ${width} px`)
      }
      found.push(...(await faults(page)).map((fault) => `${path}: ${fault}`), ...wrong.splice(0).map((what) => `${path}: ${what}`))
    }
    assert.deepEqual(found, [])
    await close()
  })
}

for (const lang of ['zh', 'en']) {
  test(`what is not there and what is asked wrongly is told, with a search to go on from (${lang})`, { skip }, async () => {
    const { page, close } = await readers[0]('/')
    for (const [path, status, says] of [['/county/000000', 404, ''], ['/nothing', 404, ''], ['/compare?e=x', 400, 'e ='], ['/matrix?rows=village', 400, 'rows ='], ['/pairs', 400, 'name some by ids or within']]) {
      const response = await page.goto(`${graphs[0].address}${path}${path.includes('?') ? '&' : '?'}lang=${lang}`)
      assert.equal(response.status(), status, path)
      assert.deepEqual(await faults(page), [])
      assert.ok((await page.getByRole('main').innerText()).includes(says), path)
    }
    assert.ok(await page.locator('#within').isVisible(), 'too many counties to pair, and no way to choose fewer')
    await page.locator('#again').fill('独')
    await page.locator('#again').press('Enter')
    await page.getByRole('main').getByRole('link', { name: '独', exact: true }).waitFor()
    await close()
  })
}
