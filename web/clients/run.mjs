// Folders and commands of tests, used as a user would use them.
import { spawn } from 'node:child_process'
import { mkdir, rm } from 'node:fs/promises'
import { delimiter } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))

/** Gives an empty folder below this one, where packages are found. */
export async function emptyFolder(name) {
  const folder = `${here}generated/${name}`
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  return folder
}

/** Runs a command in a folder, the commands of packages at hand, and gives what
 * it prints; throws all that it printed if it fails. */
export async function run(folder, command, ...args) {
  const env = { ...process.env, PATH: `${here}node_modules/.bin${delimiter}${process.env.PATH}` }
  const child = spawn(command, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const printed = { stdout: '', stderr: '' }
  for (const name of Object.keys(printed)) child[name].setEncoding('utf8').on('data', (text) => (printed[name] += text))
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve))
  if (code !== 0) throw new Error(`${command} ends with ${code}:\n${printed.stdout}${printed.stderr}`)
  return printed.stdout
}
