// Data packages that tests invent, laid out as users lay out theirs.
import { mkdir, writeFile } from 'node:fs/promises'
import { emptyFolder, run } from './run.mjs'
import { binary } from './server.mjs'

/** Lays out a package: rows by table, headings first, and texts by source. Gives
 * the flags to serve it with. Cells hold no commas. */
export async function layOut(name, tables, texts = {}) {
  const folder = await emptyFolder(name)
  await mkdir(`${folder}/data`)
  await mkdir(`${folder}/texts`)
  for (const [table, rows] of Object.entries(tables)) await writeFile(`${folder}/data/${table}.csv`, rows.map((row) => `${row}\n`).join(''))
  for (const [source, text] of Object.entries(texts)) await writeFile(`${folder}/texts/${source}.txt`, text)
  await run(folder, binary, 'check', '--data', 'data', '--sources', 'texts', '--fix-digests') // which writes the descriptor
  return ['--data', `${folder}/data`, '--sources', `${folder}/texts`]
}

export const headings = {
  sources: 'id,kind,title,issuer,number,issued,period_start,period_end,region,document,sha256,runes,note',
  entities: 'id,type,kind,level,name,name_en',
  mentions: 'entity,source,section,start,end,digest',
  claims: 'subject,predicate,object,status,role,source,section,start,end,digest,reading,note',
}
