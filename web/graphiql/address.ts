// A query has an address: /graphiql?query=…&variables=…, or ?example=NAME. The
// page without scripts reads the same one.

/** What the editors are opened with. variables is JSON, or empty. */
export interface Opened {
  text: string
  variables: string
}

// Servers and proxies refuse longer ones. A query beyond it is kept by the
// browser all the same, in its tab.
const longestAddress = 8000 // characters

/** openedBy reads an address; undefined if it names nothing. */
export function openedBy(search: string, examples: (Opened & { name: string })[]): Opened | undefined {
  const values = new URLSearchParams(search)
  const query = values.get('query')
  if (query !== null) return { text: query, variables: values.get('variables') ?? '' }
  return examples.find((e) => e.name === values.get('example'))
}

/** searchFor writes what openedBy reads; empty for an empty or too long query. */
export function searchFor(query: string, variables: string): string {
  if (query.trim() === '') return ''
  const values = new URLSearchParams({ query })
  if (variables.trim() !== '') values.set('variables', variables)
  const search = `?${values}`
  return search.length > longestAddress ? '' : search
}

interface Tabs {
  activeTabIndex: number
  tabs: { query: string | null; variables?: string | null }[]
}

let waiting: ReturnType<typeof setTimeout> | undefined

/** keepInAddress puts the open tab into the address once typing pauses: browsers
 * limit how often an address may change. */
export function keepInAddress({ tabs, activeTabIndex }: Tabs) {
  const tab = tabs[activeTabIndex]
  clearTimeout(waiting)
  waiting = setTimeout(() => {
    const search = searchFor(tab?.query ?? '', tab?.variables ?? '')
    if (search !== location.search) history.replaceState(null, '', location.pathname + search)
  }, 300)
}
