package executor

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// A cache keeps what was used last, within its bytes.
func TestCacheKeepsTheLastUsed(t *testing.T) {
	c := newCache[int](80)
	for i := range 8 {
		c.put(fmt.Sprint(i), i, 10)
	}
	c.get("0")
	c.put("8", 8, 10)
	if _, there := c.get("0"); !there {
		t.Error("what was used last is gone")
	}
	if _, there := c.get("1"); there || c.used != 80 {
		t.Errorf("what was not used for longest is there; %d bytes are used", c.used)
	}
	c.put("8", 9, 5)
	if v, _ := c.get("8"); v != 9 || c.used != 75 {
		t.Errorf("put again: %d, %d bytes are used", v, c.used)
	}
	c.put("huge", 1, 11)
	if _, there := c.get("huge"); there {
		t.Error("one value has more than its share")
	}
}

// A document is read and planned once, whatever its variables are.
func TestDocumentsAreReadOnce(t *testing.T) {
	e, _ := sdlExecutor(t)
	query := `query($i: Int, $no: Boolean = false) { echo(int: $i) animals { name @skip(if: $no) } }`
	prepare := func(variables map[string]any) *Prepared {
		p, refused := e.prepare(Request{Query: query, Variables: variables})
		if refused != nil {
			t.Fatal(refused.Errors[0])
		}
		e.run(context.Background(), p, nil)
		return p
	}
	first := prepare(nil)
	size := first.plan.size.Load()
	second := prepare(map[string]any{"i": 4})
	if second.document != first.document || second.plan != first.plan || second.plan.size.Load() != size {
		t.Error("the document is read or planned again")
	}
	if other := prepare(map[string]any{"no": true}); other.plan == first.plan || other.document != first.document {
		t.Error("other flags share the plan, or read the document again")
	}
}

// Each choice of flags makes a plan; only so many are kept.
func TestPlansOfFlagsAreBounded(t *testing.T) {
	e, _ := sdlExecutor(t)
	var query strings.Builder
	query.WriteString("query(")
	for i := range 8 {
		fmt.Fprintf(&query, "$v%d: Boolean! ", i)
	}
	query.WriteString("){ ok: __typename")
	for i := range 8 {
		fmt.Fprintf(&query, " a%d: __typename @skip(if: $v%d)", i, i)
	}
	query.WriteString("}")
	for n := range 256 {
		variables := map[string]any{}
		for i := range 8 {
			variables[fmt.Sprint("v", i)] = n>>i&1 == 1
		}
		p, refused := e.prepare(Request{Query: query.String(), Variables: variables})
		if refused != nil {
			t.Fatal(refused.Errors[0])
		}
		if kept := len(p.operation.plans); kept > maxPlans {
			t.Fatalf("%d plans are kept", kept)
		}
		if data := string(e.run(context.Background(), p, nil).Data); strings.Count(data, "Query") != 9-strings.Count(fmt.Sprintf("%b", n), "1") {
			t.Fatalf("flags %b: %s", n, data)
		}
	}
}

// What the cache counts is what documents take: with plans made for all types
// that values had.
func TestDocumentsAreBounded(t *testing.T) {
	e, err := New(plainConfig(loadSDL(t).config(), Limits{Documents: 8 << 20}))
	if err != nil {
		t.Fatal(err)
	}
	held := func() int {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int(m.HeapAlloc)
	}
	before := held()
	for i := range 500 {
		query := fmt.Sprintf(`query Q%d($i: Int = %d) { echo(int: $i, point: {x: 1, label: "%d"}) animals { id name friends { __typename ...F } } nodes { ...F id } } fragment F on Node { id ...on Dog { barks owner { name pets { ...on Animal { name mother { id name } } } } } ...on Cat { lives meows } }`, i, i, i)
		p, refused := e.prepare(Request{Query: query})
		if refused != nil {
			t.Fatal(refused.Errors[0])
		}
		e.run(context.Background(), p, nil).Release()
		e.documents.put(p.document.text, p.document, p.document.size())
	}
	taken, counted := held()-before, e.documents.used
	if counted > e.documents.limit || taken > counted*3/2 || taken < counted/4 {
		t.Errorf("%d documents: %d KB are counted, %d KB are taken", len(e.documents.at), counted>>10, taken>>10)
	}
	known := len(e.documents.at)
	if known == 500 {
		t.Error("the documents are too few to fill the cache")
	}
	for i := range 2000 {
		e.prepare(Request{Query: fmt.Sprintf(`{ nope%d }`, i)})
	}
	if len(e.documents.at) != known || e.refusals.used > e.refusals.limit || len(e.refusals.at) == 0 || len(e.refusals.at) == 2000 {
		t.Errorf("refused documents displace others: %d of %d are left, %d refused ones are kept", len(e.documents.at), known, len(e.refusals.at))
	}
}

// Parts of plans that requests make are counted when they are made.
func TestGrownDocumentsAreCounted(t *testing.T) {
	e, _ := sdlExecutor(t)
	request := Request{Query: `{ animals { name friends { name } } }`}
	p, refused := e.Prepare(context.Background(), request)
	if refused != nil {
		t.Fatal(refused.Errors[0])
	}
	before := e.documents.used
	p.Execute(context.Background())
	after := e.documents.used
	if e.Execute(context.Background(), request); after <= before || e.documents.used != after {
		t.Errorf("%d bytes are counted before, %d after, %d after another request", before, after, e.documents.used)
	}
}

// A refusal that is kept may be given to many requests at once. Run with -race.
func TestRefusalsAreShared(t *testing.T) {
	e, _ := sdlExecutor(t)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			response := e.answer(context.Background(), Request{Query: `{ nope }`})
			if len(response.Parts()[0]) == 0 {
				t.Error("nothing is said")
			}
			response.Release()
		})
	}
	group.Wait()
}
