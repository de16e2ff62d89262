// How the canvas looks, in the colours of the style sheet: light or dark.
import type { StylesheetJson } from 'cytoscape'
import { dashes, shapeOf } from './shapes'

export interface Colours {
  ink: string
  quiet: string
  paper: string
  accent: string
  hue: (name: string) => string
}

/** coloursOf reads the colours that hold for an element now. */
export function coloursOf(element: HTMLElement): Colours {
  const probe = element.appendChild(document.createElement('span'))
  const read = (name: string) => {
    probe.style.color = `var(${name})`
    return opaque(getComputedStyle(probe).color)
  }
  const hues = new Map(['place', 'science', 'trade', 'work', 'paper'].map((h) => [`--hue-${h}`, read(`--hue-${h}`)]))
  const colours = { ink: read('--ink'), quiet: read('--quiet'), paper: read('--paper'), accent: read('--accent'), hue: (name: string) => hues.get(name) ?? '' }
  probe.remove()
  return colours
}

// Browsers may tell colours as "color(srgb …)", which Cytoscape does not read.
function opaque(colour: string): string {
  const parts = /^color\(srgb ([\d.]+) ([\d.]+) ([\d.]+)/.exec(colour)
  if (!parts) return colour
  return `rgb(${parts.slice(1).map((p) => Math.round(Number(p) * 255)).join(', ')})`
}

export const radius = 13 // pixels, from the middle of a node to its corners
export const textSize = 11 // pixels on the screen

export const font = 'system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif'

/** styles are Cytoscape's, for the data that nodes and edges carry. */
export function styles(c: Colours): StylesheetJson {
  return [
    {
      selector: 'node',
      style: {
        shape: 'polygon',
        'shape-polygon-points': (n: { data: (key: string) => string }) => shapeOf(n.data('type')).flat(),
        width: (n: { data: (key: string) => boolean }) => 2 * radius * (n.data('middle') ? 1.5 : 1),
        height: (n: { data: (key: string) => boolean }) => 2 * radius * (n.data('middle') ? 1.5 : 1),
        'background-color': (n: { data: (key: string) => string }) => c.hue(n.data('hue')),
        'border-width': 1.2,
        'border-color': c.ink,
        label: 'data(label)',
        color: c.ink,
        'font-family': font,
        'text-valign': 'bottom',
        'text-wrap': 'wrap',
        'text-background-color': c.paper,
        'text-background-opacity': 0.7,
      },
    },
    {
      selector: 'edge',
      style: {
        width: 1.3,
        'line-color': c.quiet,
        'curve-style': 'bezier',
        'control-point-step-size': 26,
        'target-arrow-shape': 'triangle',
        'target-arrow-color': c.quiet,
        'arrow-scale': 0.8,
        color: c.ink,
        'font-family': font,
        'text-rotation': 'autorotate',
        'text-background-color': c.paper,
        'text-background-opacity': 0.9,
      },
    },
    { selector: 'edge[status = "EXISTING"]', style: { 'line-color': c.accent, 'target-arrow-color': c.accent, width: 1.6 } },
    { selector: 'edge[status = "PLANNED"]', style: { 'line-style': 'dashed', 'line-dash-pattern': dashes('PLANNED'), 'target-arrow-fill': 'hollow' } },
    { selector: 'edge[status = "ENCOURAGED"]', style: { 'line-style': 'dashed', 'line-dash-pattern': dashes('ENCOURAGED'), 'line-cap': 'round', 'target-arrow-fill': 'hollow' } },
    { selector: 'edge.few, edge:selected, edge.near', style: { label: 'data(label)' } },
    { selector: '.far', style: { opacity: 0.35 } },
    { selector: 'node:selected', style: { 'border-width': 4, 'border-color': c.accent, 'z-index': 9 } },
    { selector: 'edge:selected', style: { width: 3, 'z-index': 9 } },
    { selector: '.unnamed', style: { label: '' } },
    { selector: '.hidden', style: { display: 'none' } },
    { selector: ':active', style: { 'overlay-opacity': 0.08 } },
  ] as unknown as StylesheetJson
}

/** lines breaks a name so that it stays narrow below its node: after some ten
 * Chinese characters, or between words. */
export function lines(name: string): string[] {
  const wide = /[\u2e80-\uffef]/
  const list: string[] = []
  let line = ''
  let width = 0
  for (const part of name.match(/[\u2e80-\uffef]|\s+|[^\s\u2e80-\uffef]+/g) ?? []) {
    const more = wide.test(part) ? 2 : part.length
    if (width + more > 20 && line.trim() !== '') {
      list.push(line.trim())
      line = ''
      width = 0
    }
    line += part
    width += more
  }
  if (line.trim() !== '') list.push(line.trim())
  return list.length > 3 ? [...list.slice(0, 2), `${list[2]}…`] : list
}
