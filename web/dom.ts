// Elements made by scripts. Texts go in as texts, never as HTML.

type Attributes = Record<string, string | number | boolean | undefined>

/** make gives an element with attributes (false and undefined leave one out) and what is in it. */
export function make<K extends keyof HTMLElementTagNameMap>(name: K, attributes: Attributes = {}, ...content: (Node | string)[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(name)
  put(made, attributes)
  made.append(...content)
  return made
}

/** draw gives an element of SVG. */
export function draw(name: string, attributes: Attributes, ...content: (Node | string)[]): SVGElement {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name)
  put(made, attributes)
  made.append(...content)
  return made
}

function put(element: Element, attributes: Attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : String(value))
  }
}

/** fill puts values in the places of a sentence, each marked {}. */
export function fill(sentence: string, ...values: (string | number)[]): string {
  let i = 0
  return sentence.replaceAll('{}', () => String(values[i++] ?? ''))
}

/** words are the words that a page lends its scripts, by key. */
export function words(element: Element): Record<string, string> {
  return JSON.parse(element.getAttribute('data-words') ?? '{}') as Record<string, string>
}
