// Starts the innograph binary over the seeds in it, on a free port, for one test file.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { after } from 'node:test'
import { createInterface } from 'node:readline'

export const binary = process.env.INNOGRAPH_BINARY ?? fileURLToPath(new URL('../../bin/innograph', import.meta.url))

/** Gives the address of a server that runs with these flags, such as
 * http://127.0.0.1:43210. It stops when the tests of the file are done. */
export async function serve(...flags) {
  const { address, stop } = await start(...flags)
  after(stop)
  return address
}

/** Starts a server, without the texts of the plans; the caller stops it. */
export async function start(...flags) {
  const server = spawn(binary, ['serve', '--addr', '127.0.0.1:0', ...flags], { env: { ...process.env, INNOGRAPH_SOURCES: undefined }, stdio: ['ignore', 'pipe', 'pipe'] })
  process.once('exit', () => server.kill()) // also when the file breaks before its tests
  let log = ''
  server.stderr.on('data', (text) => (log += text))
  const stop = async () => {
    server.kill('SIGTERM')
    if (server.exitCode === null) await once(server, 'exit')
  }
  for await (const line of createInterface({ input: server.stdout })) {
    const address = /http:\/\/[\d.:]+/.exec(line)
    if (address) return { address: address[0], stop }
  }
  throw new Error(`${binary} does not serve: ${log}`)
}

/** Asks one question as plain clients do; returns the whole answer. */
export async function ask(address, query, variables) {
  const response = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  })
  return response.json()
}
