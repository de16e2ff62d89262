// Names below nodes: as large on the screen at any zoom, and never one on
// another. What there is no room for is shown when one comes nearer.
import type { Core, NodeSingular } from 'cytoscape'
import { textSize } from './look'

interface Box {
  x1: number
  y1: number
  x2: number
  y2: number
}

/** label writes the names that a zoom has room for: what is in the middle or
 * selected first, then what has most relations. */
export function label(cy: Core, zoom: number) {
  const size = textSize / zoom
  const order = cy.nodes(':visible').toArray() as NodeSingular[]
  const rank = (n: NodeSingular) => (n.selected() ? 1e6 : 0) + (n.data('middle') ? 1e5 : 0) + (n.hasClass('far') ? 0 : 1e4) + n.degree(false)
  order.sort((a, b) => rank(b) - rank(a))
  const taken: Box[] = []
  cy.batch(() => {
    for (const n of order) {
      const box = boxOf(n, size)
      const free = !taken.some((t) => overlap(t, box))
      if (free) taken.push(box)
      n.toggleClass('unnamed', !free)
    }
    cy.nodes().style({ 'font-size': size, 'text-margin-y': 3 / zoom })
    cy.edges().style('font-size', 0.9 * size)
  })
}

/** boxOf is about where the name of a node is written. */
function boxOf(n: NodeSingular, size: number): Box {
  const written = (n.data('label') as string).split('\n')
  const width = size * Math.max(...written.map((line) => [...line].reduce((sum, c) => sum + (c > '\u2e80' ? 1 : 0.56), 0)))
  const { x, y } = n.position()
  const top = y + n.height() / 2
  return { x1: x - width / 2, y1: top, x2: x + width / 2, y2: top + size * 1.25 * written.length }
}

const overlap = (a: Box, b: Box) => a.x1 < b.x2 && b.x1 < a.x2 && a.y1 < b.y2 && b.y1 < a.y2
