// Filters of the canvas, which are its key, too: a box to tick for each type,
// predicate, status and source that is there, with its shape or line.
import { draw, make } from '../dom'
import type { Graph, Relation } from './graph'
import type { Page } from './page'
import { corners, dashes, hueOf } from './shapes'

/** Kinds of filters, in the order in which they are shown. */
const kinds = ['type', 'status', 'predicate', 'source'] as const
type Kind = (typeof kinds)[number]

/** statusOf is the strongest status of a relation that the filters let through; undefined: they leave the relation out. */
export function statusOf(relation: Relation, hidden: Set<string>): string | undefined {
  if (hidden.has(`predicate:${relation.predicate}`)) return undefined
  if (relation.claims.every((c) => hidden.has(`source:${c.evidence.source.id}`))) return undefined
  return relation.statuses.find((s) => !hidden.has(`status:${s}`))
}

/** filters makes the boxes; changed is called after each tick. */
export function filters(graph: Graph, page: Page, hidden: Set<string>, changed: () => void): HTMLElement[] {
  return kinds.map((kind) => {
    const group = make('fieldset', {}, make('legend', {}, page.say(kind)))
    for (const [name, { label, count }] of present(kind, graph, page)) {
      const key = `${kind}:${name}`
      const box = make('input', { type: 'checkbox', checked: !hidden.has(key), value: key })
      box.addEventListener('change', () => {
        if (box.checked) hidden.delete(key)
        else hidden.add(key)
        changed()
      })
      group.append(make('label', { class: 'tick' }, box, ' ', ...sample(kind, name), label, ' ', make('span', { class: 'count' }, String(count))), ' ')
    }
    return group
  })
}

/** present counts what is on the canvas, in the order of the ontology; sources by how much they say. */
function present(kind: Kind, graph: Graph, page: Page): [string, { label: string; count: number }][] {
  const found = new Map<string, { label: string; count: number }>()
  const add = (name: string, label: string) => {
    const known = found.get(name)
    if (known) known.count++
    else found.set(name, { label, count: 1 })
  }
  const relations = [...graph.relations.values()]
  switch (kind) {
    case 'type':
      for (const e of graph.entities.values()) add(e.type, page.label('types', e.type))
      return sorted(found, page.names('types'))
    case 'predicate':
      for (const r of relations) add(r.predicate, page.label('predicates', r.predicate))
      return sorted(found, page.names('predicates'))
    case 'status':
      for (const r of relations) for (const s of r.statuses) add(s, page.label('statuses', s))
      return sorted(found, page.names('statuses'))
    case 'source':
      for (const r of relations) for (const [id, title] of new Map(r.claims.map((c) => [c.evidence.source.id, page.title(c.evidence.source)]))) add(id, title)
      return [...found].sort(([, a], [, b]) => b.count - a.count)
  }
}

function sorted<T>(found: Map<string, T>, order: string[]): [string, T][] {
  return [...found].sort(([a], [b]) => order.indexOf(a) - order.indexOf(b))
}

/** sample is the shape of a type, or the line of a status. */
function sample(kind: Kind, name: string): Node[] {
  if (kind === 'type') {
    const shape = draw('polygon', { points: corners(name, 7), class: `shape ${hueOf(name).slice(2)}` })
    return [draw('svg', { viewBox: '-9 -9 18 18', width: 16, height: 16, 'aria-hidden': 'true' }, shape)]
  }
  if (kind === 'status') {
    const line = draw('line', { x1: 1, y1: 0, x2: 33, y2: 0, 'stroke-dasharray': dashes(name).join(' ') || undefined, class: `line ${name.toLowerCase()}` })
    return [draw('svg', { viewBox: '0 -8 34 16', width: 34, height: 16, 'aria-hidden': 'true' }, line)]
  }
  return []
}
