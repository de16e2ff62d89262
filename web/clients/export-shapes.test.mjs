// The quads of exports as a SHACL validator sees them: sound, and each fault found.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import N3 from 'n3'
import SHACLValidator from 'rdf-validate-shacl'
import { exportText, hostile, shapes } from './export.mjs'

const data = { 'the seeds': [], 'a part': ['--focus', 'county/330324', '--depth', '1'], nothing: ['--type', 'Event', '--source', 'source/gbt2260-2020'], 'texts that break readers': ['--store', (await hostile()).texts] }

const validator = new SHACLValidator(new N3.Store(new N3.Parser().parse(await shapes())))

for (const [name, args] of Object.entries(data)) {
  test(`${name} holds to the shapes`, async () => {
    const report = await validate(await exportText('nquads', ...args))
    assert.deepEqual(report, [])
  })
}

const county = '<https://innograph.github.io/id/county/330324>'
const ns = 'https://innograph.github.io/ns#'
const skos = 'http://www.w3.org/2004/02/skos/core#'
const sound = await exportText('nquads', '--focus', 'county/330324')

// Each takes lines away or adds one; the shape and the property that are named in the report follow.
const faults = {
  'no name in Chinese': [drop(`${county} <${skos}prefLabel> .*@zh`), 'CountyShape', `${skos}prefLabel`],
  'two names in English': [add(`${county} <${skos}prefLabel> "Another"@en .`), 'CountyShape', `${skos}prefLabel`],
  'a name in no language': [add(`${county} <${skos}altLabel> "x" .`), 'CountyShape', `${skos}altLabel`],
  'a property that no county has': [add(`${county} <${ns}leads> ${county} <https://innograph.github.io/id/claim/0> .`), 'CountyShape', `${ns}leads`],
  'an object of the wrong type': [add(`${county} <${ns}builds> ${county} <https://innograph.github.io/id/claim/0> .`), 'CountyShape', `${ns}builds`],
  'an object that is not there': [add(`${county} <${ns}builds> <https://innograph.github.io/id/platform/none> <https://innograph.github.io/id/claim/0> .`), 'CountyShape', `${ns}builds`],
  'a county under another prefix': [add(`<https://innograph.github.io/id/region/x> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <${ns}County> .`), 'CountyShape', undefined],
  'a claim without a status': [add(`<https://innograph.github.io/id/claim/0> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <${ns}Claim> .`), 'ClaimShape', `${ns}status`],
  'an unknown role': [replace(`(<${ns}observationRole>) "target"`, '$1 "hope"'), 'ObservationShape', `${ns}observationRole`],
  'an offset that is no number': [replace('(oa#start>) "(\\d+)"\\S+', '$1 "$2"'), 'ObservationShape', 'http://www.w3.org/ns/oa#start'],
  'a period that is none': [replace(`(<${ns}period>) "\\d+`, '$1 "soon'), 'ObservationShape', `${ns}period`],
  'a value that is a float': [replace(`(<${ns}value>) ("[^"]*")\\S+`, '$1 $2^^<http://www.w3.org/2001/XMLSchema#float>'), 'ObservationShape', `${ns}value`],
  'a source without a title': [drop('source/yongjia-2021> <http://purl.org/dc/terms/title>'), 'SourceShape', 'http://purl.org/dc/terms/title'],
  'an identifier without a scheme': [drop(`<${ns}scheme>`), 'IdentifierShape', `${ns}scheme`],
}

for (const [name, [change, shape, path]] of Object.entries(faults)) {
  test(`${name} is found`, async () => {
    const broken = change(sound)
    assert.notEqual(broken, sound, 'nothing was broken')
    const report = await validate(broken)
    assert.ok(report.some((r) => r.shape === shape && r.path === path), `reported is ${JSON.stringify(report.slice(0, 5))}`)
  })
}

/** What a validator finds, by shape and property. Shapes are about triples: labels are
 * taken off, and the store would look through thousands of graphs at each step. */
async function validate(nquads) {
  const quads = new N3.Parser({ format: 'N-Quads' }).parse(nquads)
  const report = await validator.validate(new N3.Store(quads.map((q) => N3.DataFactory.quad(q.subject, q.predicate, q.object))))
  assert.equal(report.conforms, report.results.length === 0)
  return report.results.map((r) => ({ shape: owner(r), path: r.path?.value, node: r.focusNode?.value, message: r.message[0]?.value }))
}

/** The shape that a result is of: its own, or the one that has its property. */
function owner(result) {
  const shape = result.sourceShape
  const node = shape.termType === 'NamedNode' ? shape : validator.$shapes.dataset.match(null, null, shape)[Symbol.iterator]().next().value?.subject
  return node?.value.replace(ns, '')
}

function drop(pattern) {
  return (text) => text.split('\n').filter((line) => !new RegExp(pattern).test(line)).join('\n')
}

function add(line) {
  return (text) => `${text}${line}\n`
}

function replace(pattern, by) {
  return (text) => text.replace(new RegExp(pattern), by)
}
