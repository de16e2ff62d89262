package executor

import (
	"context"
	"fmt"
	"time"
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
	r := Refusal(&Error{
		Message: fmt.Sprintf("the request costs %d points and %d of %d are left; come again in %s, or ask for smaller pages", a.Cost, a.Remaining, a.Limit, a.Wait.Round(time.Second)),
		Code:    CodeLimited,
		Details: map[string]any{"limit": a.Limit, "cost": a.Cost, "remaining": a.Remaining, "resetAt": a.ResetTime()},
	})
	r.Wait = a.Wait
	return r
}

// ResetTime is when the allowance is full again: UTC, RFC 3339.
func (a Allowance) ResetTime() string { return a.ResetAt.UTC().Format(time.RFC3339) }

// AllowanceOf is the allowance of the client whose request is being executed; nil
// where nobody counts.
func AllowanceOf(ctx context.Context) *Allowance {
	a, _ := ctx.Value(allowanceKey{}).(*Allowance)
	return a
}
