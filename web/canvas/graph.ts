// What is drawn: entities and stated relations, asked of GraphQL and gathered by id.
import { ask } from '../ask'

export interface Entity {
  id: string
  type: string
  name: string
  nameEn: string | null
}

export interface Relation {
  id: string
  source: string
  target: string
  predicate: string
  statuses: string[] // strongest first
  claims: { id: string; evidence: { source: Source } }[]
}

export interface Source {
  id: string
  title: string
  document?: { nameEn: string | null } | null // asked for in English only
}

/** Question is what the page asks about: the variables of its own document. */
export interface Question {
  ids: string[]
  depth: number
  maxNodes: number
  types?: string[]
  predicates?: string[]
  statuses?: string[]
}

interface Answer {
  neighbourhood: { truncated: boolean; nodes: Entity[]; edges: Relation[] }
}

const document = `query Canvas($ids: [ID!]!, $depth: Int, $maxNodes: Int, $types: [EntityType!], $predicates: [Predicate!], $statuses: [Status!], $english: Boolean!) {
  neighbourhood(ids: $ids, depth: $depth, maxNodes: $maxNodes, types: $types, predicates: $predicates, statuses: $statuses) {
    truncated nodes { id type name nameEn }
    edges { id source predicate target statuses claims { id evidence { source { id title document @include(if: $english) { nameEn } } } } }
  }
}`

const most = 400 // entities on the canvas
const mostAtOnce = 80 // entities that one step adds
const mostMiddles = 100 // entities that one question may be about

/** Graph is what is on the canvas, in the order in which it came. */
export class Graph {
  readonly entities = new Map<string, Entity>()
  readonly relations = new Map<string, Relation>()
  cut = false // there is more than is drawn

  private constructor(
    private readonly question: Question,
    private readonly english: boolean,
  ) {}

  /** The neighbourhood that the page lists. */
  static async of(question: Question, english: boolean): Promise<Graph> {
    const graph = new Graph(question, english)
    const { nodes, edges, truncated } = await graph.around(question)
    graph.cut = truncated
    for (const n of nodes) graph.entities.set(n.id, n)
    graph.relate(edges)
    return graph
  }

  /** expand adds what lies one step from an entity, and gives what was added. */
  async expand(id: string): Promise<Entity[]> {
    const { nodes, truncated } = await this.around({ ids: [id], depth: 1, maxNodes: most })
    const fresh = nodes.filter((n) => !this.entities.has(n.id))
    const added = fresh.slice(0, Math.min(mostAtOnce, most - this.entities.size))
    this.cut ||= truncated || added.length < fresh.length
    for (const n of added) this.entities.set(n.id, n)
    await this.join(added)
    return added
  }

  /** join adds the relations between new entities and all that are there. */
  private async join(added: Entity[]) {
    if (added.length === 0) return
    const ids = [...this.entities.keys()]
    const middles = [...added.map((n) => n.id), ...ids.filter((id) => !added.some((n) => n.id === id))]
    for (let i = 0; i < added.length; i += mostMiddles) {
      const { edges } = await this.around({ ids: middles.slice(i, i + mostMiddles), depth: 1, maxNodes: 500 })
      this.relate(edges)
    }
  }

  private relate(edges: Relation[]) {
    for (const e of edges) if (this.entities.has(e.source) && this.entities.has(e.target)) this.relations.set(e.id, e)
  }

  private async around(asked: Question): Promise<Answer['neighbourhood']> {
    const { types, predicates, statuses } = this.question
    return (await ask<Answer>(document, { ...asked, types, predicates, statuses, english: this.english })).neighbourhood
  }
}
