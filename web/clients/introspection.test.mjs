// The schema as current tools read it off the running server.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildClientSchema, buildSchema, getIntrospectionQuery, lexicographicSortSchema, printSchema, validateSchema } from 'graphql'
import { awaited } from './awaited.mjs'
import { ask, serve } from './server.mjs'

const address = await serve()

async function introspected(options) {
  const answer = await ask(address, getIntrospectionQuery(options))
  assert.deepEqual(answer.errors, undefined)
  return buildClientSchema(answer.data)
}

async function served() {
  const response = await fetch(`${address}/schema.graphql`)
  return buildSchema(await response.text())
}

const everything = {
  descriptions: true,
  directiveIsRepeatable: true,
  inputValueDeprecation: true,
  oneOf: true,
  schemaDescription: true,
  specifiedByUrl: true,
}

const sorted = (schema) => printSchema(lexicographicSortSchema(schema))

test('the schema as printed is a valid one', async () => assert.deepEqual(validateSchema(await served()), []))

test('the schema as introspected is a valid one', async () => assert.deepEqual(validateSchema(await introspected({})), []))

awaited('introspection with all options gives the schema as printed', 'introspection as current tools ask for it', async () => {
  const schema = await introspected(everything)
  assert.deepEqual(validateSchema(schema), [])
  assert.equal(sorted(schema), sorted(await served()))
})

awaited('introspection says the same every time', 'introspection in a fixed order', async () => {
  const answers = await Promise.all(Array.from({ length: 3 }, () => ask(address, getIntrospectionQuery())))
  for (const answer of answers) assert.equal(JSON.stringify(answer), JSON.stringify(answers[0]))
})
