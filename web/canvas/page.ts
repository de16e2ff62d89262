// What the page lends the canvas: words, labels, its question, and its address.
import { words } from '../dom'
import type { Entity, Question, Source } from './graph'

interface Choice {
  Name: string
  Label: string
}

/** Page is the page around the canvas. It has no words of its own: all come from the template. */
export class Page {
  readonly english = document.documentElement.lang === 'en'
  readonly mostClaims: number // on one page of claims
  private readonly said: Record<string, string>
  private readonly labels: Record<string, Map<string, string>> = {}

  constructor(readonly root: HTMLElement) {
    this.said = words(root)
    this.mostClaims = Number(root.dataset.mostClaims)
    for (const list of ['types', 'predicates', 'statuses']) {
      const choices = JSON.parse(root.dataset[list] ?? '[]') as Choice[]
      this.labels[list] = new Map(choices.map(({ Name, Label }) => [Name, Label]))
    }
  }

  say(key: string): string {
    return this.said[key] ?? key
  }

  label(list: 'types' | 'predicates' | 'statuses', name: string): string {
    return this.labels[list]?.get(name) ?? name
  }

  /** Names of a list in the order of the ontology. */
  names(list: 'types' | 'predicates' | 'statuses'): string[] {
    return [...(this.labels[list]?.keys() ?? [])]
  }

  name(entity: Entity): string {
    return (this.english && entity.nameEn) || entity.name
  }

  /** The title of a source; in English the name of its document, where that has one. */
  title(source: Source): string {
    return source.document?.nameEn ?? source.title
  }

  /** The question that the page's own query asks. */
  question(): Question {
    const link = new URL(this.root.dataset.query ?? '', location.href)
    return JSON.parse(link.searchParams.get('variables') ?? '{}') as Question
  }
}

/** State is what a reader did on the canvas; it stands in the address. */
export interface State {
  open: string[] // ids of entities that were expanded, in this order; a hub more than once
  hide: string[] // what the filters leave out, as "type:COUNTY"
  focus: string // id of what is selected; empty: nothing
}

export function stateOf(search: string): State {
  const values = new URLSearchParams(search)
  return { open: values.getAll('open'), hide: values.getAll('hide'), focus: values.get('focus') ?? '' }
}

/** keep puts a state into the address, and into the links that lead to this page again. */
export function keep(state: State, step: boolean) {
  const search = withState(new URLSearchParams(location.search), state)
  if (search !== location.search) history[step ? 'pushState' : 'replaceState'](null, '', location.pathname + search)
  for (const link of document.querySelectorAll<HTMLAnchorElement>('.language a, a[rel=bookmark]')) {
    const url = new URL(link.href)
    link.href = url.pathname + withState(url.searchParams, state)
  }
}

function withState(values: URLSearchParams, state: State): string {
  for (const name of ['open', 'hide', 'focus']) values.delete(name)
  for (const id of state.open) values.append('open', id)
  for (const what of state.hide) values.append('hide', what)
  if (state.focus) values.set('focus', state.focus)
  return `?${values}`
}
