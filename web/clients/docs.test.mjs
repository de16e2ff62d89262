// The examples of docs/clients.md that are no test's own.
import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { test } from 'node:test'
import { example, examples } from './docs.mjs'
import { emptyFolder, run } from './run.mjs'
import { serve } from './server.mjs'

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
