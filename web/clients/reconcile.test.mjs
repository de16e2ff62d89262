// A column of names matched as OpenRefine does it: manifest, batches of ten by
// form, columns from properties, previews in frames; and the examples of
// docs/clients.md.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { after, test } from 'node:test'
import { launch, skip } from './browser.mjs'
import { examples } from './docs.mjs'
import { emptyFolder, run } from './run.mjs'
import { serve } from './server.mjs'

const address = await serve()
const manifest = await (await fetch(`${address}/reconcile`)).json()

/** Sends a form, as OpenRefine does. */
async function form(field, value) {
  const response = await fetch(`${address}/reconcile`, { method: 'POST', body: new URLSearchParams({ [field]: JSON.stringify(value) }) })
  assert.equal(response.status, 200, await response.clone().text())
  return response.json()
}

/** The address that a template of the manifest gives for an id. */
const fill = (template, id) => template.replace('{{id}}', encodeURIComponent(id)).replace('${id}', encodeURIComponent(id))

test('the manifest says version 0.2 and where everything is', () => {
  assert.deepEqual(manifest.versions, ['0.2'])
  for (const { service_url, service_path } of [...Object.values(manifest.suggest), manifest.extend.propose_properties]) assert.ok(`${service_url}${service_path}`.startsWith(`${address}/reconcile/`))
})

// What a cell says, and the id it is matched with (or the first to choose from, in brackets).
const column = [
  ['永嘉县', 'county/330324'],
  ['平阳', 'county/330326'],
  ['Xianju County', 'county/331024'],
  ['331121', 'county/331121'],
  ['浙江省缙云县', '(county/331122)'],
  ['兰州理工大学', 'university/lanzhou-university-of-technology'],
  ['兰理工', 'university/lanzhou-university-of-technology'],
  ['浙江理公大学', '(university/zhejiang-sci-tech-university)'],
  ['lanzhoulgdx', ''],
  ['zjlgdx', '(university/zhejiang-sci-tech-university)'],
  ['杭州科创飞地', '(platform/330324-hangzhou-enclave)'],
  ['没有这样的东西', ''],
]

test('a column of twelve names', async () => {
  const found = []
  for (let from = 0; from < column.length; from += 10) {
    const batch = Object.fromEntries(column.slice(from, from + 10).map(([query], i) => [`q${from + i}`, { query, type_strict: 'should', limit: 5 }]))
    const answer = await form('queries', batch)
    for (const key of Object.keys(batch)) {
      const [best] = answer[key].result
      found[key.slice(1)] = best === undefined ? '' : best.match ? best.id : `(${best.id})`
    }
  }
  assert.deepEqual(column.map(([query], i) => [query, found[i]]), column)
})

test('a property puts one of two homonyms first; nothing is known against the other, so it is no match', async () => {
  const { q0 } = await form('queries', { q0: { query: '杭州科创飞地', properties: [{ pid: 'county', v: { id: 'county/331024', name: '仙居县' } }] } })
  assert.deepEqual(q0.result.slice(0, 2).map((c) => [c.id, c.score, c.match]), [['platform/331024-hangzhou-enclave', 96.5, false], ['platform/330324-hangzhou-enclave', 81.5, false]])
})

test('two columns from properties that are proposed', async () => {
  const { service_url, service_path } = manifest.extend.propose_properties
  const { properties } = await (await fetch(`${service_url}${service_path}?type=County`)).json()
  const ids = properties.map((p) => p.id)
  assert.ok(ids.includes('partners') && ids.includes('indicator/rd-gdp-share'), ids)
  const { meta, rows } = await form('extend', {
    ids: ['county/331122', 'county/330326'],
    properties: [{ id: 'partners', settings: { status: 'planned' } }, { id: 'indicator/rd-gdp-share', settings: { role: 'target', period: '2027' } }],
  })
  assert.deepEqual(meta.map((m) => m.id), ['partners', 'indicator/rd-gdp-share'])
  assert.deepEqual(rows['county/331122'].partners.map((p) => p.name), ['浙江理工大学', '浙江科技学院', '浙江工业大学'])
  assert.deepEqual([rows['county/331122'], rows['county/330326']].map((r) => r['indicator/rd-gdp-share']), [[{ float: 3.4 }], [{ float: 2.5 }]])
})

test('suggestions while typing, with flyouts', async () => {
  for (const [kind, prefix, id] of [['entity', 'yongjia', 'county/330324'], ['type', '高校', 'University'], ['property', '合作', 'partners']]) {
    const { service_url, service_path, flyout_service_path } = manifest.suggest[kind]
    const { result } = await (await fetch(`${service_url}${service_path}?prefix=${encodeURIComponent(prefix)}`)).json()
    assert.equal(result[0].id, id)
    const flyout = await (await fetch(fill(`${service_url}${flyout_service_path}`, id))).json()
    assert.equal(flyout.id, id)
    assert.match(flyout.html, /<strong>.*\p{Script=Han}/u)
  }
})

test('the view of a candidate is its page', async () => {
  const response = await fetch(fill(manifest.view.url, 'county/330324'))
  assert.deepEqual([response.status, response.url], [200, `${address}/county/330324`])
})

test('a page of another host frames the preview, and no other page', { skip }, async () => {
  const preview = fill(manifest.preview.url, 'county/330324')
  const host = createServer((_, response) => {
    response.setHeader('content-type', 'text/html')
    response.end(`<iframe name="preview" src="${preview}" width="${manifest.preview.width}" height="${manifest.preview.height}"></iframe><iframe name="page" src="${address}/county/330324"></iframe>`)
  }).listen(0, '127.0.0.1')
  await once(host, 'listening')
  after(() => host.close())
  const browser = await launch()
  after(() => browser.close())
  const page = await browser.newPage()
  const complaints = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  await page.goto(`http://127.0.0.1:${host.address().port}/`, { waitUntil: 'load' })
  const frame = page.frame('preview')
  assert.equal(await frame.locator('h1').textContent(), '永嘉县')
  assert.equal(await frame.evaluate(() => getComputedStyle(document.querySelector('h1')).fontSize), '17px', 'the style of the preview is allowed')
  assert.doesNotMatch(await page.frame('page').locator('body').textContent(), /永嘉县/, 'pages are not framed')
  assert.equal(complaints.filter((text) => !text.includes('frame-ancestors')).length, 0, complaints.join('\n'))
})

const shell = examples('OpenRefine', address)
for (let i = 0; i < shell.length; i += 2) {
  const [question, answer] = shell.slice(i, i + 2)
  test(`OpenRefine, example ${i / 2 + 1}`, async () => {
    assert.deepEqual([question.language, answer.language], ['sh', 'json'])
    assert.deepEqual(JSON.parse(await run(await emptyFolder('openrefine'), 'sh', '-c', question.text)), JSON.parse(answer.text))
  })
}
test('the page has examples', () => assert.ok(shell.length >= 4))
