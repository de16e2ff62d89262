// The panel beside the canvas: what is selected, and the way to its evidence.
import { fill, make } from '../dom'
import type { Entity, Graph, Relation } from './graph'
import type { Page } from './page'

/** Actions are what the buttons of the panel do. */
export interface Actions {
  expand(id: string): void
  select(id: string): void
}

export function hint(page: Page): Node[] {
  return [make('p', { class: 'note' }, page.say('hint'))]
}

/** entityPanel tells of an entity and its relations on the canvas; shown says which of them are. */
export function entityPanel(entity: Entity, graph: Graph, page: Page, shown: (r: Relation) => boolean, actions: Actions): Node[] {
  const expand = make('button', { type: 'button' }, page.say('expand'))
  expand.addEventListener('click', () => actions.expand(entity.id))
  const relations = [...graph.relations.values()].filter((r) => (r.source === entity.id || r.target === entity.id) && shown(r))
  const list = make('ul', { class: 'plain' })
  for (const r of relations) list.append(make('li', {}, relationButton(r, entity, graph, page, actions), ' ', ...chips(r, page)))
  return [
    make('p', { class: 'kicker' }, page.label('types', entity.type)),
    make('h3', {}, ...named(entity, page)),
    make('p', { class: 'actions' }, expand, make('a', { href: `/${entity.id}` }, page.say('open')), make('a', { href: `/neighbourhood?e=${encodeURIComponent(entity.id)}` }, page.say('centre'))),
    make('h4', {}, page.say('relations'), ' ', make('span', { class: 'count' }, String(relations.length))),
    list,
  ]
}

function relationButton(r: Relation, from: Entity, graph: Graph, page: Page, actions: Actions): HTMLElement {
  const forward = r.source === from.id
  const other = graph.entities.get(forward ? r.target : r.source)
  const verb = make('span', { class: 'verb' }, page.label('predicates', r.predicate))
  const end = other ? page.name(other) : ''
  const button = make('button', { type: 'button', class: 'link' }, ...(forward ? [verb, ` → ${end}`] : [`${end} → `, verb]))
  button.addEventListener('click', () => actions.select(r.id))
  return button
}

/** relationPanel tells of a relation: who, what, in which status, and who says so. */
export function relationPanel(r: Relation, graph: Graph, page: Page): Node[] {
  const [source, target] = [graph.entities.get(r.source), graph.entities.get(r.target)]
  if (!source || !target) return []
  const sources = new Map(r.claims.map((c) => [c.evidence.source.id, page.title(c.evidence.source)]))
  const origins = make('ul', { class: 'plain' })
  for (const [id, title] of sources) origins.append(make('li', {}, make('a', { href: `/${id}` }, title)))
  return [
    make('p', { class: 'sentence' }, link(source, page), ' ', make('span', { class: 'verb' }, page.label('predicates', r.predicate)), ' ', link(target, page)),
    make('p', {}, ...chips(r, page), ' ', make('a', { class: 'proof', href: evidence(r, page) }, fill(page.say('proofs'), r.claims.length))),
    make('h4', {}, page.say('source')),
    origins,
  ]
}

function named(entity: Entity, page: Page): Node[] {
  const other = page.english ? entity.name : entity.nameEn
  const main = link(entity, page)
  if (!other || other === page.name(entity)) return [main]
  return [main, document.createTextNode(' '), make('span', { class: 'other', lang: page.english ? 'zh' : 'en' }, other)]
}

const link = (entity: Entity, page: Page) => make('a', { href: `/${entity.id}` }, page.name(entity))

const chips = (r: Relation, page: Page) => r.statuses.map((s) => make('span', { class: `chip ${s.toLowerCase()}` }, page.label('statuses', s)))

/** evidence is the address of a relation's claims. */
function evidence(r: Relation, page: Page): string {
  const [first] = r.claims
  if (r.claims.length === 1 && first) return `/${first.id}`
  return `/claims?${new URLSearchParams(r.claims.slice(0, page.mostClaims).map((c) => ['c', c.id.slice(c.id.indexOf('/') + 1)]))}`
}
