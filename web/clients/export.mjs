// Exports of the graph, made by the command as it is typed, and what they are held against.
import { mkdtemp, rm } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { fileURLToPath } from 'node:url'
import N3 from 'n3'
import { run } from './run.mjs'

export const binary = process.env.INNOGRAPH_BINARY ?? fileURLToPath(new URL('../../bin/innograph', import.meta.url))
export const folder = await mkdtemp(join(tmpdir(), 'innograph-export-'))
after(() => rm(folder, { recursive: true, force: true }))
let files = 0

/** Writes an export and gives the path of its file. More arguments choose data and part. */
export async function exportFile(format, ...args) {
  const path = join(folder, `${++files}.${format}`)
  await run(folder, binary, 'export', '--format', format, '-o', path, ...args)
  return path
}

/** Writes an export and gives its text. */
export async function exportText(format, ...args) {
  return readFileSync(await exportFile(format, ...args), 'utf8')
}

/** The SHACL shapes that the command prints. */
export function shapes(...args) {
  return run(folder, binary, 'shapes', ...args)
}

/** Writes graphs whose texts break readers, and gives where they are: one of names
 * that a package may hold, one of texts that only graphs may. */
export async function hostile() {
  await run(fileURLToPath(new URL('../..', import.meta.url)), 'go', 'test', './export', '-count=1', '-run', '^TestWriteSnapshot$', '-args', '-snapshot', folder)
  return { names: `file:${join(folder, 'names')}`, texts: `file:${join(folder, 'texts')}` }
}

/** Writes an export of several files as a folder, and gives its path. */
export async function exportFolder(format, ...args) {
  const path = join(folder, `${++files}.${format}/`)
  await run(folder, binary, 'export', '--format', format, '-o', path, ...args)
  return path
}

/** The rows of a text of comma-separated values (RFC 4180), each a list of cells. */
export function rowsOf(text) {
  const rows = [[]]
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
    if (end === '' && quoted === undefined && plain === '' && rows.at(-1).length === 0) break
    rows.at(-1).push(quoted?.replaceAll('""', '"') ?? plain)
    if (end === '\n') rows.push([])
    if (end === '') break
  }
  return rows.at(-1).length === 0 ? rows.slice(0, -1) : rows
}

/** The quads of N-Quads, Turtle or TriG as N3.js reads them, each a line, sorted, each once. */
export function quadsOf(text, format) {
  return sorted(new N3.Parser({ format, blankNodePrefix: '' }).parse(text))
}

/** Quads as lines of N-Quads, sorted, each once. */
export function sorted(quads) {
  const writer = new N3.Writer({ format: 'N-Quads' })
  const lines = quads.map((q) => writer.quadToString(q.subject, q.predicate, q.object, q.graph).trim())
  return [...new Set(lines)].sort()
}

/** What the quads of nanopublications say, as lines, without what only these say. */
export function fromNanopublications(lines) {
  return [...new Set(lines.flatMap((line) => {
    const name = /^.* (<[^ ]*\/claim\/[^ ]*-(?:head|provenance|publication)>) \.$/s.exec(line)?.[1] ?? ''
    if (/-(head|publication)>$/.test(name)) return []
    return [name.endsWith('-provenance>') ? line.slice(0, -name.length - 3) + ' .' : line]
  }))].sort()
}

const rdf = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'

/** What Turtle says of a graph: statements as what their claims are about, and plain where a claim says that they exist. */
export function withoutLabels(nquads) {
  const { namedNode, quad } = N3.DataFactory
  const quads = new N3.Parser({ format: 'N-Quads' }).parse(nquads)
  const existing = new Set(quads.filter((q) => q.object.value === 'https://innograph.github.io/ns#status-existing').map((q) => q.subject.value))
  return sorted(quads.flatMap((q) => q.graph.termType === 'DefaultGraph' ? [q] : [
    ...(existing.has(q.graph.value) ? [quad(q.subject, q.predicate, q.object)] : []),
    quad(q.graph, namedNode(rdf + 'subject'), q.subject),
    quad(q.graph, namedNode(rdf + 'predicate'), q.predicate),
    quad(q.graph, namedNode(rdf + 'object'), q.object),
  ]))
}
