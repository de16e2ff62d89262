// The canvas of neighbourhoods in a browser.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { faults, reader, skip } from './browser.mjs'
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

test('what was asked for before starting over is not drawn any more', { skip }, async () => {
  const { page, wrong, close } = await open(`${county}&max=40&focus=county/330324`, { reducedMotion: 'reduce' })
  const before = await drawn(page)
  let release
  const released = new Promise((done) => (release = done))
  await page.route('**/graphql', (route) => released.then(() => route.continue()), { times: 1 })
  const [expansion] = await Promise.all([page.waitForRequest('**/graphql'), page.getByRole('button', { name: '展开一步' }).click()])
  const [restart] = await Promise.all([page.waitForResponse('**/graphql'), page.getByRole('button', { name: '还原' }).click()])
  await restart.finished()
  release()
  await (await expansion.response()).finished()
  await page.waitForTimeout(250) // for what must not happen
  assert.deepEqual(await drawn(page), before)
  assert.deepEqual(new URL(page.url()).searchParams.getAll('open'), [])
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

/** Opens a university beside one other entity; place tells where it is drawn. */
async function openUniversity() {
  const opened = await open('/neighbourhood?e=university/lanzhou-university-of-technology&max=2', { reducedMotion: 'reduce', hasTouch: true })
  const before = await drawn(opened.page)
  assert.equal(before.nodes, 2)
  // Cytoscape leaves itself on its element.
  const place = () => opened.page.locator('.stage').evaluate((stage) => stage._cyreg.cy.getElementById('university/lanzhou-university-of-technology').renderedPosition())
  return { ...opened, before, stage: opened.page.locator('.stage'), place }
}

test('a click expands', { skip }, async () => {
  const { page, stage, before, place, wrong, close } = await openUniversity()
  await stage.click({ position: await place() })
  await drawn(page, ({ nodes }) => nodes > before.nodes)
  assert.deepEqual(wrong, [])
  await close()
})

/** Taps twice, with as much time for it as this machine needs. */
async function doubleTap(stage, position) {
  await stage.evaluate((stage) => void stage._cyreg.cy.multiClickDebounceTime(10_000)) // milliseconds
  await stage.tap({ position })
  await stage.tap({ position })
}

for (const { what, act } of [
  { what: 'quick double click', act: (stage, position) => stage.dblclick({ position }) },
  { what: 'slow double click', act: (stage, position) => stage.dblclick({ position, delay: 300 }) }, // milliseconds; beyond Cytoscape's own
  { what: 'double tap', act: doubleTap },
]) {
  test(`a ${what} opens the page`, { skip }, async () => {
    const { page, stage, place, wrong, close } = await openUniversity()
    await act(stage, await place())
    await page.waitForURL(/\/university\/lanzhou-university-of-technology$/)
    assert.deepEqual(wrong, [])
    await close()
  })
}

test('a neighbourhood without a middle draws nothing and fetches no canvas', { skip }, async () => {
  const { page, wrong, close } = await open('/neighbourhood')
  const scripts = await page.evaluate(() => performance.getEntriesByType('resource').map((r) => r.name).filter((n) => /\/canvas-/.test(n)))
  assert.deepEqual([scripts, await page.locator('.stage').count()], [[], 0])
  assert.deepEqual(wrong, [])
  await close()
})

for (const { path, middles } of [
  { path: '/compare?e=county/330324&e=county/331122&e=county/330326', middles: ['永嘉县', '缙云县', '平阳县', '浙江理工大学'] },
  { path: '/matrix?first=20', middles: ['永嘉县', '青田县', '浙江大学', '江南大学'] },
]) {
  test(`${path} is drawn from all that it shows`, { skip }, async () => {
    const { page, wrong, close } = await open(path)
    await page.getByRole('link', { name: '画出关系图' }).click()
    const counts = await drawn(page)
    assert.deepEqual(counts, await listed(page))
    const svg = await saved(page, 'svg')
    const { named } = await parsed(page, svg.content.toString())
    for (const name of middles) assert.ok(named.includes(name), `${name} is not drawn`)
    assert.deepEqual(wrong, [])
    await close()
  })
}

test('the canvas never holds more than 400 entities, and says so', { skip }, async () => {
  const { page, wrong, close } = await open(`${county}&depth=2&max=400&focus=county/331121`, { reducedMotion: 'reduce' })
  assert.equal((await drawn(page)).nodes, 400)
  const there = await page.locator('[data-node]').evaluateAll((nodes) => nodes.map((n) => n.dataset.node))
  const { data } = await ask(address, '{ county(id: "county/331121") { relations(first: 500) { nodes { id } } } }')
  assert.ok(data.county.relations.nodes.some(({ id }) => !there.includes(id)), 'there is nothing to expand')
  await page.getByRole('button', { name: '展开一步' }).click()
  await page.getByRole('status').filter({ hasText: '或已达上限' }).waitFor()
  assert.equal((await drawn(page)).nodes, 400)
  assert.deepEqual(wrong, [])
  await close()
})

for (const colorScheme of ['light', 'dark']) {
  test(`axe finds nothing serious on the canvas, its panel and its key (${colorScheme})`, { skip }, async () => {
    const { page, wrong, close } = await open(`${county}&focus=county/330324`, { colorScheme, reducedMotion: 'reduce' })
    await drawn(page)
    await page.locator('.panel h3').waitFor()
    await page.locator('details.key').evaluate((key) => (key.open = true))
    assert.deepEqual(await faults(page), [])
    assert.deepEqual(wrong, [])
    await close()
  })
}
