// Package executor answers GraphQL documents over graphql-go's types, without
// graphql-go's executor: a document is read once (guard, parser, validation), gets
// a plan, and the plan is run level by level and written as it goes.
//
// [New] takes types whose resolvers are made by [One], [Many] and [Constant], so that
// the children of a list cost one read a level. [Executor.Execute] answers a request;
// [Executor.Prepare] and [Prepared.Execute] do so in two steps, between which a
// client may turn out to have the answer. It knows GraphQL and no graph; what it has to know of fields
// beyond their types is in [Costs]. docs/architecture.md walks through a request.
package executor
