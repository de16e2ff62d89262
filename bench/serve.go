package bench

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"

	"github.com/innograph/innograph/graph"
)

// variables are what all questions take, as a request over HTTP names them.
type variables struct {
	ID         graph.ID   `json:"id,omitempty"`
	IDs        []graph.ID `json:"ids,omitempty"`
	From       graph.ID   `json:"from,omitempty"`
	To         graph.ID   `json:"to,omitempty"`
	Indicators []graph.ID `json:"indicators,omitempty"`
	Text       string     `json:"text,omitempty"`
}

// variablesOf names the input of a question.
func variablesOf(question string, in input) variables {
	switch question {
	case "B4":
		return variables{IDs: in.ids}
	case "B6":
		return variables{From: in.ids[0], To: in.ids[1]}
	case "B7":
		return variables{IDs: in.ids, Indicators: in.indicators}
	case "B8", "B8c":
		return variables{Text: in.text}
	case "B9":
		return variables{}
	}
	return variables{ID: in.ids[0]}
}

// handler serves the floor over HTTP: a path for each question. It reads the same
// request bodies as a GraphQL server and sends the same answers.
func (f *floor) handler() http.Handler {
	mux := http.NewServeMux()
	for name, write := range map[string]func(context.Context, raw, variables) (raw, error){
		"B1": f.serveEntity, "B2": f.servePartners, "B3": f.serveCounties, "B4": f.servePage, "B5": f.serveNeighbourhood,
		"B6": f.servePath, "B7": f.serveCompare, "B8": f.serveMatches, "B8c": f.serveMatches, "B9": f.serveCounts,
	} {
		mux.HandleFunc("POST /"+name, func(w http.ResponseWriter, r *http.Request) {
			var request struct{ Variables variables }
			if err := json.NewDecoder(r.Body).Decode(&request); err != nil {
				http.Error(w, err.Error(), http.StatusBadRequest)
				return
			}
			b, err := write(r.Context(), append(make(raw, 0, 4096), `{"data":`...), request.Variables)
			if err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
				return
			}
			b = b.add("}\n")
			w.Header().Set("Content-Type", "application/json; charset=utf-8")
			w.Header().Set("Content-Length", strconv.Itoa(len(b)))
			_, _ = w.Write(b)
		})
	}
	return mux
}

func (f *floor) serveEntity(_ context.Context, b raw, v variables) (raw, error) {
	return b.entity(f.world.nodes[v.ID].entity), nil
}

func (f *floor) servePartners(ctx context.Context, b raw, v variables) (raw, error) {
	a, err := f.partners(ctx, v.ID)
	return b.partners(f.world.nodes[v.ID].entity, a.(partnersAnswer)), err
}

// serveCounties looks for the industries of the counties that it shows.
func (f *floor) serveCounties(_ context.Context, b raw, v variables) (raw, error) {
	nodes, edges := f.countiesOf(v.ID)
	a := countiesAnswer{edges: edges}
	for _, n := range nodes[:min(50, len(nodes))] {
		industries, edges := f.industriesOf(n)
		a.entities = append(a.entities, n.entity)
		a.industries = append(a.industries, edges)
		a.industryEntities = append(a.industryEntities, entitiesOf(industries))
	}
	return b.counties(f.world.nodes[v.ID].entity, a), nil
}

func entitiesOf(nodes []*node) []*graph.Entity {
	entities := make([]*graph.Entity, len(nodes))
	for i, n := range nodes {
		entities[i] = n.entity
	}
	return entities
}

func (f *floor) servePage(_ context.Context, b raw, v variables) (raw, error) {
	var a pageAnswer
	var totals []int
	for _, id := range v.IDs {
		nodes, edges := f.countiesOf(id)
		totals = append(totals, len(edges))
		a.universities = append(a.universities, f.world.nodes[id].entity)
		a.edges = append(a.edges, edges[:min(20, len(edges))])
		a.counties = append(a.counties, entitiesOf(nodes[:min(20, len(nodes))]))
	}
	return b.page(a, totals), nil
}

func (f *floor) serveNeighbourhood(ctx context.Context, b raw, v variables) (raw, error) {
	a, err := f.neighbourhood(ctx, v.ID, 2, 500)
	return b.neighbourhood(a.(neighbourhoodAnswer)), err
}

func (f *floor) servePath(ctx context.Context, b raw, v variables) (raw, error) {
	a, err := f.path(ctx, v.From, v.To)
	if err != nil {
		return nil, err
	}
	steps := a.(pathAnswer).steps
	entities := []*graph.Entity{f.world.nodes[v.From].entity}
	var claims [][]*graph.Claim
	for _, s := range steps {
		end := s.Object
		if !s.Forward {
			end = s.Subject
		}
		entities = append(entities, f.world.nodes[end].entity)
		claims = append(claims, f.claimsOf(s.Link))
	}
	return b.path(entities, steps, claims), nil
}

// claimsOf finds the claims of a link in reading order.
func (f *floor) claimsOf(l graph.Link) []*graph.Claim {
	var list []*graph.Claim
	for _, x := range f.world.around(f.world.nodes[l.Subject], rankOf(l.Predicate), graph.Out) {
		if x.other.entity.ID == l.Object {
			list = append(list, x.claim)
		}
	}
	slices.SortFunc(list, func(a, b *graph.Claim) int {
		return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(a.ID, b.ID))
	})
	return list
}

func (f *floor) serveCompare(ctx context.Context, b raw, v variables) (raw, error) {
	a, err := f.compare(ctx, v.IDs, v.Indicators)
	return b.compare(a.(compareAnswer)), err
}

func (f *floor) serveMatches(ctx context.Context, b raw, v variables) (raw, error) {
	found, err := f.matches(ctx, v.Text, 20)
	if err != nil {
		return nil, err
	}
	a := found.(matchesAnswer)
	entities := make([]*graph.Entity, len(a.matches))
	for i, m := range a.matches {
		entities[i] = f.world.nodes[m.Entity].entity
	}
	return b.matches(a, entities), nil
}

func (f *floor) serveCounts(ctx context.Context, b raw, _ variables) (raw, error) {
	a, err := f.counts(ctx)
	return b.counts(a.(countsAnswer)), err
}
