package graph

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write golden files anew")

// docs/ontology.md is printed from the table.
func TestOntologyPage(t *testing.T) {
	const page = "../docs/ontology.md"
	got := ontologyPage()
	if *update {
		if err := os.WriteFile(page, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s is not the table; go test ./graph -update writes it (-want +got):\n%s", page, diff)
	}
}

// The comment of the package names every file, once.
func TestFilesOfThePackage(t *testing.T) {
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]int{}
	for _, name := range regexp.MustCompile(`\b\w+\.go\b`).FindAllString(string(doc), -1) {
		named[name]++
	}
	for _, file := range files {
		if !strings.HasSuffix(file, "_test.go") && file != "doc.go" && named[file] != 1 {
			t.Errorf("doc.go names %s %d times", file, named[file])
		}
		delete(named, file)
	}
	for name := range named {
		t.Errorf("doc.go names %s, which is no file", name)
	}
}

func ontologyPage() string {
	var b strings.Builder
	b.WriteString(`# The ontology

Printed from the table in ` + "`graph/ontology.go` and `graph/fields.go`" + ` by ` + "`go test ./graph -update`" + `. The table drives the
loader's checks, the GraphQL schema and this page.

Own terms stand under ` + "`" + Namespace + "`" + `: the type ` + "`County`" + ` is ` + "`" + Namespace + "County`" + `. Entities, claims and observations stand under the base that
` + "`--base`" + ` sets (` + "`" + DefaultBase + "`" + ` unless given).

## Types

| type | 中文 | ids | kinds | what belongs to it |
|---|---|---|---|---|
`)
	for _, t := range Ontology.Types {
		fmt.Fprintf(&b, "| %s | %s | `%s/…` | %s | %s |\n", t.Type, t.Label.Zh, t.Prefix, strings.Join(t.Kinds, ", "), t.Comment)
	}
	b.WriteString("\nUniversity, ResearchInstitute, Enterprise, GovernmentBody and Association are the Organizations.\n\n## Predicates\n\n| predicate | 中文 | read backwards | from → to | roles | what it says |\n|---|---|---|---|---|---|\n")
	for _, p := range Ontology.Predicates {
		var pairs []string
		for _, pair := range p.Pairs {
			pairs = append(pairs, typeList(pair.Domain)+" → "+typeList(pair.Range))
		}
		roles := strings.Join(p.Roles, ", ")
		if p.FreeRole {
			roles = "free text"
		}
		if p.RoleRequired {
			roles += " (required)"
		}
		fmt.Fprintf(&b, "| %s | %s | %s · %s | %s | %s | %s |\n", p.Predicate, p.Label.Zh, p.Inverse.En, p.Inverse.Zh, strings.Join(pairs, "; "), roles, p.Comment)
	}
	b.WriteString(`
## Derived relations

They are never stored. Each is worked out when it is asked for, says its basis, and carries the claims that it follows from. Its status is the weakest
of its chain (encouraged < planned < existing). What is stated wins over what is derived; of several derivations the first of this table wins.

| basis | 中文 | rule |
|---|---|---|
| stated | 原文 | a passage says so |
| via-platform | 经由平台 | a university or institute that builds a platform located in a county partners with the county |
| via-project | 经由项目 | an enterprise that undertakes a project located in a county is in that county |
| via-place | 经由地点 | what stands in a town, park, zone or part of a platform stands in the county around it; a county is not left again |
| via-part | 经由下属 | partners of a part are partners of the whole |

## Relation fields

Each is a GraphQL field with one edge a pair. Arrows: → the entity is the subject, ← it is the object, ↔ either.

| type | field | 中文 | leads to | by |
|---|---|---|---|---|
`)
	arrows := map[Direction]string{Out: "→", In: "←", Both: "↔"}
	for _, t := range Ontology.Types {
		for _, f := range Ontology.FieldsOf(t.Type) {
			var by []string
			for _, r := range f.Routes {
				by = append(by, arrows[r.Direction]+string(r.Predicate))
			}
			bases := map[string]bool{}
			for _, rule := range f.Derive {
				if name := derivations[rule].basis.String(); !bases[name] {
					bases[name] = true
					by = append(by, name)
				}
			}
			fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", t.Type, f.Name, f.Label.Zh, typeList(f.Targets), strings.Join(by, ", "))
		}
	}
	b.WriteString("\n## Closed lists\n\n| list | values |\n|---|---|\n")
	for _, list := range []struct {
		name  string
		terms []Term
	}{{"status", Statuses}, {"level", Ontology.Levels}, {"kinds of names", NameKinds}, {"schemes of identifiers", Schemes}, {"roles of observations", ObservationRoles}, {"measures", Measures}, {"bounds", Bounds}} {
		var values []string
		for _, term := range list.terms {
			values = append(values, fmt.Sprintf("%s (%s)", term.Name, term.Label.Zh))
		}
		fmt.Fprintf(&b, "| %s | %s |\n", list.name, strings.Join(values, ", "))
	}
	return b.String()
}

// typeList names types; the five organizations, all or most types are named as such.
func typeList(list []Type) string {
	if len(list) == len(Ontology.Types) {
		return "any type"
	}
	all := true
	for _, o := range organizations {
		all = all && slices.Contains(list, o)
	}
	var names []string
	if all {
		names = append(names, "Organization")
	}
	for _, t := range list {
		if !all || !slices.Contains(organizations, t) {
			names = append(names, string(t))
		}
	}
	return strings.Join(names, ", ")
}
