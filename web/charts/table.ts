// What a chart shows is read from the table below it, which stays the source and the twin.

/** A figure of a table: Number value and, of an interval, its end. Text is what the table prints. */
export interface Figure {
  value: number
  to: number | undefined
  bound: string // of GraphQL: GE, GT, LE, LT, APPROX or empty
  end: number // last year of the period
  text: string
}

/** What one county has of an indicator. With nothing in before and goals it is
 * missing, or the table has it in another measure or unit or in words. */
export interface Row {
  name: string
  before: Figure[] // by period
  goals: Figure[]
  conflict: boolean
  missing: boolean
}

/** Figures of one indicator, in one measure and one unit. */
export interface Panel {
  title: string
  rows: Row[]
}

/** Reads the panels of a table: those that have a way from a baseline to a
 * target, or numbers of two counties. Rows of the table are indicators; where
 * counties are its columns each is a row of the panel. */
export function panelsOf(table: HTMLTableElement): Panel[] {
  const counties = table.classList.contains('aligned') ? [...table.tHead!.rows[0]!.cells].slice(1).map(textOf) : undefined
  return [...table.tBodies[0]!.rows].flatMap((row) => {
    const cells = [...row.cells].slice(1)
    const places = counties ? cells.map((cell, i) => ({ name: counties[i]!, parts: [cell] })) : [{ name: '', parts: [...row.cells] }]
    return scalesOf(row)
      .map((scale) => ({ title: titleOf(row, scale), rows: places.map(({ name, parts }) => rowOf(name, parts, scale)) }))
      .filter(worthDrawing)
  })
}

function worthDrawing({ rows }: Panel): boolean {
  return rows.some((r) => r.before.length && r.goals.length) || rows.filter((r) => r.before.length || r.goals.length).length > 1
}

/** Measures with their units, each of which has an axis of its own. */
function scalesOf(row: HTMLTableRowElement): string[] {
  return [...new Set(figuresIn(row).map((link) => link.dataset.scale!))]
}

function titleOf(row: HTMLTableRowElement, scale: string): string {
  const head = row.cells[0]!.cloneNode(true) as HTMLElement
  for (const part of head.querySelectorAll('.other, .conflict')) part.remove()
  const measure = figuresIn(row).find((link) => link.dataset.scale === scale)?.querySelector('.measure')
  return [textOf(head), measure && textOf(measure)].filter(Boolean).join(' · ')
}

function rowOf(name: string, parts: HTMLElement[], scale: string): Row {
  const links = parts.flatMap(figuresIn).filter((link) => link.dataset.scale === scale)
  const isGoal = (link: HTMLElement) => link.classList.contains('target')
  return {
    name,
    before: links.filter((link) => !isGoal(link)).map(figureOf),
    goals: links.filter(isGoal).map(figureOf),
    conflict: parts.some((part) => part.querySelector('.conflict')),
    missing: parts.some((part) => part.querySelector('.none')),
  }
}

/** Links to figures that are numbers, where a plan may also give a word, and of
 * the whole, where a cell may also have a part of it. */
function figuresIn(place: HTMLElement): HTMLElement[] {
  return [...place.querySelectorAll<HTMLElement>('[data-value]')].filter(
    (link) => link.dataset.value !== '' && Number.isFinite(Number(link.dataset.value)) && !link.parentElement!.querySelector(':scope > .of'),
  )
}

function figureOf(link: HTMLElement): Figure {
  const { value, to, bound, period } = link.dataset
  return {
    value: Number(value),
    to: to ? Number(to) : undefined,
    bound: bound ?? '',
    end: Number(period?.split('/').at(-1)),
    text: textOf(link.querySelector('b')!),
  }
}

function textOf(element: Element): string {
  return element.textContent!.replace(/\s+/g, ' ').trim()
}
