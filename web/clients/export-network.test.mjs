// Networks as graphology, Cytoscape.js, D3, NetworkX and igraph read them, held against GraphQL.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import cytoscape from 'cytoscape'
import { forceLink, forceSimulation } from 'd3-force'
import Graph from 'graphology'
import gexf from 'graphology-gexf'
import graphml from 'graphology-graphml'
import { exportFile, exportFolder, exportText, hostile } from './export.mjs'
import { fromGraphology, full, grouped, network, parted, spelt } from './networks.mjs'
import { missing, read } from './python.mjs'

const breaking = await hostile()
const data = { 'the seeds': [], 'names that break readers': ['--store', breaking.names], 'texts that break readers': ['--store', breaking.texts] }
const nothing = ['--type', 'Event', '--source', 'source/gbt2260-2020']

// XML holds no control characters but tab and ends of lines, nor U+FFFE and U+FFFF.
const inXML = (text) => text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '\ufffd')
// Readers of files that say one direction for all, or none.
const directed = (said) => ({ ...said, edges: Object.fromEntries(Object.entries(said.edges).map(([id, e]) => [id, { ...e, directed: true }])) })
const without = (said, ...names) => Object.fromEntries(Object.entries(said).map(([kind, all]) => [kind, Object.fromEntries(Object.entries(all).map(([id, a]) => [id, omit(a, names)]))]))
const omit = (a, names) => full(Object.fromEntries(Object.entries(a).filter(([k]) => !names.includes(k))))
const each = (said, node, edge) => ({ nodes: map(said.nodes, node), edges: map(said.edges, edge) })
const map = (all, f) => Object.fromEntries(Object.entries(all).map(([id, a]) => [id, f(a)]))

function same(got, want) {
  assert.equal(Object.keys(got.nodes).length, Object.keys(want.nodes).length, 'nodes')
  assert.equal(Object.keys(got.edges).length, Object.keys(want.edges).length, 'edges')
  assert.deepEqual(got, want)
}

// Nodes have the look of their type: one colour and shape for a type, and no other type has both.
const looks = new Map()
function drawn({ color, shape, ...n }) {
  const look = `${color} ${shape}`
  assert.match(look, /^rgb\(\d+,\d+,\d+\) (disc|square|triangle|diamond)$/)
  assert.equal(looks.get(look) ?? n.entityType, n.entityType)
  looks.set(look, n.entityType)
  return n
}

/** Readers by name: form, what it gives in the common shape, what it cannot hold, and why it is skipped. */
const readers = {
  'graphology-gexf reads GEXF 1.3': {
    form: 'gexf', lacks: (want) => spelt(want, inXML),
    read: async (path) => each(fromGraphology(gexf.parse(Graph, readFileSync(path, 'utf8')), full), drawn, ({ kind, ...e }) => {
      assert.equal(kind, e.predicate)
      return e
    }),
  },
  'graphology-gexf reads GEXF 1.2draft': {
    form: 'gexf12', lacks: (want) => spelt(directed(want), inXML),
    read: async (path) => each(fromGraphology(gexf.parse(Graph, readFileSync(path, 'utf8'))), drawn, (e) => e),
  },
  'graphology-graphml reads GraphML': {
    form: 'graphml', lacks: (want) => spelt(directed(want), inXML),
    read: async (path) => without(fromGraphology(graphml.parse(Graph, readFileSync(path, 'utf8'))), 'name', 'interaction'),
  },
  'graphology reads its JSON': {
    form: 'graphology', lacks: directed,
    read: async (path) => without(fromGraphology(Graph.from(JSON.parse(readFileSync(path, 'utf8'))), full), 'color'),
  },
  'Cytoscape.js reads its JSON': {
    form: 'cytoscape', lacks: directed,
    read: async (path) => {
      const cy = cytoscape({ headless: true, elements: JSON.parse(readFileSync(path, 'utf8')).elements })
      const said = (elements) => Object.fromEntries(elements.map((x) => [x.id(), omit(x.data(), ['id', 'name', 'interaction'])]))
      return { nodes: said(cy.nodes()), edges: map(said(cy.edges()), (e) => ({ ...e, directed: true })) }
    },
  },
  'D3 links the nodes of node-link JSON': {
    form: 'd3', lacks: directed,
    read: async (path) => {
      const { nodes, links } = JSON.parse(readFileSync(path, 'utf8'))
      forceSimulation(nodes).force('link', forceLink(links).id((n) => n.id)).stop()
      const placed = ['id', 'index', 'x', 'y', 'vx', 'vy']
      return {
        nodes: Object.fromEntries(nodes.map((n) => [n.id, omit(n, placed)])),
        edges: Object.fromEntries(links.map((l) => [l.key, { ...omit(l, ['key', 'index']), source: l.source.id, target: l.target.id, directed: true }])),
      }
    },
  },
  'NetworkX reads GEXF 1.2draft': {
    form: 'gexf12', skip: missing('networkx'), lacks: (want) => spelt(directed(want), inXML),
    read: async (path) => each(JSON.parse(await read('networks.py', 'networkx-gexf', path)), (n) => omit(parted(n), ['viz']), (e) => omit(parted(e), ['id'])),
  },
  'NetworkX reads GraphML': {
    form: 'graphml', skip: missing('networkx'), lacks: (want) => spelt(directed(want), inXML),
    read: async (path) => each(JSON.parse(await read('networks.py', 'networkx-graphml', path)), (n) => omit(parted(n), ['name']), (e) => omit(parted(e), ['interaction', 'id'])),
  },
  'NetworkX reads node-link JSON': {
    form: 'd3', skip: missing('networkx'), lacks: directed,
    read: async (path) => JSON.parse(await read('networks.py', 'networkx-json', path)),
  },
  'igraph reads GraphML': {
    form: 'graphml', skip: missing('igraph'), lacks: (want) => spelt(directed(want), inXML),
    read: async (path) => each(JSON.parse(await read('networks.py', 'igraph-graphml', path)), (n) => omit(parted(n), ['id', 'name']), (e) => omit(parted(e), ['id', 'interaction'])),
  },
  "Python's csv reads the tables": {
    form: 'csv', folder: true, skip: missing('csv'), lacks: (want) => want,
    read: async (path) => each(JSON.parse(await read('networks.py', 'csv', path)),
      ({ Label, ...n }) => ({ ...parted(n), label: Label, degree: Number(n.degree) }),
      ({ Source, Target, Type, Weight, Kind, Label, ...e }) => {
        assert.equal(Kind, e.predicate)
        return { ...parted(e), source: Source, target: Target, directed: { Directed: true, Undirected: false }[Type], weight: Number(Weight), label: Label, symmetric: e.symmetric === 'true' }
      }),
  },
  "Neo4j's tables, read by its rules": {
    form: 'neo4j', folder: true, skip: missing('csv'), lacks: directed,
    read: async (path) => each(JSON.parse(await read('networks.py', 'neo4j', path)),
      ({ name, ':LABEL': labels, id, ...n }) => {
        assert.ok(labels.includes('Entity') && labels.includes(n.entityType), `${id} has the labels ${labels}`)
        return { ...n, label: name }
      },
      ({ ':START_ID': source, ':END_ID': target, ':TYPE': type, id, ...e }) => {
        assert.equal(type, e.predicate.replace(/[A-Z]/g, (c) => `_${c}`).toUpperCase())
        return { ...e, source, target, directed: true }
      }),
  },
  'CX2 keeps the rules of its specification': { form: 'cx2', lacks: directed, read: async (path) => cx2(JSON.parse(readFileSync(path, 'utf8'))) },
}

