// Each type of entity has a shape, so that colour only helps. A shape is a list
// of points between -1 and 1, y downwards: the canvas, the key and the exported
// picture draw the same ones.

export type Point = [x: number, y: number]

const regular = (corners: number, turn = 0): Point[] =>
  Array.from({ length: corners }, (_, i) => {
    const angle = (2 * Math.PI * (i + turn)) / corners - Math.PI / 2
    return [round(Math.cos(angle)), round(Math.sin(angle))]
  })

const star = regular(10).map(([x, y], i): Point => (i % 2 ? [round(x * 0.45), round(y * 0.45)] : [x, y]))

const circle = regular(32)

const shapes: Record<string, Point[]> = {
  COUNTY: circle,
  REGION: regular(8, 0.5),
  UNIVERSITY: [[0, -1], [1, 0.85], [-1, 0.85]],
  RESEARCH_INSTITUTE: [[-1, -0.85], [1, -0.85], [0, 1]],
  ENTERPRISE: [[-0.85, -0.85], [0.85, -0.85], [0.85, 0.85], [-0.85, 0.85]],
  PLATFORM: regular(4),
  INDUSTRY: regular(6),
  PROJECT: [[-0.5, -0.75], [1, -0.75], [0.5, 0.75], [-1, 0.75]],
  PROGRAMME: [[-1, -0.75], [0.5, -0.75], [1, 0], [0.5, 0.75], [-1, 0.75]],
  DOCUMENT: [[-0.7, -1], [0.3, -1], [0.75, -0.5], [0.75, 1], [-0.7, 1]],
  GOVERNMENT_BODY: [[-0.55, -0.8], [0.55, -0.8], [1, 0.8], [-1, 0.8]],
  ASSOCIATION: [[-0.35, -1], [0.35, -1], [0.35, -0.35], [1, -0.35], [1, 0.35], [0.35, 0.35], [0.35, 1], [-0.35, 1], [-0.35, 0.35], [-1, 0.35], [-1, -0.35], [-0.35, -0.35]],
  TASK: [[-1, -0.8], [0.4, -0.8], [1, 0], [0.4, 0.8], [-1, 0.8], [-0.4, 0]],
  EVENT: star,
}

/** shapeOf is the shape of a type; a circle for one that has none of its own. */
export const shapeOf = (type: string): Point[] => shapes[type] ?? circle

const hues: Record<string, string> = {
  COUNTY: 'place', REGION: 'place', UNIVERSITY: 'science', RESEARCH_INSTITUTE: 'science', PLATFORM: 'science',
  ENTERPRISE: 'trade', INDUSTRY: 'trade', ASSOCIATION: 'trade', PROJECT: 'work', PROGRAMME: 'work', TASK: 'work', EVENT: 'work',
}

/** hueOf names the colour of a type, a custom property of the style sheet. */
export const hueOf = (type: string): string => `--hue-${hues[type] ?? 'paper'}`

/** corners writes a shape as SVG writes points, around a place and so wide from its middle. */
export const corners = (type: string, radius: number, x = 0, y = 0): string =>
  shapeOf(type).map(([px, py]) => `${round(x + px * radius)},${round(y + py * radius)}`).join(' ')

/** dashes of a line by the strongest status of what it stands for, in pixels; empty: a whole line. */
export const dashes = (status: string): number[] => ({ PLANNED: [7, 4], ENCOURAGED: [1.5, 4] })[status] ?? []

export function round(n: number): number {
  return Math.round(n * 100) / 100
}
