// The panel of documents to start from. The server writes them into the page.
import { type GraphiQLPlugin, useGraphiQL, useGraphiQLActions } from '@graphiql/react'
import { Kind, parse } from 'graphql'
import type { Opened } from './address'

/** A document of the contract: what it asks, in both languages, and its text. */
export interface Example extends Opened {
  name: string
  title: string // English
  titleZh: string
}

export function readExamples(): Example[] {
  return JSON.parse(document.getElementById('examples')!.textContent!)
}

export function examplesPlugin(examples: Example[]): GraphiQLPlugin {
  return { title: '示例 · Examples', icon: Icon, content: () => <Panel examples={examples} /> }
}

/** A text in both languages: the reader's first, the other small below it. */
function Both({ zh, en }: { zh: string; en: string }) {
  const chinese = <span lang="zh">{zh}</span>
  const english = <span lang="en">{en}</span>
  const [first, second] = /^zh\b/i.test(navigator.language) ? [chinese, english] : [english, chinese]
  return (
    <>
      {first} <small>{second}</small>
    </>
  )
}

function Panel({ examples }: { examples: Example[] }) {
  const { queryEditor, variableEditor, responseEditor } = useGraphiQL((state) => ({
    queryEditor: state.queryEditor,
    variableEditor: state.variableEditor,
    responseEditor: state.responseEditor,
  }))
  const { addTab, setOperationFacts } = useGraphiQLActions()
  const open = (example: Example) => {
    // What someone wrote stays in its tab; an untouched example gives way.
    const kept = queryEditor?.getValue().trim()
    if (kept && !examples.some((e) => e.text.trim() === kept)) addTab()
    queryEditor?.setValue(example.text)
    variableEditor?.setValue(example.variables)
    responseEditor?.setValue('')
    // GraphiQL looks for the operation when typing pauses; who runs the example
    // sooner would send the name of the one before.
    const documentAST = parse(example.text)
    const operations = documentAST.definitions.filter((d) => d.kind === Kind.OPERATION_DEFINITION)
    setOperationFacts({ documentAST, operations, operationName: operations[0]?.name?.value })
  }
  return (
    <section className="examples" aria-labelledby="examples-title">
      <h2 id="examples-title">
        <Both zh="现成的问题" en="Questions to start from" />
      </h2>
      <ol>
        {examples.map((e) => (
          <li key={e.name}>
            <button type="button" onClick={() => open(e)}>
              <Both zh={e.titleZh} en={e.title} />
            </button>
          </li>
        ))}
      </ol>
      <p>
        <a href="/schema.graphql">schema.graphql</a>
      </p>
    </section>
  )
}

function Icon() {
  return (
    <svg viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" aria-hidden="true">
      <path d="M2 4h1M2 8h1M2 12h1M6 4h8M6 8h8M6 12h8" />
    </svg>
  )
}
