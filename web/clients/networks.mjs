// What a network export must say, from GraphQL, and what readers make of exports, in one shape:
// { nodes: { id: {…} }, edges: { id: { source, target, directed, weight, … } } }. Attributes that are empty are left out.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { binary, folder } from './export.mjs'
import { run } from './run.mjs'

async function ask(query, variables, args) {
  const file = join(folder, 'question.graphql')
  writeFileSync(file, query)
  return JSON.parse(await run(folder, binary, 'query', file, '--variables', JSON.stringify(variables), ...args)).data
}

async function all(field, selection, args) {
  const list = []
  for (let after = null; ; ) {
    const page = (await ask(`query($after: String) { page: ${field}(first: 500, after: $after) { nodes { ${selection} } pageInfo { hasNextPage endCursor } } }`, { after }, args)).page
    list.push(...page.nodes)
    if (!page.pageInfo.hasNextPage) return list
    after = page.pageInfo.endCursor
  }
}

const strengths = ['EXISTING', 'PLANNED', 'ENCOURAGED']
const word = (name) => name?.toLowerCase().replaceAll('_', '-')
const once = (list) => [...new Set(list)]
const camel = (name) => name.toLowerCase().replace(/_./g, (c) => c[1].toUpperCase())

/** The whole network of the data that the arguments choose, asked of GraphQL. */
export async function network(...args) {
  const entities = await all('entities', 'id iri typename: __typename kind level name nameEn degree names { text } identifiers { scheme value }', args)
  const claims = await all('claims', 'id subject { id } predicate object { id } status role labelZh: predicateLabel labelEn: predicateLabel(lang: EN) evidence { citation start source { id } }', args)
  const { ontology } = await ask('{ ontology { predicates { name symmetric } } }', {}, args)
  const nodes = Object.fromEntries(entities.map((e) => [e.id, full({
    label: e.name, iri: e.iri, entityType: e.typename, kind: word(e.kind), level: word(e.level), nameZh: e.name, nameEn: e.nameEn, degree: e.degree,
    aliases: once(e.names.map((n) => n.text)).filter((t) => t !== e.name && t !== e.nameEn),
    identifiers: e.identifiers.map((i) => `${word(i.scheme)}:${i.value}`),
  })]))
  const statements = grouped(claims, (c) => `${c.subject.id}:${camel(c.predicate)}:${c.object.id}`)
  const symmetric = new Set(ontology.predicates.filter((p) => p.symmetric).map((p) => camel(p.name)))
  const edges = Object.fromEntries([...statements].map(([id, list]) => {
    const [source, predicate, target] = id.split(':')
    list.sort((a, b) => order(a.evidence.source.id, b.evidence.source.id) || a.evidence.start - b.evidence.start || order(a.id, b.id))
    const statuses = strengths.filter((s) => list.some((c) => c.status === s)).map(word)
    return [id, full({
      source, target, predicate, directed: !symmetric.has(predicate), symmetric: symmetric.has(predicate), weight: list.length, label: list[0].labelZh, labelZh: list[0].labelZh, labelEn: list[0].labelEn,
      status: statuses[0], statuses, roles: once(list.map((c) => c.role).filter(Boolean)).sort(order), sources: once(list.map((c) => c.evidence.source.id)),
      citations: list.map((c) => c.evidence.citation), claims: list.map((c) => c.id),
    })]
  }))
  return { nodes, edges }
}

// Go compares bytes of UTF-8, JavaScript units of UTF-16.
const order = (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))

/** A list by keys of its elements; Node 20 has no Map.groupBy. */
export function grouped(list, key) {
  const groups = new Map()
  for (const x of list) groups.set(key(x), [...(groups.get(key(x)) ?? []), x])
  return groups
}

/** Without what is empty. */
export function full(o) {
  return Object.fromEntries(Object.entries(o).filter(([, v]) => v !== undefined && v !== null && v !== '' && !(Array.isArray(v) && v.length === 0)))
}

/** What a form without some characters makes of a network. */
export function spelt(value, replace) {
  if (typeof value === 'string') return replace(value)
  if (Array.isArray(value)) return value.map((v) => spelt(v, replace))
  if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, spelt(v, replace)]))
  return value
}

const lists = ['aliases', 'identifiers', 'statuses', 'roles', 'sources', 'citations', 'claims']

/** Takes lists apart that a form without lists holds as one text: "|" between values, "\" before a "|" or "\". */
export function parted(attributes) {
  return full(Object.fromEntries(Object.entries(attributes).map(([k, v]) => [k, lists.includes(k) && typeof v === 'string' ? split(v) : v])))
}

function split(text) {
  return text === '' ? [] : [...text.matchAll(/((?:\\.|[^\\|])*)(?:\||$)/gsu)].slice(0, -1).map(([, part]) => part.replace(/\\(.)/gsu, '$1'))
}

/** A graphology graph in the common shape; directions as it has them. */
export function fromGraphology(graph, attributes = parted) {
  return {
    nodes: Object.fromEntries(graph.mapNodes((id, a) => [id, attributes(a)])),
    edges: Object.fromEntries(graph.mapEdges((id, a, source, target) => [id, { ...attributes(a), source, target, directed: graph.isDirected(id) }])),
  }
}
