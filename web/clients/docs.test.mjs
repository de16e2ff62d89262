// The examples of docs/clients.md that are no test's own.
import assert from 'node:assert/strict'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { test } from 'node:test'
import { example, examples } from './docs.mjs'
import { missing, read } from './python.mjs'
import { emptyFolder, run } from './run.mjs'
import { binary, serve } from './server.mjs'

const address = await serve()
const folder = await emptyFolder('docs')

for (const heading of ['curl', 'Persisted queries']) {
  const shell = examples(heading, address)
  for (let i = 0; i < shell.length; i += 2) {
    const [question, answer] = shell.slice(i, i + 2)
    test(`${heading}, example ${i / 2 + 1}`, async () => {
      assert.deepEqual([question.language, answer.language], ['sh', 'json'])
      assert.deepEqual(JSON.parse(await run(folder, 'sh', '-c', question.text)), JSON.parse(answer.text))
    })
  }
}

const linked = examples('Linked data', address)
for (let i = 0; i < linked.length; i += 2) {
  const [question, answer] = linked.slice(i, i + 2)
  test(`Linked data, example ${i / 2 + 1}`, async () => {
    assert.equal(question.language, 'sh')
    assert.equal(await run(folder, 'sh', '-c', question.text), answer.text)
  })
}

test('Apollo Client pages through a list', async () => {
  await writeFile(`${folder}/apollo.mjs`, example('Apollo Client', 'js', address))
  assert.match(await run(folder, 'node', 'apollo.mjs'), /^true \p{Script=Han}+\n$/u)
})

test('Gephi gets its file, and Gephi Lite its address', async () => {
  await run(folder, 'sh', '-c', example('Gephi', 'sh', address))
  assert.match(await readFile(`${folder}/yongjia.gexf`, 'utf8'), /<gexf xmlns="http:\/\/gexf\.net\/1\.3".*<node id="county\/330324" label="永嘉县">/s)
  const opened = new URL((await run(folder, 'sh', '-c', example('Gephi Lite', 'sh', address))).trim())
  assert.equal(opened.searchParams.get('file'), `${address}/export/gexf?focus=county/330324&depth=1`)
})

test('Cytoscape.js takes the elements', async () => {
  await writeFile(`${folder}/cytoscape.mjs`, example('Cytoscape', 'js', address))
  assert.match(await run(folder, 'node', 'cytoscape.mjs'), /^\d+ \p{Script=Han}+\n$/u)
})

for (const [heading, module] of [['NetworkX', 'networkx'], ['igraph and R', 'igraph']]) {
  test(`the example of ${heading}`, { skip: missing(module) }, async () => {
    await writeFile(`${folder}/${module}_example.py`, example(heading, 'python', address))
    assert.match(await read(`${folder}/${module}_example.py`), /^\d+ \p{Script=Han}+\n$/u)
  })
}

test('Neo4j is called with the files and the delimiter', async () => {
  await mkdir(`${folder}/neo4j/bin`, { recursive: true })
  await writeFile(`${folder}/neo4j/bin/neo4j-admin`, '#!/bin/sh\nls\nprintf "%s\\n" "$@"\n', { mode: 0o755 })
  const commands = example('Neo4j', 'sh', address).replace('/opt/neo4j', `${folder}/neo4j`).replace('innograph export', `${binary} export`)
  assert.deepEqual((await run(folder, 'sh', '-c', commands)).trim().split('\n'),
    ['import.sh', 'nodes.csv', 'relationships.csv', 'database', 'import', 'full', 'counties', '--nodes=nodes.csv', '--relationships=relationships.csv', '--array-delimiter=U+003B', '--multiline-fields=true'])
})
