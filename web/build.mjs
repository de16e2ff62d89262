// Bundles the front end into dist/, which package web embeds: one folder of
// files named after their content, and manifest.json, which tells the server
// what a page has to load.
import { readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const out = 'dist'
process.chdir(fileURLToPath(new URL('.', import.meta.url)))

const common = {
  bundle: true,
  minify: true,
  target: ['es2022', 'chrome110', 'firefox115', 'safari16.4'],
  outdir: out,
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
  loader: { '.ttf': 'file' },
  define: { 'process.env.NODE_ENV': '"production"' },
  legalComments: 'linked',
  metafile: true,
  logLevel: 'warning',
}

// Pages by name, and the script that each begins with.
// "every" is loaded by all pages of the explorer, besides their own.
const pages = { graphiql: 'graphiql/main.tsx', every: 'every/main.ts', neighbourhood: 'canvas/main.ts', compare: 'charts/main.ts', county: 'charts/main.ts' }

// The editors work in workers of their own, which have to be files of our own:
// the page's Content-Security-Policy takes no other.
const workers = {
  editor: 'monaco-editor/esm/vs/editor/editor.worker.js',
  json: 'monaco-editor/esm/vs/language/json/json.worker.js',
  graphql: 'monaco-graphql/esm/graphql.worker.js',
}

await clear()
const workerFiles = {}
for (const [name, entry] of Object.entries(workers)) {
  const { metafile } = await build({ ...common, entryPoints: { [`${name}.worker`]: entry }, format: 'iife' })
  workerFiles[name] = Object.keys(metafile.outputs).map((path) => basename(path)).find((file) => file.endsWith('.js'))
}
const { metafile } = await build({
  ...common,
  entryPoints: pages,
  format: 'esm',
  splitting: true,
  define: { ...common.define, WORKER_FILES: JSON.stringify(workerFiles) },
})
const sizes = await compress()
await writeFile(`${out}/manifest.json`, JSON.stringify(manifest(metafile.outputs), null, 2) + '\n')
console.log(`web: ${Object.keys(pages).join(', ')} in web/${out}: ${megabytes(sizes.plain)}, ${megabytes(sizes.compressed)} compressed`)

// clear removes what an earlier run left; the placeholder is git's.
async function clear() {
  for (const file of await readdir(out)) if (file !== 'placeholder') await rm(`${out}/${file}`)
}

// manifest says of each page which script and styles it loads.
function manifest(outputs) {
  const list = {}
  for (const [name, source] of Object.entries(pages)) {
    const [path, made] = Object.entries(outputs).find(([, made]) => made.entryPoint === source)
    list[name] = { script: basename(path), styles: made.cssBundle ? [basename(made.cssBundle)] : [] }
  }
  return list
}

// compress lays a .gz beside each text, so that the server need not compress
// the same bytes for everyone. The sums are of bytes.
async function compress() {
  const sums = { plain: 0, compressed: 0 }
  for (const file of await readdir(out)) {
    if (!/\.(js|css)$/.test(file)) continue
    const plain = await readFile(`${out}/${file}`)
    const compressed = gzipSync(plain, { level: 9 })
    await writeFile(`${out}/${file}.gz`, compressed)
    sums.plain += plain.length
    sums.compressed += compressed.length
  }
  return sums
}

function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`
}
