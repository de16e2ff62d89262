// A panel drawn by ECharts: from each county's last baseline to its last
// target, on a scale of the panel's own. Colours are the page's, by name.
import { CustomChart, type CustomSeriesOption } from 'echarts/charts'
import { GridComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { axisHeight } from './size'
import type { Figure, Panel, Row } from './table'

use([CustomChart, GridComponent, SVGRenderer])

const fontSize = 12
const ink = 'var(--ink)'
const quiet = 'var(--quiet)'
const accent = 'var(--accent)'
const warn = 'var(--warn)'

type RenderItem = NonNullable<CustomSeriesOption['renderItem']>
type Child = Record<string, unknown>

/** Draws a panel into an element and keeps it as wide as that. */
export function draw(place: HTMLElement, panel: Panel, words: DOMStringMap): void {
  const chart = init(place, null, { renderer: 'svg' })
  chart.setOption({
    animation: false,
    grid: { left: leftOf(panel), right: 16, top: 4, bottom: axisHeight, outerBoundsMode: 'none' },
    xAxis: {
      type: 'value',
      ...rangeOf(panel),
      splitNumber: 3,
      axisLabel: { color: quiet, fontSize, hideOverlap: true, showMaxLabel: false, formatter: written },
      splitLine: { showMaxLine: false, lineStyle: { color: 'var(--line)' } },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: panel.rows.map((r) => r.name),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { color: ink, fontSize, width: leftOf(panel) - 14, overflow: 'break', interval: 0 },
    },
    series: { type: 'custom', silent: true, clip: false, data: panel.rows.map((_, i) => [0, i]), renderItem: renderer(panel, words) },
  })
  new ResizeObserver(() => chart.resize()).observe(place)
}

/** A number of the axis, as the page writes numbers: millions and more in words. */
function written(value: number): string {
  if (Math.abs(value) >= 1e6) return value.toLocaleString('en', { notation: 'compact', compactDisplay: 'long' })
  return value.toLocaleString('en', { useGrouping: Math.abs(value) >= 10_000 })
}

/** Room for names, in pixels: letters take about half of what characters take. */
function leftOf(panel: Panel): number {
  const widths = panel.rows.map(({ name }) => [...name].reduce((sum, c) => sum + (c > '\u2e80' ? fontSize : 7), 0))
  const widest = Math.max(...widths)
  return widest ? Math.min(widest, 110) + 18 : 16
}

/** The axis begins at zero unless all values lie far from it. */
function rangeOf({ rows }: Panel): { min: number; max: number } {
  const values = rows.flatMap((r) => [...r.before, ...r.goals]).flatMap((f) => [f.value, f.to ?? f.value])
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const room = (high - low || Math.abs(high) || 1) * 0.12
  return { min: low >= 0 && low < high * 0.6 ? 0 : tidy(low - room, Math.floor), max: tidy(high + room, Math.ceil) }
}

/** Rounds to two digits, down or up. */
function tidy(value: number, round: (value: number) => number): number {
  if (value === 0) return 0
  const step = 10 ** (Math.floor(Math.log10(Math.abs(value))) - 1)
  return Number((round(value / step) * step).toPrecision(12))
}

function renderer(panel: Panel, words: DOMStringMap): RenderItem {
  return (params, api) => {
    const row = panel.rows[params.dataIndex]!
    const area = params.coordSys as unknown as { x: number; width: number }
    const at = (value: number) => api.coord([value, params.dataIndex]) as [number, number]
    const y = at(0)[1]
    const children = row.before.length || row.goals.length ? dumbbell(row, (value) => at(value)[0], y, area) : [text((row.missing ? words.missing : words.other) ?? '', area.x + 8, y, quiet, 'left', 'middle')]
    return { type: 'group', children: children as never }
  }
}

/** A row: what was before the last baseline small, the way to the last target as a line, words above and below. */
function dumbbell(row: Row, at: (value: number) => number, y: number, area: { x: number; width: number }): Child[] {
  const [now, earlier] = lastOf(row.before)
  const [goal, sooner] = lastOf(row.goals)
  const children: Child[] = []
  for (const figure of now[0] ? goal : []) children.push(line(at(now[0]!.value), at(figure.value), y, accent, 2))
  for (const figure of earlier) children.push(circle(at(figure.value), y, 2.5, quiet, true))
  for (const figure of sooner) children.push(circle(at(figure.value), y, 2.5, accent, true))
  for (const figure of now) children.push(...mark(figure, at, y, quiet, false))
  for (const figure of goal) children.push(...mark(figure, at, y, disagree(row, goal) ? warn : accent, true))
  children.push(...labels(goal, at, y - 9, area, ink, 'bottom', disagree(row, goal)), ...labels(now, at, y + 9, area, quiet, 'top', false))
  return children
}

/** Whether the row's conflict is between these figures. */
function disagree(row: Row, figures: Figure[]): boolean {
  return row.conflict && new Set(figures.map((f) => f.value)).size > 1
}

/** Splits figures into those of the last year and those before. */
function lastOf(figures: Figure[]): [Figure[], Figure[]] {
  const end = Math.max(...figures.map((f) => f.end))
  return [figures.filter((f) => f.end === end), figures.filter((f) => f.end !== end)]
}

/** A figure: a ring for a baseline, a disc for a target, a bar over an interval, an arrow the way a bound is open. */
function mark(figure: Figure, at: (value: number) => number, y: number, colour: string, filled: boolean): Child[] {
  const x = at(figure.value)
  const children = [circle(x, y, 5, colour, filled)]
  if (figure.to !== undefined) children.push(line(x, at(figure.to), y, colour, 5), circle(at(figure.to), y, 5, colour, filled))
  const way = { GE: 1, GT: 1, LE: -1, LT: -1 }[figure.bound]
  if (way) {
    const tip = (figure.to === undefined ? x : at(figure.to)) + way * 14
    children.push({ type: 'polygon', shape: { points: [[tip, y], [tip - way * 7, y - 4.5], [tip - way * 7, y + 4.5]] }, style: { fill: colour } })
  }
  return children
}

/** What figures say, with the year, in one line at their middle and inside the area. */
function labels(figures: Figure[], at: (value: number) => number, y: number, area: { x: number; width: number }, colour: string, verticalAlign: string, conflict: boolean): Child[] {
  if (!figures.length) return []
  const said = [...new Set(figures.map((f) => f.text))].join(' / ')
  const middle = figures.reduce((sum, f) => sum + at(f.value), 0) / figures.length
  const part = (middle - area.x) / area.width
  const align = part < 0.34 ? 'left' : part > 0.66 ? 'right' : 'center'
  const shift = { left: -6, right: 6, center: 0 }[align]
  return [text(`${conflict ? '⚠ ' : ''}${said} · ${figures[0]!.end}`, middle + shift, y, conflict ? warn : colour, align, verticalAlign)]
}

function text(words: string, x: number, y: number, fill: string, align: string, verticalAlign: string): Child {
  return { type: 'text', style: { text: words, x, y, fill, fontSize, align, verticalAlign } }
}

function line(from: number, to: number, y: number, stroke: string, lineWidth: number): Child {
  return { type: 'line', shape: { x1: from, y1: y, x2: to, y2: y }, style: { stroke, lineWidth } }
}

function circle(x: number, y: number, r: number, colour: string, filled: boolean): Child {
  return { type: 'circle', shape: { cx: x, cy: y, r }, style: { fill: filled ? colour : 'var(--paper)', stroke: colour, lineWidth: 2 } }
}
