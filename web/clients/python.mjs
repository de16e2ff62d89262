// Readers that Debian packages; without them their tests are skipped, and say so.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { run } from './run.mjs'

const here = fileURLToPath(new URL('./readers', import.meta.url))
const python = process.env.INNOGRAPH_PYTHON ?? '/usr/bin/python3'

/** Why a test with these modules is skipped; false if they are at hand. */
export function missing(...modules) {
  const found = spawnSync(python, ['-c', modules.map((m) => `import ${m}`).join('\n')])
  return found.status === 0 ? false : `${modules.join(', ')} not at hand for ${python} (make readers-deps)`
}

/** Why a test with a command is skipped; false if it is at hand. */
export function missingCommand(name) {
  return spawnSync('which', [name]).status === 0 ? false : `${name} is not at hand (make readers-deps)`
}

/** Runs a script of readers/ and gives what it prints. */
export function read(script, ...args) {
  return run(here, python, script, ...args)
}
