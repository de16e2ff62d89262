// The schema as current tools read it off the running server.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GraphQLSchema, buildClientSchema, buildSchema, getIntrospectionQuery, lexicographicSortSchema, printSchema, validateSchema } from 'graphql'
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

const options = ['descriptions', 'directiveIsRepeatable', 'inputValueDeprecation', 'oneOf', 'schemaDescription', 'specifiedByUrl']
const everything = Object.fromEntries(options.map((option) => [option, true]))
const nothing = Object.fromEntries(options.map((option) => [option, false]))

// Directives that the executor takes and that change nothing: the printed
// schema does not have them.
const ignored = ['defer', 'stream']

const names = (schema) => schema.getDirectives().map((directive) => directive.name)

function sorted(schema) {
  const directives = schema.getDirectives().filter((directive) => !ignored.includes(directive.name))
  return printSchema(lexicographicSortSchema(new GraphQLSchema({ ...schema.toConfig(), directives })))
}

test('the schema as printed is a valid one', async () => assert.deepEqual(validateSchema(await served()), []))

for (const [name, options] of [['no', nothing], ['all', everything]]) {
  test(`introspection with ${name} options gives a valid schema`, async () => assert.deepEqual(validateSchema(await introspected(options)), []))
}

test('introspection with all options gives the schema as printed', async () => {
  const [told, printed] = [await introspected(everything), await served()]
  assert.equal(sorted(told), sorted(printed))
  assert.deepEqual(names(told).filter((name) => !names(printed).includes(name)).sort(), ignored)
})

test('introspection says the same every time', async () => {
  const answers = await Promise.all(Array.from({ length: 3 }, () => ask(address, getIntrospectionQuery(everything))))
  for (const answer of answers) assert.equal(JSON.stringify(answer), JSON.stringify(answers[0]))
})
