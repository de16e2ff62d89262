// Heights in pixels, known before anything is drawn, so that the page keeps its place.
import type { Panel } from './table'

export const axisHeight = 26
const rowHeight = 54

export function heightOf(panel: Panel): number {
  return panel.rows.length * rowHeight + axisHeight
}
