package schema

import (
	"context"
	"fmt"
	"time"

	"github.com/graphql-go/graphql"
)

// Meter counts what one client asks for.
type Meter interface {
	// Charge takes the cost of a request, in nodes, from the client's allowance.
	Charge(nodes int) Allowance
}

// Allowance is what a client may still ask for. Points are hundreds of nodes; a
// request costs one at least.
type Allowance struct {
	Limit     int // points of a full allowance
	Cost      int // points of this request
	Remaining int
	ResetAt   time.Time     // when the allowance is full again
	Wait      time.Duration // 0: granted; else when to come again
}

// allowanceKey is the context key of the allowance of the request that is being executed.
type allowanceKey struct{}

// refusal of a request for its cost.
func (a Allowance) refusal() *Response {
	r := refusal(&Error{
		Message: fmt.Sprintf("the request costs %d points and %d of %d are left; come again in %s, or ask for smaller pages", a.Cost, a.Remaining, a.Limit, a.Wait.Round(time.Second)),
		Code:    codeLimited,
		Details: map[string]any{"limit": a.Limit, "cost": a.Cost, "remaining": a.Remaining, "resetAt": a.resetAt()},
	})
	r.Wait = a.Wait
	return r
}

func (a Allowance) resetAt() string { return a.ResetAt.UTC().Format(time.RFC3339) }

// rateLimitRoot tells a client of its allowance.
func rateLimitRoot() *graphql.Field {
	number := func(what string, f func(*Allowance) int) *graphql.Field {
		return &graphql.Field{Type: nonNull(graphql.Int), Description: what, Resolve: one(func(a *Allowance) any { return f(a) })}
	}
	t := graphql.NewObject(graphql.ObjectConfig{Name: "RateLimit", Description: "What a client may still ask for, in points: a point is a hundred nodes that a request may ask for; each request costs one at least.", Fields: graphql.Fields{
		"limit":     number("Points of a full allowance.", func(a *Allowance) int { return a.Limit }),
		"cost":      number("Points of this request.", func(a *Allowance) int { return a.Cost }),
		"remaining": number("Points that are left after this request.", func(a *Allowance) int { return a.Remaining }),
		"resetAt":   {Type: nonNull(graphql.String), Description: "When the allowance is full again if nothing more is asked: UTC, RFC 3339.", Resolve: one(func(a *Allowance) any { return a.resetAt() })},
	}})
	return &graphql.Field{Type: t, Description: "The allowance of the client that asks; null where nobody counts.", Resolve: resolveMany(func(ctx context.Context, _ []any, _ map[string]any) ([]any, error) {
		a, _ := ctx.Value(allowanceKey{}).(*Allowance)
		return anys([]*Allowance{a}), nil
	})}
}
