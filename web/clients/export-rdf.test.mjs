// Forms of RDF as N3.js, jsonld.js and rdflib read them: each says what the N-Quads say.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exportText, quadsOf, withoutLabels } from './export.mjs'

const data = { seeds: [], 'a part': ['--focus', 'county/330324', '--depth', '1'], nothing: ['--type', 'Event', '--source', 'source/gbt2260-2020'] }

for (const [name, args] of Object.entries(data)) {
  const nquads = await exportText('nquads', ...args)

  test(`N3.js reads the N-Quads of ${name}`, () => {
    assert.equal(quadsOf(nquads, 'N-Quads').length, nquads.split('\n').length - 1)
  })

  test(`N3.js reads the Turtle of ${name}`, async () => {
    assert.deepEqual(quadsOf(await exportText('turtle', ...args), 'Turtle'), withoutLabels(nquads))
  })
}
