// Where nodes stand. Places begin from a spiral, not from chance, so that an
// address gives the same picture each time.
import type { Core, CoseLayoutOptions, NodeCollection, Position } from 'cytoscape'

/** spiral is the i-th of the places around a middle, evenly spread. */
export function spiral(middle: Position, i: number, first = 90): Position {
  const angle = i * 2.39996 // the golden angle, in radians
  const distance = first + 34 * Math.sqrt(i)
  return { x: middle.x + distance * Math.cos(angle), y: middle.y + distance * Math.sin(angle) }
}

/** arrange settles nodes; those that are fixed stay where the reader saw them. */
export function arrange(cy: Core, fixed: NodeCollection) {
  fixed.lock()
  const layout: CoseLayoutOptions = {
    name: 'cose',
    animate: false,
    randomize: false,
    fit: false,
    padding: 20,
    nodeDimensionsIncludeLabels: true,
    idealEdgeLength: () => 70,
    nodeRepulsion: () => 60_000,
    nodeOverlap: 24,
    edgeElasticity: () => 60,
    gravity: 0.6,
    componentSpacing: 60,
    numIter: Math.min(1000, Math.ceil(60_000 / cy.nodes().length)), // each step costs the square of the nodes
  }
  cy.layout(layout).run()
  fixed.unlock()
}

const mostStretched = 2 // times

/** stretch makes a picture about as wide or high as its frame. */
export function stretch(cy: Core) {
  const box = cy.nodes().boundingBox({ includeLabels: false })
  const factor = (cy.width() / cy.height()) * (box.h / box.w)
  const within = (f: number) => Math.min(Math.max(1, f), mostStretched)
  if (Number.isFinite(factor)) cy.nodes().positions((n) => ({ x: n.position('x') * within(factor), y: n.position('y') * within(1 / factor) }))
}

/** towards is the nearest visible node in the direction of an arrow key. */
export function towards(cy: Core, from: Position, key: string): string | undefined {
  const dx = { ArrowLeft: -1, ArrowRight: 1 }[key] ?? 0
  const dy = { ArrowUp: -1, ArrowDown: 1 }[key] ?? 0
  let best: string | undefined
  let least = Infinity
  cy.nodes(':visible').forEach((n) => {
    const [x, y] = [n.position('x') - from.x, n.position('y') - from.y]
    const along = x * dx + y * dy
    const aside = Math.abs(x * dy) + Math.abs(y * dx)
    if (along <= 1 || aside > 2 * along) return
    if (along + 2 * aside < least) [best, least] = [n.id(), along + 2 * aside]
  })
  return best
}
