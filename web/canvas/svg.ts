// The canvas as an SVG file that stands by itself: shapes, lines, words, a
// title, and no script or style of a page.
import type { Core, EdgeSingular, NodeSingular } from 'cytoscape'
import { draw } from '../dom'
import { font, lines, textSize, type Colours } from './look'
import { corners, dashes, hueOf, round } from './shapes'

const margin = 24 // pixels

/** svgOf draws what is visible. title and caption are told to those who hear the picture. */
export function svgOf(cy: Core, colours: Colours, title: string, caption: string): string {
  const seen = cy.elements(':visible')
  const box = seen.boundingBox({ includeLabels: true })
  const [w, h] = [round(box.w + 2 * margin), round(box.h + 2 * margin)]
  const picture = draw(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', viewBox: `${round(box.x1 - margin)} ${round(box.y1 - margin)} ${w} ${h}`, width: w, height: h, role: 'img', 'font-family': font },
    draw('title', {}, title),
    draw('desc', {}, caption),
    draw('rect', { x: round(box.x1 - margin), y: round(box.y1 - margin), width: w, height: h, fill: colours.paper }),
  )
  seen.edges().forEach((e) => void picture.append(edge(e, colours)))
  seen.nodes().forEach((n) => void picture.append(node(n, colours)))
  return new XMLSerializer().serializeToString(picture)
}

function node(n: NodeSingular, colours: Colours): SVGElement {
  const { x, y } = n.position()
  const radius = n.width() / 2
  const group = draw('g', { class: 'node' }, draw('title', {}, n.data('name')))
  group.append(draw('polygon', { points: corners(n.data('type'), radius, x, y), fill: colours.hue(hueOf(n.data('type'))), stroke: colours.ink, 'stroke-width': 1.2 }))
  const text = draw('text', { 'text-anchor': 'middle', 'font-size': textSize, fill: colours.ink, stroke: colours.paper, 'stroke-width': 3, 'paint-order': 'stroke' })
  const written = n.hasClass('unnamed') ? [] : lines(n.data('name'))
  written.forEach((line, i) => text.append(draw('tspan', { x: round(x), y: round(y + radius + 3 + textSize * (i + 0.9)) }, line)))
  group.append(text)
  return group
}

function edge(e: EdgeSingular, colours: Colours): SVGElement {
  const colour = e.style('line-color') as string
  const bends = e.controlPoints() ?? []
  const from = e.sourceEndpoint()
  const to = e.targetEndpoint()
  const at = (p: { x: number; y: number }) => `${round(p.x)} ${round(p.y)}`
  // Between two bends a line goes through the middle between them.
  const way = bends.map((b, i) => {
    const next = bends[i + 1]
    return `Q ${at(b)} ${at(next ? { x: (b.x + next.x) / 2, y: (b.y + next.y) / 2 } : to)}`
  })
  const d = `M ${at(from)} ${way.length > 0 ? way.join(' ') : `L ${at(to)}`}`
  const line = draw('path', { d, fill: 'none', stroke: colour, 'stroke-width': 1.4, 'stroke-dasharray': dashes(e.data('status')).join(' ') || undefined, 'stroke-linecap': e.data('status') === 'ENCOURAGED' ? 'round' : undefined })
  const group = draw('g', { class: 'edge' }, draw('title', {}, e.data('sentence')), line, arrow(bends.at(-1) ?? from, to, colour, e.data('status') === 'EXISTING'))
  if (!e.hasClass('few')) return group
  const { x, y } = e.midpoint()
  group.append(draw('text', { x: round(x), y: round(y), 'text-anchor': 'middle', 'font-size': 0.9 * textSize, fill: colours.ink, stroke: colours.paper, 'stroke-width': 3, 'paint-order': 'stroke' }, e.data('label')))
  return group
}

/** arrow is the head of a line that comes from a place and ends at another; hollow unless what it says exists. */
function arrow(from: { x: number; y: number }, to: { x: number; y: number }, colour: string, solid: boolean): SVGElement {
  const angle = Math.atan2(to.y - from.y, to.x - from.x)
  const corner = (turn: number) => `${round(to.x - 8 * Math.cos(angle + turn))},${round(to.y - 8 * Math.sin(angle + turn))}`
  return draw('polygon', { points: `${round(to.x)},${round(to.y)} ${corner(0.4)} ${corner(-0.4)}`, fill: solid ? colour : 'none', stroke: colour })
}