// https://cytoscape.org/cx/cx2/specification/cytoscape-exchange-format-specification-(version-2): no reader of it can be had from npm.
function cx2(fragments) {
  assert.deepEqual(fragments[0], { CXVersion: '2.0', hasFragments: false })
  assert.deepEqual(fragments.at(-1), { status: [{ success: true }] })
  const aspects = Object.assign({}, ...fragments.slice(1))
  for (const { name, elementCount } of aspects.metaData) assert.equal(aspects[name].length, elementCount, `elements of ${name}`)
  const types = { string: (v) => typeof v === 'string', boolean: (v) => typeof v === 'boolean', integer: Number.isInteger, list_of_string: (v) => Array.isArray(v) && v.every((x) => typeof x === 'string') }
  const [declared] = aspects.attributeDeclarations
  for (const [aspect, values] of [['networkAttributes', aspects.networkAttributes], ['nodes', aspects.nodes.map((n) => n.v)], ['edges', aspects.edges.map((e) => e.v)]]) {
    for (const v of values) for (const [name, value] of Object.entries(v)) assert.ok(types[declared[aspect][name]?.d]?.(value), `${aspect}: ${name} is ${JSON.stringify(value)}`)
  }
  assert.deepEqual(aspects.nodes.map((n) => n.id), aspects.nodes.map((_, i) => i))
  assert.deepEqual(aspects.edges.map((e) => e.id), aspects.edges.map((_, i) => i))
  const ids = aspects.nodes.map((n) => n.v.id)
  return {
    nodes: Object.fromEntries(aspects.nodes.map(({ v: { id, name, ...n } }) => [id, { ...n, label: name }])),
    edges: Object.fromEntries(aspects.edges.map(({ s, t, v: { id, interaction, ...e } }) => [id, { ...e, source: ids[s], target: ids[t], directed: true }])),
  }
}

const wanted = {} // before the first test begins
for (const [name, args] of Object.entries(data)) wanted[name] = await network(...args)

for (const [name, args] of Object.entries(data)) {
  for (const [title, { form, folder, skip = false, lacks, read: reader }] of Object.entries(readers)) {
    test(`${title}: ${name}`, { skip }, async () => {
      const path = await (folder ? exportFolder : exportFile)(form, ...args)
      same(await reader(path), lacks(wanted[name]))
    })
  }
}

test('the seeds have what is easily lost', () => {
  const { edges } = wanted['the seeds']
  const pairs = grouped(Object.values(edges), (e) => `${e.source} ${e.target}`)
  assert.ok([...pairs.values()].some((list) => list.length > 1), 'parallel edges')
  assert.ok(Object.values(edges).some((e) => e.symmetric) && Object.values(edges).some((e) => !e.symmetric), 'both directions')
  assert.ok(Object.values(edges).some((e) => e.weight > 1 && e.statuses.length > 1 && e.citations.length === e.weight), 'an edge of several claims')
})

for (const [title, { form, folder, skip = false, read: reader }] of Object.entries(readers)) {
  test(`${title}: nothing`, { skip }, async () => {
    assert.deepEqual(await reader(await (folder ? exportFolder : exportFile)(form, ...nothing)), { nodes: {}, edges: {} })
  })
}

test('labels are English where they are asked for, and Chinese where there is no English name', async () => {
  const graph = Graph.from(JSON.parse(await exportText('graphology', '--lang', 'en', '--store', breaking.names)))
  const labels = graph.mapNodes((_, a) => [a.label, a.nameEn ?? a.nameZh])
  assert.ok(labels.some(([, name]) => name === 'Yongjia "County"') && labels.some(([, name]) => name === '泵阀'))
  for (const [label, name] of labels) assert.equal(label, name)
  graph.forEachEdge((_, a) => assert.equal(a.label, a.labelEn))
})
