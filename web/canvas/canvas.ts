// The canvas: a picture of the neighbourhood that the page lists, to walk
// through, expand, filter and save.
import cytoscape, { type Core, type ElementDefinition } from 'cytoscape'
import { fill, make } from '../dom'
import { filters, statusOf } from './filters'
import { Graph, type Entity, type Relation } from './graph'
import { label } from './labels'
import { coloursOf, lines, styles } from './look'
import { keep, Page, stateOf, type State } from './page'
import { entityPanel, hint, relationPanel } from './panel'
import { arrange, spiral, stretch, towards } from './place'
import { hueOf } from './shapes'
import { svgOf } from './svg'

const fewRelations = 24 // up to so many have their words beside them
const duration = matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 250 // milliseconds of a movement

/** open draws the canvas in the element that the page has for it. */
export async function open(root: HTMLElement) {
  quiet()
  const canvas = new Canvas(new Page(root))
  await canvas.start()
  addEventListener('popstate', () => void canvas.start())
}

/** Cytoscape writes a style element unless one with this id is there; the page's
 * policy allows none, and the rule stands in style.css. */
function quiet() {
  document.querySelector('meta[name=viewport]')?.setAttribute('id', '__________cytoscape_stylesheet')
}

class Canvas {
  private readonly stage: HTMLElement
  private readonly panel = make('aside', { class: 'panel' })
  private readonly status = make('p', { role: 'status', class: 'note' })
  private readonly tools = make('p', { class: 'tools' })
  private readonly key = make('details', { class: 'key' })
  private readonly cy: Core
  private readonly middles: Set<string>
  private graph!: Graph
  private state!: State // another one after going back: what was asked for before is not drawn any more
  private hidden = new Set<string>()
  private busy = false
  private tapped: string | undefined // entity under the last tap that was not the second of a double one
  private naming: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly page: Page) {
    const { root } = page
    this.middles = new Set(page.question().ids)
    this.stage = make('div', { class: 'stage', tabindex: 0, role: 'application', 'aria-label': page.say('label'), 'aria-describedby': 'canvas-hint' })
    this.panel.setAttribute('aria-label', page.say('panel'))
    this.panel.setAttribute('aria-live', 'polite')
    this.key.open = innerWidth > 700
    const body = make('div', { class: 'board' }, this.stage, this.panel)
    root.replaceChildren(make('p', { id: 'canvas-hint', class: 'hidden' }, page.say('keys')), this.tools, body, this.status, this.key)
    this.cy = cytoscape({ container: this.stage, style: styles(coloursOf(root)), boxSelectionEnabled: false, selectionType: 'single', minZoom: 0.15, maxZoom: 4, userZoomingEnabled: false })
    this.buttons()
    this.listen()
  }

  /** start draws what the address says; again after the reader went back. */
  async start() {
    const state = (this.state = stateOf(location.search))
    this.hidden = new Set(state.hide)
    try {
      const graph = await Graph.of(this.page.question(), this.page.english)
      if (this.state !== state) return
      this.graph = graph
      this.cy.elements().remove()
      this.add([...graph.entities.values()], { x: 0, y: 0 })
      for (const id of state.open) {
        await this.grow(id)
        if (this.state !== state) return
      }
    } catch (error) {
      return this.fail(error, state)
    }
    this.refresh()
    this.cy.resize()
    stretch(this.cy)
    this.settle()
    if (state.focus) this.cy.getElementById(state.focus).select()
  }

  /** add draws new entities around a place, and all relations that are not drawn yet. */
  private add(entities: Entity[], around: { x: number; y: number }) {
    const before = this.cy.nodes()
    const drawn: ElementDefinition[] = entities.map((e, i) => ({ group: 'nodes', data: this.nodeData(e), position: this.middles.has(e.id) && before.empty() ? { x: around.x + 30 * i, y: around.y } : spiral(around, i) }))
    for (const r of this.graph.relations.values()) if (this.cy.getElementById(r.id).empty()) drawn.push({ group: 'edges', data: this.edgeData(r) })
    this.cy.add(drawn)
    arrange(this.cy, before)
  }

  private nodeData(e: Entity) {
    const name = this.page.name(e)
    return { id: e.id, type: e.type, hue: hueOf(e.type), name, label: lines(name).join('\n'), middle: this.middles.has(e.id) }
  }

  private edgeData(r: Relation) {
    const label = this.page.label('predicates', r.predicate)
    const ends = [r.source, r.target].map((id) => this.page.name(this.graph.entities.get(id)!))
    const status = r.statuses.map((s) => this.page.label('statuses', s)).join(', ')
    return { id: r.id, source: r.source, target: r.target, label, status: r.statuses[0], sentence: `${ends[0]} ${label} ${ends[1]} (${status})` }
  }

  /** grow adds what lies a step from an entity; how many entities came. */
  private async grow(id: string): Promise<number> {
    const { state } = this
    const from = this.cy.getElementById(id)
    if (from.empty()) return 0
    const added = await this.graph.expand(id)
    if (this.state !== state) return 0
    if (added.length > 0) this.add(added, from.position())
    return added.length
  }

  private async expand(id: string) {
    if (this.busy) return
    this.busy = true
    const { state } = this
    try {
      const added = await this.grow(id)
      if (this.state !== state) return
      if (added > 0) state.open.push(id)
      this.refresh(added > 0)
      if (added === 0) this.status.textContent = `${this.page.say('nothing-new')} ${this.status.textContent}`
      else this.fit()
    } catch (error) {
      this.fail(error, state)
    } finally {
      this.busy = false
    }
  }

  /** refresh applies the filters, and tells what is drawn. step: the reader can go back to what was before. */
  private refresh(step = false) {
    this.cy.batch(() => {
      this.cy.edges().forEach((e) => {
        const status = statusOf(this.graph.relations.get(e.id())!, this.hidden)
        e.toggleClass('hidden', !status || this.typeHidden(e.source().data('type')) || this.typeHidden(e.target().data('type')))
        if (status) e.data('status', status)
      })
      this.cy.nodes().forEach((n) => {
        const edges = n.connectedEdges()
        const alone = edges.nonempty() && edges.not('.hidden').empty() && !n.data('middle')
        n.toggleClass('hidden', this.typeHidden(n.data('type')) || alone)
      })
      const edges = this.cy.edges().not('.hidden')
      edges.toggleClass('few', edges.length <= fewRelations)
    })
    const [nodes, edges] = [this.cy.nodes().not('.hidden').length, this.cy.edges().not('.hidden').length]
    Object.assign(this.page.root.dataset, { nodes: String(nodes), edges: String(edges) })
    this.status.textContent = [fill(this.page.say('drawn'), nodes, edges), this.graph.cut ? this.page.say('cut') : '', this.page.say('stated')].filter(Boolean).join(' ')
    const focused = document.activeElement instanceof HTMLInputElement ? document.activeElement.value : ''
    this.key.replaceChildren(make('summary', {}, this.page.say('filters')), ...filters(this.graph, this.page, this.hidden, () => this.refresh()))
    if (focused) this.key.querySelector<HTMLElement>(`[value="${CSS.escape(focused)}"]`)?.focus()
    this.state.hide = [...this.hidden]
    this.show()
    keep(this.state, step)
  }

  private typeHidden(type: string): boolean {
    return this.hidden.has(`type:${type}`)
  }

  /** show tells of what is selected, and lets the rest stand back. */
  private show() {
    const chosen = this.cy.$(':selected').not('.hidden').first()
    this.cy.elements().removeClass('near far')
    const actions = { expand: (id: string) => void this.expand(id), select: (id: string) => this.select(id) }
    const entity = this.graph.entities.get(chosen.id())
    const relation = this.graph.relations.get(chosen.id())
    if (entity) this.panel.replaceChildren(...entityPanel(entity, this.graph, this.page, (r) => !this.cy.getElementById(r.id).hasClass('hidden'), actions))
    else if (relation) this.panel.replaceChildren(...relationPanel(relation, this.graph, this.page))
    else {
      this.panel.replaceChildren(...hint(this.page))
      return this.name()
    }
    const near = entity ? chosen.closedNeighborhood() : chosen.union(this.cy.edges(':selected').connectedNodes())
    this.cy.elements().difference(near).addClass('far')
    const edges = near.edges()
    if (edges.length <= fewRelations) edges.addClass('near')
    this.name()
  }

  private select(id: string) {
    this.cy.$(':selected').unselect()
    const chosen = this.cy.getElementById(id).select()
    if (chosen.empty()) return
    const { x1, y1, x2, y2 } = chosen.renderedBoundingBox()
    if (x1 < 0 || y1 < 0 || x2 > this.cy.width() || y2 > this.cy.height()) this.cy.animate({ center: { eles: chosen } }, { duration })
  }

  /** name writes the names there is room for, once the picture has come to rest. */
  private name() {
    clearTimeout(this.naming)
    this.naming = setTimeout(() => label(this.cy, this.cy.zoom()), 40)
  }

  /** whole calls for a picture of everything, whatever the reader has zoomed to. */
  private async whole<T>(take: () => T | Promise<T>): Promise<T> {
    label(this.cy, 1)
    try {
      return await take()
    } finally {
      label(this.cy, this.cy.zoom())
    }
  }

  /** settle fits the picture into its frame. Names are as large at any zoom, so it takes two steps. */
  private settle() {
    for (let step = 0; step < 2; step++) {
      this.cy.fit(this.cy.elements(':visible'), 24)
      label(this.cy, this.cy.zoom())
    }
  }

  private fit() {
    this.cy.animate({ fit: { eles: this.cy.elements(':visible'), padding: 24 } }, { duration })
  }

  private zoom(factor: number) {
    const renderedPosition = { x: this.cy.width() / 2, y: this.cy.height() / 2 }
    this.cy.zoom({ level: this.cy.zoom() * factor, renderedPosition })
  }

  private buttons() {
    const button = (key: string, text: string, act: () => void) => {
      const made = make('button', { type: 'button', 'data-do': key, 'aria-label': text === this.page.say(key) ? undefined : this.page.say(key), title: text === this.page.say(key) ? undefined : this.page.say(key) }, text)
      made.addEventListener('click', act)
      return made
    }
    this.tools.append(
      button('zoom-in', '+', () => this.zoom(1.3)),
      button('zoom-out', '−', () => this.zoom(1 / 1.3)),
      button('fit', this.page.say('fit'), () => this.fit()),
      button('reset', this.page.say('reset'), () => this.reset()),
      button('png', 'PNG', () => void this.savePNG()),
      button('svg', 'SVG', () => void this.saveSVG()),
    )
  }

  private reset() {
    keep({ open: [], hide: [], focus: '' }, true)
    void this.start()
  }

  private listen() {
    this.cy.on('select unselect', () => {
      this.state.focus = this.cy.$(':selected').first().id() ?? ''
      this.show()
      keep(this.state, false)
    })
    this.cy.on('zoom resize', () => this.name())
    // With a mouse, a double click is what the reader's system takes for one:
    // Cytoscape's has to be done within 250 ms, which not every hand can.
    this.cy.on('tap', (e) => {
      if (e.originalEvent.detail === 2) return
      this.tapped = e.target === this.cy || e.target.isEdge() ? undefined : e.target.id()
    })
    this.cy.on('onetap', 'node', (e) => void this.expand(e.target.id()))
    this.cy.on('dbltap', (e) => e.originalEvent instanceof MouseEvent || this.visit())
    this.stage.addEventListener('dblclick', () => this.visit())
    this.stage.addEventListener('keydown', (e) => this.pressed(e))
    // The wheel moves the page until someone is at work on the canvas.
    this.stage.addEventListener('focus', () => this.cy.userZoomingEnabled(true))
    this.stage.addEventListener('blur', () => this.cy.userZoomingEnabled(false))
    this.stage.addEventListener('pointerdown', () => this.stage.focus({ preventScroll: true }))
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.cy.style(styles(coloursOf(this.page.root))))
    new ResizeObserver(() => this.cy.resize()).observe(this.stage)
  }

  /** visit opens the page of the entity that was tapped, wherever an expansion has moved it since. */
  private visit() {
    if (this.tapped) location.assign(`/${this.tapped}`)
  }

  private pressed(e: KeyboardEvent) {
    if (e.ctrlKey || e.metaKey || e.altKey) return
    const chosen = this.cy.$(':selected').first()
    if (e.key === 'Escape') this.cy.$(':selected').unselect()
    else if (e.key === 'Enter' && chosen.isNode()) void this.expand(chosen.id())
    else if (e.key === '+' || e.key === '=') this.zoom(1.3)
    else if (e.key === '-') this.zoom(1 / 1.3)
    else if (e.key === '0') this.fit()
    else if (e.key.startsWith('Arrow')) this.walk(e.key)
    else return
    e.preventDefault()
  }

  /** walk selects the next entity in a direction; the first key selects the middle. */
  private walk(key: string) {
    const chosen = this.cy.nodes(':selected').toArray()[0]
    const next = chosen ? towards(this.cy, chosen.position(), key) : this.cy.nodes(':visible').first().id()
    if (next) this.select(next)
  }

  private async savePNG() {
    const options = { full: true, scale: 2, maxWidth: 8000, maxHeight: 8000, bg: coloursOf(this.page.root).paper }
    this.save(await this.whole(() => this.cy.png({ ...options, output: 'blob-promise' })), 'png')
  }

  private async saveSVG() {
    const title = [...this.middles].map((id) => this.graph.entities.get(id)).filter((e) => e !== undefined).map((e) => this.page.name(e)).join(' · ')
    const text = await this.whole(() => svgOf(this.cy, coloursOf(this.page.root), title, this.status.textContent ?? ''))
    this.save(new Blob([text], { type: 'image/svg+xml' }), 'svg')
  }

  private save(blob: Blob, ending: string) {
    const name = [...this.middles].join('-').replaceAll('/', '-').slice(0, 80)
    const href = URL.createObjectURL(blob)
    make('a', { href, download: `innograph-${name}.${ending}` }).click()
    setTimeout(() => URL.revokeObjectURL(href), 10_000)
  }

  private fail(error: unknown, state: State) {
    if (this.state !== state) return
    console.error(error)
    this.status.textContent = this.page.say('failed')
  }
}
