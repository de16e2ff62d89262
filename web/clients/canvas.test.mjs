// The canvas of neighbourhoods in a browser.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { reader, skip } from './browser.mjs'
import { ask, serve } from './server.mjs'

const address = await serve()
const open = reader(address)
const county = '/neighbourhood?e=county/330324'

/** Waits until the canvas has come to rest, and gives how many entities and relations it shows. */
async function drawn(page, wanted = () => true) {
  await page.locator('[data-canvas][data-nodes]').waitFor()
  const deadline = Date.now() + 15_000
  let counts
  do {
    counts = await page.locator('[data-canvas]').evaluate(({ dataset }) => ({ nodes: Number(dataset.nodes), edges: Number(dataset.edges) }))
    if (wanted(counts)) return counts
    await page.waitForTimeout(50)
  } while (Date.now() < deadline)
  assert.fail(`the canvas shows ${JSON.stringify(counts)}`)
}

/** What the page lists without a script: all entities, and all relations of its heading. */
async function listed(page) {
  return { nodes: await page.locator('[data-node]').count(), edges: Number(await page.locator('#links .count').innerText()) }
}

async function saved(page, button) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator(`[data-do=${button}]`).click()])
  return { name: download.suggestedFilename(), content: await readFile(await download.path()) }
}

/** Reads an SVG as browsers do, and counts what is in it. */
const parsed = (page, text) =>
  page.evaluate((svg) => {
    const read = new DOMParser().parseFromString(svg, 'image/svg+xml')
    const count = (what) => read.querySelectorAll(what).length
    return { broken: count('parsererror'), nodes: count('g.node polygon'), edges: count('g.edge path'), dashed: count('g.edge path[stroke-dasharray]'), scripts: count('script, style, [href]'), named: [...read.querySelectorAll('g.node > title')].map((t) => t.textContent) }
  }, text)

for (const { lang, named: wanted, width, colorScheme } of [
  { lang: 'zh', named: '永嘉县', width: 1100, colorScheme: 'light' },
  { lang: 'en', named: 'Yongjia County', width: 360, colorScheme: 'dark' },
]) {
  test(`the canvas draws what the page lists, and saves it (${lang}, ${width} px, ${colorScheme})`, { skip }, async () => {
    const { page, wrong, close } = await open(`${county}&lang=${lang}`, { width, colorScheme })
    const counts = await drawn(page)
    assert.deepEqual(counts, await listed(page))
    const png = await saved(page, 'png')
    assert.equal(png.name, 'innograph-county-330324.png')
    assert.equal(png.content.subarray(1, 4).toString(), 'PNG')
    assert.ok(png.content.readUInt32BE(16) > 600, 'the picture is small')
    const svg = await saved(page, 'svg')
    const { broken, nodes, edges, dashed, scripts, named } = await parsed(page, svg.content.toString())
    assert.deepEqual({ broken, nodes, edges, scripts }, { broken: 0, ...counts, scripts: 0 })
    const query = '{ neighbourhood(ids: ["county/330324"], depth: 1, maxNodes: 80) { edges { statuses } } }'
    const { data } = await ask(address, query)
    assert.equal(dashed, data.neighbourhood.edges.filter((e) => e.statuses[0] !== 'EXISTING').length)
    assert.ok(dashed > 0 && named.includes(wanted), named.join())
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width, 'the page is wider than the screen')
    assert.deepEqual(wrong, [])
    await close()
  })
}

