// The documents that the schema promises to run, read where the binary has them from.
import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Kind, parse } from 'graphql'

export const folder = fileURLToPath(new URL('../../schema/documents/', import.meta.url))

/** Name, text, variables and operation of each, in the order of their names. */
export const documents = readdirSync(folder)
  .filter((file) => file.endsWith('.graphql'))
  .sort()
  .map((file) => {
    const name = file.replace(/\.graphql$/, '')
    const text = readFileSync(folder + file, 'utf8')
    const operation = parse(text).definitions.find((d) => d.kind === Kind.OPERATION_DEFINITION)
    return { name, text, operation, variables: JSON.parse(readFileSync(`${folder}${name}.json`, 'utf8')) }
  })
