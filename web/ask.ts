// Questions to the graph, asked as everybody asks them.

/** ask gives the data of an answer; throws its first error, or the signal's. */
export async function ask<T>(query: string, variables: Record<string, unknown>, signal?: AbortSignal): Promise<T> {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
    body: JSON.stringify({ query, variables }),
    signal: signal ?? null,
  })
  const answer = (await response.json()) as { data?: T; errors?: { message: string }[] }
  if (answer.errors?.[0]) throw new Error(answer.errors[0].message)
  return answer.data as T
}
