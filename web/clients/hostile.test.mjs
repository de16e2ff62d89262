// Data whose names, titles, notes, units and values are attacks: on no page, and in
// no list that scripts make, does any of it become an element or run.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { reader, skip } from './browser.mjs'
import { ask, binary, serve } from './server.mjs'

const attacks = [
  `<script>window.owned=1</script>`,
  `<img src=x onerror=window.owned=1>`,
  `"><svg onload=window.owned=1>`,
  `' onmouseover=window.owned=1 autofocus onfocus=window.owned=1 '`,
  `</title></textarea></script><script>window.owned=1</script>`,
  `javascript:window.owned=1`,
  `<a href="javascript:window.owned=1">乐</a><iframe srcdoc="<script>parent.owned=1</script>">`,
  '${window.owned=1}{{constructor.constructor("window.owned=1")()}}`;window.owned=1;//',
]
const attack = (n) => attacks[n % attacks.length] + ` ${n}`
const cell = (text) => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
const csv = (head, rows) => [head, ...rows.map((row) => row.map(cell).join(','))].join('\n') + '\n'

const counties = ['county/999901', 'county/999902']
const universities = attacks.map((_, i) => `university/u${i}`)
const folder = await mkdtemp(join(tmpdir(), 'innograph-hostile-'))
after(() => rm(folder, { recursive: true }))
const files = {
  'datapackage.json': JSON.stringify({ name: 'hostile', resources: [] }),
  'sources.csv': csv('id,kind,title,issuer,number,issued,period_start,period_end,region,sha256,runes,note', [['source/x', 'reference', attack(0), attack(1), attack(2), '2020', '', '', '', '', '', attack(3)]]),
  'entities.csv': csv('id,type,kind,level,name,name_en', [...counties.map((id, i) => [id, 'County', '', '', attack(10 + i), attack(20 + i)]), ...universities.map((id, i) => [id, 'University', '', '', attack(30 + i), attack(40 + i)])]),
  'names.csv': csv('entity,name,lang,kind', universities.map((id, i) => [id, attack(50 + i), 'zh', 'alias'])),
  'indicators.csv': csv('id,name,name_en,unit,better,definition', [['indicator/i', attack(4), attack(5), '家', 'higher', attack(6)]]),
  'claims.csv': csv('subject,predicate,object,status,role,source,section,start,end,digest,reading,note', counties.flatMap((c) => universities.map((u, i) => [c, 'partnersWith', u, 'existing', '', 'source/x', attack(60 + i), '', '', '', 'context', attack(70 + i)]))),
  'observations.csv': csv('entity,indicator,period,role,measure,bound,value,unit,source,section,start,end,digest,note', counties.flatMap((c, i) => [
    [c, 'indicator/i', '2020', 'actual', 'stock', '', '3', '家', 'source/x', attack(80 + i), '', '', '', attack(82 + i)],
    [c, 'indicator/i', '2025', 'target', 'stock', '', attack(84 + i), '', 'source/x', attack(86 + i), '', '', '', attack(88 + i)],
  ])),
}
await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)))
spawnSync(binary, ['check', '--data', folder, '--fix-digests']) // lists the tables in the descriptor

const address = await serve('--data', folder)
const open = reader(address)

/** Holds a page against what no data may make of it. */
async function clean(page, wrong, what) {
  const found = await page.evaluate(() => ({
    owned: globalThis.owned ?? null,
    handlers: [...document.querySelectorAll('*')].filter((e) => e.getAttributeNames().some((n) => n.startsWith('on'))).length,
    elements: document.querySelectorAll('iframe, object, embed, img[src=x], svg[onload], script:not([src], [type="application/ld+json"])').length,
    // What the page says of itself to search engines: one block of JSON at most.
    blocks: [...document.querySelectorAll('script[type="application/ld+json"]')].filter((e, i) => i > 0 || typeof JSON.parse(e.textContent) !== 'object').length,
    links: [...document.querySelectorAll('[href], [action], [src]')].filter((e) => /^\s*(javascript|data:text)/i.test(e.getAttribute('href') ?? e.getAttribute('action') ?? e.getAttribute('src'))).length,
  }))
  assert.deepEqual(found, { owned: null, handlers: 0, elements: 0, blocks: 0, links: 0 }, what)
  assert.deepEqual(wrong, [], what)
}

