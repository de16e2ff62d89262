// Forms of RDF as N3.js, jsonld.js and rdflib read them: each says what the N-Quads say.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import jsonld from 'jsonld'
import N3 from 'n3'
import { canonize } from 'rdf-canonize'
import { exportFile, exportText, fromNanopublications, hostile, quadsOf, withoutLabels } from './export.mjs'
import { missing, read } from './python.mjs'

const data = {
  'the seeds': [],
  'a part': ['--focus', 'county/330324', '--depth', '1'],
  nothing: ['--type', 'Event', '--source', 'source/gbt2260-2020'],
  'another base': ['--base', 'https://example.org/graph#', '--focus', 'university/zhejiang-university'],
  'texts that break readers': ['--store', (await hostile()).texts],
}
const skip = missing('rdflib')

for (const [name, args] of Object.entries(data)) {
  const file = await exportFile('nquads', ...args)
  const nquads = readFileSync(file, 'utf8')

  test(`N3.js reads the N-Quads of ${name}`, () => {
    assert.equal(quadsOf(nquads, 'N-Quads').length, nquads.split('\n').length - 1)
  })

  test(`N3.js reads the Turtle of ${name}`, async () => {
    assert.deepEqual(quadsOf(await exportText('turtle', ...args), 'Turtle'), withoutLabels(nquads))
  })

  test(`N3.js reads the TriG of ${name}`, async () => {
    const quads = quadsOf(await exportText('trig', ...args), 'TriG')
    assert.deepEqual(fromNanopublications(quads), quadsOf(nquads, 'N-Quads'))
    const claims = nquads.match(/^.*\/claim\/[0-9a-f]+> \.$/gm)?.length ?? 0
    for (const [part, each] of [[/-head> \.$/, 4], [/license> .*-publication> \.$/, 1]]) assert.equal(quads.filter((q) => part.test(q)).length, each * claims, String(part))
  })

  test(`jsonld.js reads the JSON-LD of ${name}`, async () => {
    const document = JSON.parse(await exportText('jsonld', ...args))
    const got = await canonical(await jsonld.toRDF(document, { documentLoader: noLoader, safe: true }))
    assert.equal(got, await canonical(new N3.Parser({ format: 'N-Quads' }).parse(nquads)))
    assert.equal(got.split('\n').length, nquads.split('\n').length)
  })

  // rdflib 6.1.1 reads a backslash and an n in N-Quads as a line break: "\\\\n" is unescaped twice.
  const formats = name === 'texts that break readers' ? ['jsonld', 'trig', 'turtle'] : ['jsonld', 'nquads', 'trig', 'turtle']

  test(`rdflib reads ${formats.join(', ')} of ${name}`, { skip }, async () => {
    const files = await Promise.all(formats.map(async (f) => [f === 'jsonld' ? 'json-ld' : f, await exportFile(f, ...args)]))
    const printed = await read('rdf.py', ...files.flat())
    assert.match(printed, new RegExp(`^${nquads.split('\n').length - 1} quads in json-ld\n`))
  })
}

const canonical = (quads) => canonize(quads, { algorithm: 'RDFC-1.0', format: 'application/n-quads' })

// Whoever reads a file is not sent to another host for its context.
function noLoader(address) {
  throw new Error(`${address} was asked for`)
}
