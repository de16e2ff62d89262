package schema_test

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/innograph/innograph/schema/executor"
)

// An attack is a request that costs its sender little. The families are those
// that kill or stall servers over graphql-go v0.8.1, at the largest size that
// the limits let through and beyond it.
type attack struct {
	query     string
	variables map[string]any
}

func attacks() map[string]attack {
	repeat := strings.Repeat
	list := map[string]attack{}
	add := func(name, query string) { list[name] = attack{query: query} }
	series := func(n int, f func(i int) string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(f(i))
		}
		return b.String()
	}
	for _, n := range []int{660, 1330, 1999} {
		add(fmt.Sprintf("%d aliases of a leaf", n), `{`+series(n, func(i int) string { return fmt.Sprintf("a%d:__typename ", i) })+`}`)
	}
	add("400 aliases of an object", `{`+series(400, func(i int) string { return fmt.Sprintf("a%d:stats{quads claims} ", i) })+`}`)
	add("100 aliases of a page", `{`+series(100, func(i int) string {
		return fmt.Sprintf("a%d:universities(first:50){nodes{id name counties(first:5){totalCount}}} ", i)
	})+`}`)
	add("100 aliases of a search", `{`+series(100, func(i int) string { return fmt.Sprintf("a%d:search(text:\"大%d\"){totalCount} ", i, i) })+`}`)
	add("the same leaf", `{stats{`+repeat("quads ", 1990)+`}}`)
	add("the same leaf, over the limits", `{stats{`+repeat("quads ", 10_000)+`}}`)
	add("the same object", `{`+repeat("stats{quads} ", 999)+`}`)
	add("objects with objects", `{`+repeat("ontology{"+repeat("types{name} ", 24)+"} ", 20)+`}`)
	add("the same field with lists", `{`+repeat(`search(text:"x",types:[`+repeat("COUNTY ", 60)+`]){totalCount} `, 50)+`}`)
	for _, n := range []int{8, 9, 10, 20} {
		add(fmt.Sprintf("%d exponential fragments", n), `{...F0}`+series(n, func(i int) string {
			return fmt.Sprintf("fragment F%d on Query{a%d:stats{quads} ...F%d ...F%d} ", i, i, i+1, i+1)
		})+fmt.Sprintf("fragment F%d on Query{stats{quads}}", n))
	}
	for _, n := range []int{8, 10, 22} {
		add(fmt.Sprintf("%d diamonds", n), `{...A0}`+series(n, func(i int) string {
			return fmt.Sprintf("fragment A%d on Query{...B%d ...C%d} fragment B%d on Query{...A%d} fragment C%d on Query{...A%d} ", i, i, i, i, i+1, i, i+1)
		})+fmt.Sprintf("fragment A%d on Query{stats{quads}}", n))
	}
	add("diamonds of objects", `{node(id:"county/330324"){...A0}}`+series(7, func(i int) string {
		return fmt.Sprintf("fragment A%d on County{within{id} ...B%d ...C%d} fragment B%d on County{...A%d} fragment C%d on County{...A%d} ", i, i, i, i, i+1, i, i+1)
	})+"fragment A7 on County{id}")
	add("fragments side by side", `{`+series(300, func(i int) string { return fmt.Sprintf("...F%d ", i) })+`}`+series(300, func(i int) string { return fmt.Sprintf("fragment F%d on Query{stats{quads}} ", i) }))
	add("fragments side by side on an object", `{stats{`+series(300, func(i int) string { return fmt.Sprintf("...F%d ", i) })+`}}`+series(300, func(i int) string { return fmt.Sprintf("fragment F%d on Stats{quads claims} ", i) }))
	for _, n := range []int{58, 390} {
		add(fmt.Sprintf("a chain of %d fragments", n), `{...F0}`+series(n, func(i int) string { return fmt.Sprintf("fragment F%d on Query{...F%d} ", i, i+1) })+fmt.Sprintf(`fragment F%d on Query{stats{quads}}`, n))
	}
	add("operations over a chain", series(400, func(i int) string { return fmt.Sprintf("query Q%d{...F0} ", i) })+series(50, func(i int) string { return fmt.Sprintf("fragment F%d on Query{...F%d} ", i, i+1) })+`fragment F50 on Query{stats{quads}}`)
	add("operations", series(790, func(i int) string { return fmt.Sprintf("query Q%d{__typename} ", i) }))
	within := func(n int) string {
		return `{county(id:"x"){` + repeat("relations{nodes{", n) + "id" + repeat("}}", n) + `}}`
	}
	add("as deep as allowed", within(11))
	add("deeper than allowed", within(20))
	add("inline fragments, deep", `{`+repeat("...{", 58)+"__typename"+repeat("}", 58)+`}`)
	add("inline fragments, too deep", `{`+repeat("...{", 5000)+"__typename"+repeat("}", 5000)+`}`)
	add("deep list", `{search(text:`+repeat("[", 55)+repeat("]", 55)+`){totalCount}}`)
	add("wide list", `{search(text:"x",types:[`+repeat("COUNTY ", 3900)+`]){totalCount}}`)
	add("wide list of wrong values", `{search(text:"x",types:[`+repeat("CASTLE ", 3900)+`]){totalCount}}`)
	add("wide objects", `{universities(orderBy:[`+repeat("{field:NAME} ", 650)+`]){totalCount}}`)
	add("unknown fields", `{`+series(1990, func(i int) string { return fmt.Sprintf("a%d\n", i) })+`}`)
	add("unknown long fields", `{`+series(500, func(i int) string { return fmt.Sprintf("%s%d ", repeat("universitie", 10), i) })+`}`)
	add("unknown arguments", `{search(text:"x",`+series(1300, func(i int) string { return fmt.Sprintf("a%d:1 ", i) })+`){totalCount}}`)
	add("unknown types", series(900, func(i int) string { return fmt.Sprintf("fragment F%d on Universit%d{id} ", i, i) })+`{__typename}`)
	add("unknown directives", `{__typename `+series(1300, func(i int) string { return fmt.Sprintf("@inclode%d ", i) })+`}`)
	add("the same directive", `{__typename `+repeat("@skip(if:false) ", 600)+`}`)
	add("variables", `query(`+series(900, func(i int) string { return fmt.Sprintf("$v%d:Int ", i) })+`){__typename}`)
	add("variables of unknown types", `query(`+series(900, func(i int) string { return fmt.Sprintf("$v%d:Castl%d ", i, i) })+`){__typename}`)
	add("variables in fragments", `query(`+series(300, func(i int) string { return fmt.Sprintf("$v%d:Int ", i) })+`){`+series(300, func(i int) string { return fmt.Sprintf("a%d:universities(first:$v%d){totalCount} ", i, i) })+`}`)
	add("variables in operations", `query(`+series(200, func(i int) string { return fmt.Sprintf("$v%d:Int ", i) })+`){`+series(200, func(i int) string { return fmt.Sprintf("a%d:universities(first:$v%d){totalCount} ", i, i) })+`}`)
	add("variables in fragments, many operations", series(60, func(i int) string { return fmt.Sprintf("query Q%d($v:Int){...F0} ", i) })+series(50, func(i int) string {
		return fmt.Sprintf("fragment F%d on Query{a%d:universities(first:$v){totalCount} ...F%d} ", i, i, i+1)
	})+"fragment F50 on Query{__typename}")
	add("a syntax error on a long line", `{`+repeat(" ", 60_000)+`(`)
	add("a document of comments", repeat("#\n", 30_000)+`{__typename}`)
	add("a document in a string", `{search(text:"`+repeat("x", 60_000)+`"){totalCount}}`)
	add("a document in a block string", `{search(text:"""`+repeat(" \n", 30_000)+`"""){totalCount}}`)
	add("escapes", `{search(text:"`+repeat(`\u{1F600}`, 6000)+`"){totalCount}}`)
	add("halves of pairs", `{search(text:"`+repeat(`\ud83d`, 9000)+`"){totalCount}}`)
	add("introspection in a loop", `{__schema{types{`+repeat("fields{type{", 5)+"name"+repeat("}}", 5)+`}}}`)
	add("introspection through ofType", `{__schema{types{fields{type{`+repeat("ofType{", 18)+"name"+repeat("}", 18)+`}}}}}`)
	add("introspection twice over", `{__schema{types{possibleTypes{fields{name args{name type{name ofType{name}}}}} interfaces{possibleTypes{name}}}}}`)
	add("introspection under aliases", `{`+series(5, func(i int) string {
		return fmt.Sprintf("a%d:__schema{types{fields{name args{name description type{name}}}}} ", i)
	})+`}`)
	add("keys in one another by type", `{county(id:"x"){relations{nodes{`+byType(7)+`}}}}`)
	add("pages of pages", `{universities(first:500){nodes{counties(first:500){nodes{partners(first:500){totalCount}}}}}}`)
	add("pages of pages, as many as allowed", `{universities(first:500){nodes{counties(first:20){nodes{partners(first:30){nodes{id name}}}}}}}`)
	add("everything said of everything", `{counties(first:500){nodes{relations(first:500){edges{claims{id subject{id name}object{id name}evidence{section source{title}}}}}}}}`)
	add("back and forth", `{county(id:"county/330324"){`+repeat("partners(first:20){nodes{...on University{counties(first:5){nodes{", 2)+"id"+repeat("}}}}}", 2)+`}}`)
	add("flags of plans", `query(`+series(40, func(i int) string { return fmt.Sprintf("$v%d:Boolean! ", i) })+`){`+series(40, func(i int) string { return fmt.Sprintf("a%d:stats@skip(if:$v%d){quads} ", i, i) })+`}`)
	// The dear questions, as often as fits.
	aliased := func(name string, n int, field string) {
		add(fmt.Sprintf("%d aliases of %s", n, name), `{`+series(n, func(i int) string { return fmt.Sprintf("a%d:%s ", i, field) })+`}`)
	}
	aliased("shared", 20, `shared(ids:["county/330324","county/331122"],first:20){nodes{id}}`)
	aliased("neighbourhood", 20, `neighbourhood(ids:["county/330324"],depth:3,maxNodes:500){nodes{id}}`)
	aliased("paths", 100, `paths(from:"county/330324",to:"county/331122",maxLength:4,first:50){length}`)
	aliased("neighbourhood", 100, `neighbourhood(ids:["county/330324"],depth:3,maxNodes:500){nodes{id}}`)
	aliased("shared", 100, `shared(ids:["county/330324","county/331122"],first:50){nodes{id}}`)
	aliased("matrix", 100, `matrix(rows:UNIVERSITY,columns:COUNTY,first:50){rows{id}}`)
	aliased("conflicts", 100, `conflicts(first:50){totalCount}`)
	aliased("pairs", 100, `pairs(type:COUNTY,sharing:INDUSTRIES,first:50){totalCount}`)
	aliased("claims filtered", 3, `claims(first:1,filter:{status:{eq:PLANNED}}){totalCount}`)
	aliased("claims grouped", 3, `claims(first:1){groupBy(keys:[STATUS,PREDICATE]){totalCount}}`)
	aliased("claims grouped", 200, `claims(first:1){groupBy(keys:[STATUS]){totalCount}}`)
	aliased("everything in order", 20, `entities(first:1,orderBy:{field:DEGREE}){totalCount}`)
	aliased("everything filtered", 20, `entities(first:1,filter:{name:{contains:"x"}}){totalCount}`)
	aliased("everything in order", 200, `entities(first:1,orderBy:{field:DEGREE}){totalCount}`)
	aliased("everything filtered", 180, `entities(first:1,filter:{name:{contains:"x"}}){totalCount}`)
	aliased("all claims", 300, `claims(first:1){totalCount}`)
	aliased("claims filtered", 180, `claims(first:1,filter:{status:{eq:PLANNED}}){totalCount}`)
	aliased("an order", 100, `platforms(first:1,orderBy:[{field:DEGREE},{field:NAME}]){totalCount}`)
	big := make([]any, 100_000)
	for i := range big {
		big[i] = "CASTLE"
	}
	list["a list variable of wrong values"] = attack{`query($t:[EntityType!]){search(text:"x",types:$t){totalCount}}`, map[string]any{"t": big}}
	right := make([]any, 50_000)
	for i := range right {
		right[i] = "COUNTY"
	}
	list["a long list variable"] = attack{`query($t:[EntityType!]){search(text:"x",types:$t){totalCount}}`, map[string]any{"t": right}}
	var nested any = "x"
	for range 9000 {
		nested = []any{nested}
	}
	list["a nested variable"] = attack{`query($t:[EntityType!]){search(text:"x",types:$t){totalCount}}`, map[string]any{"t": nested}}
	list["a variable of a megabyte"] = attack{`query($t:String!){search(text:$t){totalCount}}`, map[string]any{"t": repeat("x", 1<<20)}}
	list["many variables"] = attack{`{__typename}`, func() map[string]any {
		m := map[string]any{}
		for i := range 20_000 {
			m[fmt.Sprint("v", i)] = json.Number("1")
		}
		return m
	}()}
	return list
}