const { data } = await ask(address, '{ claims(first: 2) { nodes { id } } observations(first: 4) { nodes { id } } county(id: "county/999901") { name } }')
const q = encodeURIComponent
const pages = [
  '/', `/search?q=${q('<')}`, `/search?q=${q(attacks[2])}`, ...counties.map((id) => '/' + id), ...universities.map((id) => '/' + id), '/relations?e=county/999901', '/passages?e=county/999901',
  ...data.claims.nodes.map(({ id }) => '/' + id), ...data.observations.nodes.map(({ id }) => '/' + id), '/claims', '/source/source/x', '/source/x', `/compare?e=${counties.join('&e=')}`, `/pairs?e=${counties.join('&e=')}`,
  '/matrix', `/paths?from=${universities[0]}&to=${universities[1]}`, '/neighbourhood?e=county/999901', '/conflicts', '/coverage', '/data', '/about', `/graphiql?plain=1&query=${q('{ counties { nodes { name nameEn } } sources { nodes { title note } } }')}`,
  `/nope/${q(attacks[1])}`, `/?lang=${q(attacks[2])}`, `/compare?e=${q(attacks[1])}`,
]

test('the attacks are in the data', () => {
  assert.equal(data.county.name, attack(10))
  assert.ok(data.claims.nodes.length === 2 && data.observations.nodes.length === 4)
})

for (const lang of ['zh', 'en']) {
  test(`no page runs what stands in the data (${lang})`, { skip, timeout: 240_000 }, async () => {
    const { page, wrong, close } = await open(`/?lang=${lang}`)
    page.on('dialog', (dialog) => wrong.push(`dialog ${dialog.message()}`))
    for (const path of pages) {
      await page.goto(address + path, { waitUntil: 'load' })
      // What a page may not find is said by its status, which browsers log.
      wrong.splice(0, wrong.length, ...wrong.filter((text) => !/status of (400|404)/.test(text)))
      await page.mouse.move(200, 200)
      await page.mouse.move(400, 300)
      await clean(page, wrong, path)
    }
    await close()
  })
}

test('suggestions show what was found as text', { skip }, async () => {
  const { page, wrong, close } = await open('/about')
  await page.locator('#find').focus()
  await page.keyboard.type('window')
  await page.locator('[role=listbox]:visible [role=option]').first().waitFor()
  assert.match(await page.locator('[role=listbox]:visible').innerText(), /window\.owned=1/)
  await clean(page, wrong, 'suggestions')
  await close()
})

test('the canvas and its panel show names as text, and its SVG has no script', { skip }, async () => {
  const { page, wrong, close } = await open('/neighbourhood?e=county/999901')
  await page.locator('[data-canvas][data-nodes]').waitFor()
  await page.locator('.stage').focus()
  await page.keyboard.press('ArrowRight')
  await page.locator('.panel h3').waitFor()
  await clean(page, wrong, 'the panel')
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('[data-do=svg]').click()])
  let svg = ''
  for await (const piece of await download.createReadStream()) svg += piece
  const read = await page.evaluate((text) => {
    const parsed = new DOMParser().parseFromString(text, 'image/svg+xml')
    const all = [...parsed.querySelectorAll('*')]
    return { broken: parsed.querySelectorAll('parsererror').length, bad: all.filter((e) => /^(script|foreignObject|iframe|a|img)$/i.test(e.localName) || e.getAttributeNames().some((n) => /^on|href/i.test(n))).length }
  }, svg)
  assert.deepEqual(read, { broken: 0, bad: 0 })
  await close()
})

test('charts show names, units and values as text', { skip }, async () => {
  for (const path of [`/compare?e=${counties.join('&e=')}`, '/county/999901']) {
    const { page, wrong, close } = await open(path)
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight))
    await page.waitForLoadState('networkidle')
    await clean(page, wrong, path)
    await close()
  }
})
