// Names are suggested while someone types into a search box: the combobox of
// the ARIA Authoring Practices, with a list that the arrows walk through.
import { ask } from '../ask'
import { fill, make, words } from '../dom'
import './style.css'

/** Suggestion is an entity that a text may mean, and why. */
interface Suggestion {
  matched: { how: 'NAME' | 'PINYIN' | 'INITIALS'; kind: string; text: string }
  node: { id: string; typeLabel: string; name: string; nameEn: string | null }
}

const query = `query Suggest($text: String!, $types: [EntityType!], $lang: Language!) {
  search(text: $text, types: $types, first: 8) { edges { matched { how kind text } node { id typeLabel(lang: $lang) name nameEn } } }
}`

const pause = 120 // milliseconds without a key before a question is asked

const english = document.documentElement.lang === 'en'

class Suggestions {
  private readonly list: HTMLUListElement
  private readonly status = make('span', { role: 'status', class: 'hidden' })
  private readonly say: Record<string, string>
  private found: Suggestion[] = []
  private active = -1
  private waiting: ReturnType<typeof setTimeout> | undefined
  private asking: AbortController | undefined

  constructor(private readonly input: HTMLInputElement) {
    this.say = words(document.body)
    this.list = make('ul', { id: `${input.id}-suggestions`, role: 'listbox', class: 'suggestions', hidden: true, 'aria-label': this.say.suggestions })
    const around = make('span', { class: 'suggested' })
    input.replaceWith(around)
    around.append(input, this.list, this.status)
    for (const [name, value] of Object.entries({ role: 'combobox', autocomplete: 'off', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': this.list.id })) input.setAttribute(name, value)
    input.addEventListener('input', (e) => this.typed((e as InputEvent).isComposing))
    input.addEventListener('compositionend', () => this.typed(false))
    input.addEventListener('keydown', (e) => this.pressed(e))
    input.addEventListener('blur', () => this.close())
    this.list.addEventListener('mousedown', (e) => e.preventDefault()) // the input keeps the focus
    this.list.addEventListener('click', (e) => this.choose([...this.list.children].indexOf((e.target as Element).closest('li')!)))
  }

  /** While an input method composes a word the letters are not what is meant. */
  private typed(composing: boolean) {
    clearTimeout(this.waiting)
    this.asking?.abort()
    this.unpick()
    if (composing) return
    const text = this.input.value.trim()
    if (text === '') return this.close()
    this.waiting = setTimeout(() => void this.look(text), pause)
  }

  private async look(text: string) {
    const { signal } = (this.asking = new AbortController())
    const only = this.input.dataset.suggest
    const variables = { text, types: only === 'entities' ? null : [only?.toUpperCase()], lang: english ? 'EN' : 'ZH' }
    try {
      const answer = await ask<{ search: { edges: Suggestion[] } }>(query, variables, signal)
      this.show(answer.search.edges)
    } catch {
      // A later letter has asked again, or will; the form works without.
      if (!signal.aborted) this.close()
    }
  }

  private show(found: Suggestion[]) {
    if (document.activeElement !== this.input) return
    this.found = found
    this.list.replaceChildren(...found.map((s, i) => this.option(s, i)))
    this.mark(-1)
    this.open(found.length > 0)
    this.status.textContent = fill(this.say.suggested ?? '', found.length)
  }

  private option({ node, matched }: Suggestion, i: number): HTMLLIElement {
    const [main, other] = english && node.nameEn ? [node.nameEn, node.name] : [node.name, node.nameEn]
    const line = make('li', { id: `${this.list.id}-${i}`, role: 'option', 'aria-selected': 'false' }, make('b', {}, main), ' ', make('span', { class: 'type' }, node.typeLabel))
    if (other && other !== main) line.append(' ', make('span', { class: 'other', lang: english ? 'zh' : 'en' }, other))
    if (matched.how !== 'NAME' || ![node.name, node.nameEn].includes(matched.text)) line.append(' ', make('span', { class: 'why' }, fill(this.say[matched.how] ?? '', matched.text)))
    return line
  }

  private open(open: boolean) {
    this.list.hidden = !open
    this.input.setAttribute('aria-expanded', String(open))
  }

  private close() {
    clearTimeout(this.waiting)
    this.asking?.abort()
    this.mark(-1)
    this.open(false)
    this.status.textContent = ''
  }

  private mark(at: number) {
    this.active = at
    for (const [i, option] of [...this.list.children].entries()) option.setAttribute('aria-selected', String(i === at))
    const option = this.list.children[at]
    if (!option) return this.input.removeAttribute('aria-activedescendant')
    this.input.setAttribute('aria-activedescendant', option.id)
    option.scrollIntoView({ block: 'nearest' })
  }

  private pressed(e: KeyboardEvent) {
    if (e.isComposing || this.list.hidden) return
    const count = this.found.length
    if (e.key === 'ArrowDown') this.mark((this.active + 1) % count)
    else if (e.key === 'ArrowUp') this.mark((this.active <= 0 ? count : this.active) - 1)
    else if (e.key === 'Escape') this.close()
    else if (e.key === 'Enter' && this.active >= 0) this.choose(this.active)
    else return
    e.preventDefault()
  }

  /** A choice opens the entity's page, or goes into the form that asks for an entity. */
  private choose(i: number) {
    const chosen = this.found[i]?.node
    if (!chosen) return
    const name = this.input.dataset.pick
    if (!name) return location.assign(`/${chosen.id}`)
    this.input.value = english && chosen.nameEn ? chosen.nameEn : chosen.name
    this.close()
    this.input.dataset.field ??= this.input.name
    this.input.removeAttribute('name')
    this.input.after(make('input', { type: 'hidden', name, value: chosen.id, 'data-picked': true }))
    if (name !== this.input.dataset.field) this.input.form?.requestSubmit()
  }

  /** What is typed after a choice is a text to look for again. */
  private unpick() {
    const picked = this.input.parentElement?.querySelector('[data-picked]')
    if (!picked) return
    picked.remove()
    this.input.name = this.input.dataset.field ?? ''
  }
}

for (const input of document.querySelectorAll<HTMLInputElement>('input[data-suggest]')) new Suggestions(input)
