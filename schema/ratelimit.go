package schema

import (
	"context"

	"github.com/graphql-go/graphql"

	"github.com/innograph/innograph/schema/executor"
)

// rateLimit is the field of Query that tells a client of its allowance.
const rateLimit = "rateLimit"

func rateLimitRoot() *graphql.Field {
	number := func(what string, f func(*executor.Allowance) int) *graphql.Field {
		return &graphql.Field{Type: nonNull(graphql.Int), Description: what, Resolve: executor.One(func(a *executor.Allowance) any { return f(a) })}
	}
	t := graphql.NewObject(graphql.ObjectConfig{Name: "RateLimit", Description: "What a client may still ask for, in points: a point is a hundred nodes that a request may ask for; each request costs one at least.", Fields: graphql.Fields{
		"limit":     number("Points of a full allowance.", func(a *executor.Allowance) int { return a.Limit }),
		"cost":      number("Points of this request.", func(a *executor.Allowance) int { return a.Cost }),
		"remaining": number("Points that are left after this request.", func(a *executor.Allowance) int { return a.Remaining }),
		"resetAt":   {Type: nonNull(graphql.String), Description: "When the allowance is full again if nothing more is asked: UTC, RFC 3339.", Resolve: executor.One(func(a *executor.Allowance) any { return a.ResetTime() })},
	}})
	return &graphql.Field{Type: t, Description: "The allowance of the client that asks; null where nobody counts.", Resolve: executor.Many(func(ctx context.Context, _ []any, _ map[string]any) ([]any, error) {
		return executor.Values([]*executor.Allowance{executor.AllowanceOf(ctx)}), nil
	})}
}