test('by keyboard an entity is selected and expanded, and going back undoes it', { skip }, async () => {
  const { page, wrong, close } = await open(`${county}&max=40`)
  const before = await drawn(page)
  await page.locator('.stage').focus()
  await page.keyboard.press('ArrowRight')
  await page.locator('.panel h3', { hasText: '永嘉县' }).waitFor()
  await page.keyboard.press('ArrowRight')
  await page.waitForURL((url) => !['', 'county/330324'].includes(url.searchParams.get('focus') ?? ''))
  await page.keyboard.press('ArrowLeft')
  await page.locator('.panel h3', { hasText: '永嘉县' }).waitFor()
  await page.keyboard.press('Enter')
  const after = await drawn(page, ({ nodes }) => nodes > before.nodes)
  assert.ok(after.nodes <= before.nodes + 80 && after.edges > before.edges, JSON.stringify({ before, after }))
  assert.deepEqual(new URL(page.url()).searchParams.getAll('open'), ['county/330324'])
  await page.keyboard.press('Escape')
  await page.locator('.panel h3').waitFor({ state: 'detached' })

  // Somebody else opens the address.
  const address2 = new URL(page.url())
  const other = await open(address2.pathname + address2.search)
  assert.deepEqual(await drawn(other.page), after)
  await other.close()

  await page.goBack()
  await drawn(page, ({ nodes }) => nodes === before.nodes)
  assert.deepEqual(wrong, [])
  await close()
})

test('filters leave out types, statuses, predicates and sources, and stay in the address and in the other language', { skip }, async () => {
  const { page, wrong, close } = await open(county)
  const all = await drawn(page)
  for (const kind of ['type:INDUSTRY', 'status:PLANNED', 'predicate:LOCATED_IN']) {
    const box = page.locator(`.key input[value="${kind}"]`)
    await box.uncheck()
    const fewer = await drawn(page, ({ edges }) => edges < all.edges)
    assert.ok(fewer.edges > 0, `${kind} leaves nothing`)
    await box.check()
    await drawn(page, ({ edges }) => edges === all.edges)
  }
  const source = page.locator('.key input[value^="source:"]').first()
  await source.uncheck()
  const few = await drawn(page, ({ edges, nodes }) => edges < all.edges && nodes < all.nodes)
  await page.locator('.language a').click()
  await page.getByRole('button', { name: 'Start over' }).waitFor()
  assert.deepEqual(await drawn(page), few)
  await page.getByRole('button', { name: 'Start over' }).click()
  await drawn(page, ({ edges }) => edges === all.edges)
  assert.deepEqual(wrong, [])
  await close()
})

test('a relation in the panel has its status and leads to its evidence', { skip }, async () => {
  const { page, wrong, close } = await open(`${county}&focus=county/330324`)
  await drawn(page)
  await page.locator('.panel li button').first().click()
  await page.locator('.panel .sentence').waitFor()
  assert.ok((await page.locator('.panel .chip').count()) > 0)
  await page.locator('.panel a.proof').click()
  await page.waitForURL(/\/claims?[/?]/)
  assert.deepEqual(wrong, [])
  await close()
})

test('a click expands, a double click opens the page', { skip }, async () => {
  const { page, wrong, close } = await open('/neighbourhood?e=university/lanzhou-university-of-technology&max=2', { reducedMotion: 'reduce' })
  const before = await drawn(page)
  assert.equal(before.nodes, 2)
  // Cytoscape leaves itself on its element.
  const place = () => page.locator('.stage').evaluate((stage) => stage._cyreg.cy.getElementById('university/lanzhou-university-of-technology').renderedPosition())
  await page.locator('.stage').click({ position: await place() })
  await drawn(page, ({ nodes }) => nodes > before.nodes)
  await page.locator('.stage').dblclick({ position: await place() })
  await page.waitForURL(/\/university\/lanzhou-university-of-technology$/)
  assert.deepEqual(wrong, [])
  await close()
})

test('a neighbourhood without a middle draws nothing and fetches no canvas', { skip }, async () => {
  const { page, wrong, close } = await open('/neighbourhood')
  const scripts = await page.evaluate(() => performance.getEntriesByType('resource').map((r) => r.name).filter((n) => /\/canvas-/.test(n)))
  assert.deepEqual([scripts, await page.locator('.stage').count()], [[], 0])
  assert.deepEqual(wrong, [])
  await close()
})
