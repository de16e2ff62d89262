// Apollo Client against the running server: pages merged by its own rules.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, gql } from '@apollo/client'
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries'
import { relayStylePagination } from '@apollo/client/utilities'
import { filter, firstValueFrom } from 'rxjs'
import { documents } from './documents.mjs'
import { serve } from './server.mjs'

const uri = `${await serve()}/graphql`

const platforms = gql`
  query Platforms($first: Int!, $after: String) {
    platforms(first: $first, after: $after) {
      totalCount
      pageInfo { hasNextPage endCursor }
      edges { cursor node { id name } }
    }
  }
`
// Lists below an entity are merged for each of its arguments apart.
const ofCounty = gql`
  query OfCounty($id: ID!, $first: Int!, $after: String) {
    county(id: $id) {
      id
      platforms(first: $first, after: $after, statuses: [PLANNED, EXISTING]) {
        totalCount
        pageInfo { hasNextPage endCursor }
        edges { cursor node { id name } }
      }
    }
  }
`

function client(link = new HttpLink({ uri })) {
  const typePolicies = {
    Query: { fields: { platforms: relayStylePagination() } },
    County: { fields: { platforms: relayStylePagination(['statuses']) } },
  }
  return new ApolloClient({ link, cache: new InMemoryCache({ typePolicies }) })
}

const county = { id: 'county/330324' }
for (const { name, query, variables, list } of [
  { name: 'a list of the root', query: platforms, variables: {}, list: (data) => data.platforms },
  { name: 'a list of an entity', query: ofCounty, variables: county, list: (data) => data.county.platforms },
]) {
  test(`${name}, fetched page by page, is the list fetched at once`, async () => {
    const merged = await pageThrough(query, { ...variables, first: 7 }, list)
    const { data } = await client().query({ query, variables: { ...variables, first: 500 } })
    const whole = list(data)
    assert.equal(whole.pageInfo.hasNextPage, false)
    assert.ok(whole.edges.length > 14, `${whole.edges.length} are too few to page through`)
    assert.equal(whole.edges.length, whole.totalCount)
    assert.deepEqual(ids(merged), ids(whole))
    assert.equal(new Set(ids(merged)).size, merged.totalCount)
  })
}

const ids = (connection) => connection.edges.map((edge) => edge.node.id)

// pageThrough fetches more until there is no more, and gives what the cache then holds.
async function pageThrough(query, variables, list) {
  const apollo = client()
  const watched = apollo.watchQuery({ query, variables })
  const subscription = watched.subscribe()
  await firstValueFrom(watched.pipe(filter((result) => !result.loading)))
  for (let pages = 1; ; pages++) {
    const merged = list(apollo.readQuery({ query, variables }))
    if (!merged.pageInfo.hasNextPage) {
      subscription.unsubscribe()
      return merged
    }
    assert.equal(merged.edges.length, 7 * pages)
    await watched.fetchMore({ variables: { after: merged.pageInfo.endCursor } })
  }
}

test('every document runs by GET and by POST', async () => {
  for (const useGETForQueries of [true, false]) {
    for (const { name, text, variables } of documents) {
      const { data, error } = await client(new HttpLink({ uri, useGETForQueries })).query({ query: gql(text), variables })
      assert.equal(error, undefined, name)
      assert.ok(Object.keys(data).length > 0, name)
    }
  }
})

test('a document that does not validate is told as such', async () => {
  await assert.rejects(client().query({ query: gql`{ nothing }` }), { name: 'CombinedGraphQLErrors', message: /nothing/ })
})

for (const useGETForHashedQueries of [true, false]) {
  const method = useGETForHashedQueries ? 'GET' : 'POST'
  test(`a query is sent once and then called by its hash, by ${method}`, async () => {
    const sent = []
    const link = () =>
      ApolloLink.from([
        new PersistedQueryLink({ sha256: (text) => createHash('sha256').update(text).digest('hex'), useGETForHashedQueries }),
        new HttpLink({ uri, fetch: (url, options) => (sent.push({ method: options.method, hasQuery: /[?&]query=|"query"/.test(url + options.body) }), fetch(url, options)) }),
      ])
    // A query of its own for each method, which the server has not seen before.
    const query = gql(`query By${method} { platforms(first: 3) { edges { node { id } } } }`)
    const ask = async () => (await client(link()).query({ query })).data
    const first = await ask()
    assert.equal(first.platforms.edges.length, 3)
    assert.deepEqual(await ask(), first)
    const hashAlone = { method, hasQuery: false }
    assert.deepEqual(sent, [hashAlone, { method: 'POST', hasQuery: true }, hashAlone])
  })
}
