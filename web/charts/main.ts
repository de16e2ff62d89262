// Charts above the tables that ask for them. The words come from the page: a
// template before the table holds the key and, in data attributes, the rest.
import './style.css'
import { make } from '../dom'
import { heightOf } from './size'
import { type Panel, panelsOf } from './table'

for (const template of document.querySelectorAll<HTMLTemplateElement>('template[data-chart]')) {
  const table = template.nextElementSibling?.querySelector('table')
  const panels = table ? panelsOf(table) : []
  if (panels.length) template.before(chartsOf(panels, template))
}

function chartsOf(panels: Panel[], template: HTMLTemplateElement): HTMLElement {
  const figures = panels.map((panel) => figureOf(panel, template.dataset))
  return make('div', { class: 'charts' }, template.content.cloneNode(true), make('div', { class: 'panels' }, ...figures))
}

function figureOf(panel: Panel, words: DOMStringMap): HTMLElement {
  const label = `${panel.title}. ${panel.rows.map((row) => told(row, words)).join('; ')}. ${words.chart}`
  const place = make('div', { class: 'plot', role: 'img', 'aria-label': label })
  place.style.height = `${heightOf(panel)}px`
  const figure = make('figure', {}, make('figcaption', {}, panel.title), place)
  whenNear(figure, async () => (await import('./draw')).draw(place, panel, words))
  return figure
}

/** A row in words. */
function told({ name, before, goals, missing }: Panel['rows'][number], words: DOMStringMap): string {
  const part = (word: string | undefined, figures: Panel['rows'][number]['goals']) =>
    figures.length ? `${word} ${figures.map((f) => `${f.text} (${f.end})`).join(', ')}` : ''
  const said = [part(words.baseline, before), part(words.target, goals)].filter(Boolean).join(' → ')
  return [name, said || (missing ? words.missing : words.other)].filter(Boolean).join(' ')
}

/** Does something once, when an element comes near the window. */
function whenNear(element: Element, work: () => void): void {
  const seen = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return
      seen.disconnect()
      work()
    },
    { rootMargin: '400px' },
  )
  seen.observe(element)
}
