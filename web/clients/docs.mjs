// The examples of docs/clients.md, so that what it says is what runs.
import { readFileSync } from 'node:fs'

const page = readFileSync(new URL('../../docs/clients.md', import.meta.url), 'utf8')

/** The code under a heading of the second level, asked of a server at this address. */
export function examples(heading, address) {
  const section = page.split(/^## /m).find((s) => s.startsWith(`${heading}\n`))
  return [...section.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language, text]) => ({ language, text: text.replaceAll('http://127.0.0.1:8080', address) }))
}

/** The only example in a language under a heading. */
export function example(heading, language, address) {
  const found = examples(heading, address).filter((e) => e.language === language)
  if (found.length !== 1) throw new Error(`docs/clients.md has ${found.length} examples in ${language} under ${heading}`)
  return found[0].text
}
