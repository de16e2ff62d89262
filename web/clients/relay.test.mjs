// relay-compiler over the schema that the server prints and the documents as
// Relay fragments; what it compiles is run against the server.
import assert from 'node:assert/strict'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { test } from 'node:test'
import { buildSchema } from 'graphql'
import { example } from './docs.mjs'
import { documents } from './documents.mjs'
import { toRelay } from './relay.mjs'
import { emptyFolder, run } from './run.mjs'
import { ask, serve } from './server.mjs'

const address = await serve()
const folder = await emptyFolder('relay')
const sdl = await (await fetch(`${address}/schema.graphql`)).text()
const modules = documents.map((document) => ({ document, ...toRelay(document.operation, buildSchema(sdl)) }))

await mkdir(`${folder}/src/artifacts`, { recursive: true })
await writeFile(`${folder}/schema.graphql`, sdl)
await writeFile(`${folder}/relay.config.json`, example('Relay', 'json', address))
await writeFile(`${folder}/src/Platforms.js`, example('Relay', 'js', address))
for (const { module, source } of modules) await writeFile(`${folder}/src/${module}.js`, `import { graphql } from 'react-relay'\n\n${source}`)

test('the compiler takes the schema and the fragments', () => run(folder, 'relay-compiler'))

// compiled reads the text of a query that the compiler made.
async function compiled(query) {
  const artifact = await readFile(`${folder}/src/artifacts/${query}.graphql.js`, 'utf8')
  return JSON.parse(/"text": (".*")/.exec(artifact)[1])
}

async function answered(text, variables) {
  const { data, errors } = await ask(address, text, variables)
  assert.equal(errors, undefined, JSON.stringify(errors))
  return data
}

for (const { document, module, fragments } of modules) {
  test(`${module}: what was compiled gives the document's answer`, async () => {
    const data = await answered(await compiled(`${module}Query`), document.variables)
    assertHolds(data, await answered(document.text, document.variables), module)
  })
  for (const { type, query } of fragments.filter((f) => f.query)) {
    test(`${query}: ${type} is fetched again`, async () => {
      const id = await anId(type, document)
      const data = await answered(await compiled(query), { ...document.variables, count: 2, ...(id && { id }) })
      if (id) assert.equal(data.node.id, id)
    })
  }
}

test('the example of the docs goes on where its first page ends', async () => {
  const id = 'county/330324'
  const text = await compiled('PlatformsPageQuery')
  const list = []
  for (let cursor = null; ; ) {
    const { edges, pageInfo, totalCount } = (await answered(text, { id, count: 20, cursor })).node.platforms
    list.push(...edges.map((edge) => edge.node.id))
    cursor = pageInfo.endCursor
    if (pageInfo.hasNextPage) continue
    assert.ok(totalCount > 40)
    assert.equal(new Set(list).size, totalCount)
    assert.equal(list.length, totalCount)
    return
  }
})

// anId finds an entity of a type in the answer to a document.
async function anId(type, { text, variables }) {
  if (type === 'Query') return undefined
  const answer = JSON.stringify(await answered(text, variables))
  const { ontology } = await answered('{ ontology { types { typename prefix } } }')
  const prefixes = ontology.types.filter((t) => [t.typename, 'Entity', 'Node'].includes(type)).map((t) => t.prefix)
  const id = new RegExp(`"id":"((?:${prefixes.join('|')})/[^"]+)"`).exec(answer)?.[1]
  assert.ok(id, `no ${type} in the answer`)
  return id
}

// assertHolds says that an answer has all that another has; the compiler adds
// fields of its own, and asks for pageInfo as it needs it.
function assertHolds(got, want, path) {
  if (want === null || typeof want !== 'object') return assert.deepEqual(got, want, path)
  assert.ok(got !== null && typeof got === 'object', path)
  if (Array.isArray(want)) assert.equal(got.length, want.length, path)
  for (const [key, value] of Object.entries(want)) if (key !== 'pageInfo') assertHolds(got[key], value, `${path}.${key}`)
}
