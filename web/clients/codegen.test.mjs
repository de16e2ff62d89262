// graphql-codegen over the running server: the types that it makes of the
// documents hold for the answers that the server gives.
import assert from 'node:assert/strict'
import { cp, writeFile } from 'node:fs/promises'
import { test } from 'node:test'
import { example } from './docs.mjs'
import { documents, folder as queries } from './documents.mjs'
import { emptyFolder, run } from './run.mjs'
import { ask, serve } from './server.mjs'

const address = await serve()
const folder = await emptyFolder('codegen')
await cp(queries, `${folder}/queries`, { recursive: true })
await writeFile(`${folder}/codegen.yml`, example('graphql-codegen', 'yaml', address))

const compile = (...files) => run(folder, 'tsc', '--ignoreConfig', '--noEmit', '--strict', ...files)

test('types are made of the schema and the documents', () => run(folder, 'graphql-codegen', '--config', 'codegen.yml'))

test('answers and variables of the server are of these types', async () => {
  await writeFile(`${folder}/answers.ts`, await answers())
  await compile('schema.ts', 'answers.ts')
})

test('an answer of another shape is not of these types', async () => {
  await writeFile(`${folder}/wrong.ts`, `import type * as types from './operations'\nexport const wrong: types.${documents[0].operation.name.value}Query = { nothing: 1 }\n`)
  await assert.rejects(compile('wrong.ts'), /TS2353/)
})

// answers writes down what the server answers, as constants of the made types.
async function answers() {
  const lines = ["import type * as types from './operations'"]
  for (const { name, text, operation, variables } of documents) {
    const { data, errors } = await ask(address, text, variables)
    assert.equal(errors, undefined, `${name}: ${JSON.stringify(errors)}`)
    const type = `types.${operation.name.value}Query`
    lines.push(`export const variables${operation.name.value}: ${type}Variables = ${JSON.stringify(variables)}`)
    lines.push(`export const answer${operation.name.value}: ${type} = ${JSON.stringify(data)}`)
  }
  return lines.join('\n') + '\n'
}
