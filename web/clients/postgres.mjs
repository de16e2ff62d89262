// A PostgreSQL of one test file: in a folder of its own, on a socket in it, gone afterwards.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { missingCommand } from './python.mjs'
import { run } from './run.mjs'

const versions = '/usr/lib/postgresql'

/** A server that starts with the first script; skip says why there is none. */
export function postgres() {
  const version = existsSync(versions) && readdirSync(versions).sort((a, b) => b - a)[0]
  const skip = missingCommand('psql') || (version ? false : `no PostgreSQL in ${versions}`)
  let started
  return {
    skip,
    /** Runs a script of psql and gives what it prints. */
    async run(script) {
      started ??= start(join(versions, String(version), 'bin'))
      const { folder } = await started
      const file = join(folder, 'script.sql')
      writeFileSync(file, script)
      return run(folder, 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-h', folder, '-U', 'test', '-d', 'postgres', '-f', file)
    },
    async stop() {
      if (!started) return
      const { folder, server } = await started
      server.kill('SIGINT')
      if (server.exitCode === null) await once(server, 'exit')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function start(bin) {
  const folder = mkdtempSync(join(tmpdir(), 'innograph-postgres-'))
  const user = process.getuid() === 0 ? other(folder) : {} // it refuses to run as root
  execFileSync(join(bin, 'initdb'), ['-D', join(folder, 'data'), '-U', 'test', '-A', 'trust', '-E', 'UTF8', '--locale', 'C', '--no-sync'], { ...user, cwd: folder, stdio: 'pipe' })
  const server = spawn(join(bin, 'postgres'), ['-D', join(folder, 'data'), '-k', folder, '-c', 'listen_addresses=', '-c', 'fsync=off'], { ...user, cwd: folder, stdio: 'ignore' })
  process.once('exit', () => server.kill('SIGINT')) // also when the file breaks before its tests
  for (let i = 0; spawnSync(join(bin, 'pg_isready'), ['-h', folder, '-U', 'test'], { stdio: 'ignore' }).status !== 0; i++) {
    if (server.exitCode !== null || i === 300) throw new Error('PostgreSQL does not start')
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return { folder, server }
}

/** Nobody, who gets the folder. */
function other(folder) {
  const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'nobody'])))
  chownSync(folder, uid, gid)
  chmodSync(folder, 0o755)
  return { uid, gid }
}
