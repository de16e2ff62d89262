package loader

import (
	"fmt"
	"slices"
	"strings"

	"github.com/innograph/innograph/graph"
)

func (c *checker) claim() func(row) {
	first := map[graph.ID]row{}
	return func(r row) {
		x := graph.Claim{Subject: graph.ID(r.get("subject")), Predicate: graph.Predicate(r.get("predicate")), Object: graph.ID(r.get("object")), Role: r.get("role"),
			Context: r.get("reading") == "context", Note: r.get("note")}
		x.Status, _ = graph.ParseStatus(r.get("status"))
		ok := c.known(r, "subject", x.Subject)
		ok = c.known(r, "object", x.Object) && ok
		var located bool
		x.Locator, located = c.locator(r)
		// A claim that is refused for its form still speaks of its entities.
		c.seen[x.Subject], c.seen[x.Object] = true, true
		if !ok || !c.ends(r, x) || !c.role(r, x) || !located {
			return
		}
		c.reading(r, x.Locator, x.Context, x.Note, x.Subject, x.Object)
		x.Identify()
		if before, twice := first[x.ID]; twice {
			c.at(r, "subject", "the same claim stands twice", "each claim of a passage once", "the first is at "+before.place())
			return
		}
		first[x.ID] = r
		c.facts.Claims = append(c.facts.Claims, x)
	}
}

// ends checks domain and range.
func (c *checker) ends(r row, x graph.Claim) bool {
	info, _ := graph.Ontology.Predicate(x.Predicate)
	s, _ := x.Subject.Type()
	o, _ := x.Object.Type()
	switch {
	case x.Subject == x.Object:
		c.at(r, "object", "is the subject", "another entity", "")
	case info.Allows(s, o) || info.Symmetric && info.Allows(o, s):
		return true
	case !slices.Contains(info.Domain(), s):
		c.at(r, "subject", fmt.Sprintf("%q does not start at %s", x.Predicate, article(s)), orList(info.Domain()), fitting(s, o))
	default:
		c.at(r, "object", fmt.Sprintf("%q does not lead from %s to %s", x.Predicate, article(s), article(o)), orList(rangeFrom(info, s)), fitting(s, o))
	}
	return false
}

func rangeFrom(info graph.PredicateInfo, s graph.Type) []graph.Type {
	var list []graph.Type
	for _, pair := range info.Pairs {
		if slices.Contains(pair.Domain, s) {
			list = append(list, pair.Range...)
		}
	}
	return list
}

func (c *checker) role(r row, x graph.Claim) bool {
	info, _ := graph.Ontology.Predicate(x.Predicate)
	switch {
	case x.Role == "" && info.RoleRequired:
		c.at(r, "role", "is empty", oneOf(info.Roles), "")
	case x.Role == "" || info.FreeRole || slices.Contains(info.Roles, x.Role):
		return true
	case len(info.Roles) == 0:
		c.at(r, "role", fmt.Sprintf("%q has no roles", x.Predicate), "an empty cell", "")
	default:
		c.at(r, "role", fmt.Sprintf("no role of %q", x.Predicate), oneOf(info.Roles), "")
	}
	return false
}

// fitting names the predicates that do lead from s to o.
func fitting(s, o graph.Type) string {
	var list []string
	for _, p := range graph.Ontology.Predicates {
		if p.Allows(s, o) {
			list = append(list, string(p.Predicate))
		}
	}
	if len(list) == 0 {
		return fmt.Sprintf("no predicate leads from %s to %s", article(s), article(o))
	}
	return fmt.Sprintf("from %s to %s lead: %s", article(s), article(o), strings.Join(list, ", "))
}

func orList(types []graph.Type) string {
	list := make([]string, len(types))
	for i, t := range types {
		list[i] = article(t)
	}
	return strings.Join(list, ", ")
}

// article puts "a" or "an" before a type, as it is said.
func article(t graph.Type) string {
	if t != graph.University && strings.ContainsRune("AEIOU", rune(t[0])) {
		return "an " + string(t)
	}
	return "a " + string(t)
}
