// Tables of the data package and of workbooks as SQLite, PostgreSQL and LibreOffice read them.
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import jsonld from 'jsonld'
import { exportFile, exportFolder, hostile, rowsOf } from './export.mjs'
import { missingCommand } from './python.mjs'
import { postgres } from './postgres.mjs'
import { run } from './run.mjs'

const data = {
  'the seeds': [],
  'a part': ['--focus', 'county/330324', '--depth', '1'],
  nothing: ['--type', 'Event', '--source', 'source/gbt2260-2020'],
  'names that break readers': ['--store', (await hostile()).names],
}
const database = postgres()
after(() => database.stop?.())

for (const [name, args] of Object.entries(data)) {
  const folder = await exportFolder('package', ...args)
  const descriptor = JSON.parse(readFileSync(join(folder, 'datapackage.json'), 'utf8'))
  const tables = Object.fromEntries(descriptor.resources.map((r) => [r.name, rowsOf(readFileSync(join(folder, r.path), 'utf8'))]))

  test(`SQLite imports the tables of ${name}`, { skip: missingCommand('sqlite3') }, async () => {
    const commands = ['.mode csv', ...declarations(descriptor, 'TEXT', true)]
    for (const r of descriptor.resources) commands.push(`.import --skip 1 ${r.path} ${r.name}`)
    for (const r of descriptor.resources) for (const f of r.schema.fields) commands.push(`UPDATE ${r.name} SET "${f.name}" = NULL WHERE "${f.name}" = '';`)
    commands.push('.headers on', 'PRAGMA foreign_key_check;')
    const broken = await run(folder, 'sqlite3', join(folder, 'tables.db'), ...commands)
    assert.equal(broken, '', 'rows whose foreign keys lead nowhere')
    for (const [table, rows] of Object.entries(tables)) {
      const printed = await run(folder, 'sqlite3', '-csv', '-newline', '\n', join(folder, 'tables.db'), `SELECT * FROM ${table} ORDER BY rowid`)
      assert.deepEqual(rowsOf(printed), rows.slice(1), table)
    }
  })

  test(`PostgreSQL copies the tables of ${name}`, { skip: database.skip }, async () => {
    const schema = `s${Object.keys(data).indexOf(name)}`
    const script = [`CREATE SCHEMA ${schema}; SET search_path TO ${schema};`, ...declarations(descriptor, 'text')]
    for (const r of descriptor.resources) script.push(`\\copy ${r.name} FROM '${join(folder, r.path)}' CSV HEADER`)
    for (const { name: table, schema: { foreignKeys = [] } } of descriptor.resources) for (const key of foreignKeys) script.push(`ALTER TABLE ${table} ADD ${reference(key)};`)
    await database.run(script.join('\n'))
    for (const [table, rows] of Object.entries(tables)) {
      const printed = await database.run(`\\copy (SELECT * FROM ${schema}.${table}) TO STDOUT CSV`)
      assert.deepEqual(rowsOf(printed).map(String).sort(), rows.slice(1).map(String).sort(), table)
    }
  })

  test(`LibreOffice reads the workbook of ${name}`, { skip: missingCommand('soffice'), timeout: 240_000 }, async () => {
    const book = await exportFile('xlsx', ...args)
    const out = `${book}.sheets`
    // Every sheet, in UTF-8, text as it is shown: https://help.libreoffice.org/latest/en-US/text/shared/guide/csv_params.html
    await run(dirname(book), 'soffice', `-env:UserInstallation=file://${dirname(book)}/profile`, '--headless', '--convert-to', 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1', '--outdir', out, book)
    const sheets = Object.fromEntries(readdirSync(out).map((f) => [/-([a-z]+)\.csv$/.exec(f)?.[1], readFileSync(join(out, f), 'utf8')]))
    assert.deepEqual(Object.keys(sheets).sort(), ['about', ...Object.keys(tables)].sort())
    for (const [table, rows] of Object.entries(tables)) assert.deepEqual(rowsOf(sheets[table]), rows, table)
  })

  test(`jsonld.js finds one description of every part in the RO-Crate of ${name}`, async () => {
    const crate = JSON.parse(readFileSync(join(await exportFolder('rocrate', ...args), 'ro-crate-metadata.json'), 'utf8'))
    const documentLoader = async (url) => {
      assert.equal(url, 'https://w3id.org/ro/crate/1.2/context')
      return { contextUrl: null, documentUrl: url, document: { '@context': { '@vocab': 'http://schema.org/' } } }
    }
    const framed = await jsonld.frame(crate, { '@context': crate['@context'], '@type': 'Dataset' }, { documentLoader, base: 'https://example.org/crate/', expandContext: { '@base': 'https://example.org/crate/' } })
    assert.equal(framed.license['@type'], 'CreativeWork')
    assert.deepEqual(framed.hasPart.map((p) => p.name && p['@type']), Array(11).fill('File'))
  })
}

/** Tables with the keys of a descriptor, in SQL; foreign keys if they are wanted at once. */
function declarations(descriptor, text, foreign = false) {
  return descriptor.resources.map(({ name, schema }) => {
    const lines = schema.fields.map((f) => `"${f.name}" ${f.type === 'integer' ? 'integer' : text}`)
    if (schema.primaryKey) lines.push(`PRIMARY KEY (${columns(schema.primaryKey)})`)
    for (const key of schema.uniqueKeys ?? []) lines.push(`UNIQUE (${columns(key)})`)
    if (foreign) lines.push(...(schema.foreignKeys ?? []).map(reference))
    return `CREATE TABLE ${name} (${lines.join(', ')});`
  })
}

function reference({ fields, reference: to }) {
  return `FOREIGN KEY (${columns(fields)}) REFERENCES ${to.resource} (${columns(to.fields)})`
}

function columns(names) {
  return [names].flat().map((name) => `"${name}"`).join(', ')
}