// byType is a selection of an entity where the same key is asked for on several
// types and on all, levels deep: what has to be merged doubles with each level.
func byType(levels int) string {
	if levels == 0 {
		return "id"
	}
	inner := func(of string) string { return "r:relations{nodes{" + of + "}}" }
	return "...on County{" + inner("id") + "}...on University{" + inner("name") + "}...on Platform{" + inner("iri") + "}...on Entity{" + inner(byType(levels-1)) + "}"
}

// Each attack is refused or answered with at most 50 ms of processor time and
// 50 MB, and its answer is no larger than answers may be.
func TestAttacksAreCheap(t *testing.T) {
	s := fromSeeds(t).schema
	for name, a := range attacks() {
		t.Run(name, func(t *testing.T) {
			var took time.Duration
			var held uint64
			var response *executor.Response
			// The machine may be busy and the collector may run: the best of three counts.
			for i := range 3 {
				query := a.query + strings.Repeat(" ", i) // one that is not known yet
				runtime.GC()
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				began := processorTime()
				response = s.Execute(context.Background(), executor.Request{Query: query, Variables: a.variables})
				spent := processorTime() - began
				runtime.ReadMemStats(&after)
				if took == 0 || spent < took {
					took, held = spent, after.TotalAlloc-before.TotalAlloc
				}
				checkAnswer(t, response)
				if took < 50*time.Millisecond {
					break
				}
			}
			if testing.Verbose() {
				t.Logf("%s, %d KB, refused: %t", took, held>>10, response.Refused())
			}
			if limit := 50 * time.Millisecond * slow; took > limit || held > 50<<20 {
				t.Errorf("%s of processor time and %d MB", took, held>>20)
			}
		})
	}
}

func checkAnswer(t *testing.T, response *executor.Response) {
	t.Helper()
	parts := response.Parts()
	if size := len(parts[0]) + len(parts[1]) + len(parts[2]); size > 16<<20+100_000 || response.Refused() && size > 64<<10 {
		t.Errorf("an answer of %d bytes", size)
	}
	for _, e := range response.Errors {
		if e.Code == "INTERNAL_SERVER_ERROR" || e.Code == "" || len(e.Message) > 2000 {
			t.Errorf("%s: %.200s", e.Code, e.Message)
		}
	}
}

// processorTime is what this process has used of the processor.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err) // it takes no arguments that could be wrong
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
