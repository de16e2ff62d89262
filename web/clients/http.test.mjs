// GraphQL over HTTP as its reference implementation audits it: what a server
// must, should and may do.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { serverAudits } from 'graphql-http'
import { serve } from './server.mjs'

const url = `${await serve()}/graphql`
const audits = serverAudits({ url })

test('the suite has all its audits', () => assert.equal(audits.length, 61))

for (const audit of audits) {
  test(`${audit.id} ${audit.name}`, async () => {
    const result = await audit.fn()
    assert.equal(result.status, 'ok', result.reason)
  })
}
