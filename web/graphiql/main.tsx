// GraphiQL over our own /graphql, with documents to start from and the query in
// the address.
import { createGraphiQLFetcher } from '@graphiql/toolkit'
import { DOC_EXPLORER_PLUGIN } from '@graphiql/plugin-doc-explorer'
import { HISTORY_PLUGIN } from '@graphiql/plugin-history'
import { GraphiQL } from 'graphiql'
import { createRoot } from 'react-dom/client'
import '@graphiql/react/style.css'
import '@graphiql/plugin-doc-explorer/style.css'
import '@graphiql/plugin-history/style.css'
import 'graphiql/graphiql.css'
import './style.css'
import './workers'
import { keepInAddress, openedBy } from './address'
import { examplesPlugin, readExamples } from './examples'

const place = document.getElementById('graphiql')!
const examples = readExamples()
const plugin = examplesPlugin(examples)
// Nothing in the address and nothing kept from the last visit: the first example.
const firstVisit = localStorage.getItem('graphiql:query') === null
const opened = openedBy(location.search, examples) ?? (firstVisit ? examples[0] : undefined)

createRoot(place).render(
  <GraphiQL
    fetcher={createGraphiQLFetcher({ url: new URL('/graphql', location.href).href })}
    initialQuery={opened?.text}
    initialVariables={opened?.variables}
    inputValueDeprecation
    schemaDescription
    isHeadersEditorEnabled={false}
    defaultEditorToolsVisibility="variables"
    plugins={[plugin, HISTORY_PLUGIN]}
    referencePlugin={DOC_EXPLORER_PLUGIN}
    visiblePlugin={narrow() ? undefined : plugin}
    onTabChange={keepInAddress}
  >
    <GraphiQL.Logo>
      <a className="home" href="/">
        innograph
      </a>
    </GraphiQL.Logo>
  </GraphiQL>,
)

// narrow screens have room for the editors or for a panel.
function narrow() {
  return matchMedia('(max-width: 45rem)').matches
}
