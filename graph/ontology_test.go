package graph

import (
	"slices"
	"strings"
	"testing"
)

// The ontology is one table that drives everything, so its rows must agree
// with each other.
func TestOntologyTypes(t *testing.T) {
	seen := map[string]bool{}
	for _, info := range Ontology.Types {
		for _, name := range []string{string(info.Type), info.Prefix, info.Field, info.Plural} {
			if name == "" {
				t.Errorf("%s has an empty name", info.Type)
			}
		}
		for _, name := range []string{"prefix " + info.Prefix, "field " + info.Field, "field " + info.Plural} {
			if seen[name] {
				t.Errorf("%s: %s is taken", info.Type, name)
			}
			seen[name] = true
		}
		if info.Label.Zh == "" || info.Label.En == "" || !strings.HasSuffix(info.Comment, ".") {
			t.Errorf("%s lacks a label or a comment", info.Type)
		}
		for _, kind := range info.Kinds {
			if !hasTerm(Ontology.Kinds, kind) {
				t.Errorf("%s: kind %s has no label", info.Type, kind)
			}
		}
		if info.KindRequired && len(info.Kinds) == 0 {
			t.Errorf("%s requires a kind and has none", info.Type)
		}
		if isOrg := slices.Contains(organizations, info.Type); isOrg != info.Organization {
			t.Errorf("%s: Organization is %v", info.Type, info.Organization)
		}
	}
}

func hasTerm(terms []Term, name string) bool {
	for _, term := range terms {
		if term.Name == name {
			return true
		}
	}
	return false
}

func TestOntologyTermsHaveLabels(t *testing.T) {
	for name, terms := range map[string][]Term{"kinds": Ontology.Kinds, "levels": Ontology.Levels, "statuses": Statuses, "bases": Bases, "names": NameKinds,
		"schemes": Schemes, "roles": ObservationRoles, "measures": Measures, "bounds": Bounds} {
		seen := map[string]bool{}
		for _, term := range terms {
			if term.Name == "" || term.Label.Zh == "" || term.Label.En == "" {
				t.Errorf("%s: %+v lacks a name or label", name, term)
			}
			if seen[term.Name] {
				t.Errorf("%s: %s stands twice", name, term.Name)
			}
			seen[term.Name] = true
		}
	}
}

// Every predicate feeds a relation field on each of its two sides, so that no
// claim is out of reach of the typed fields.
func TestEveryPredicateFeedsFields(t *testing.T) {
	for _, p := range Ontology.Predicates {
		if p.Label.Zh == "" || p.Label.En == "" || p.Inverse.Zh == "" || p.Inverse.En == "" || !strings.HasSuffix(p.Comment, ".") {
			t.Errorf("%s lacks a label or a comment", p.Predicate)
		}
		for _, pair := range p.Pairs {
			for _, domain := range pair.Domain {
				for _, rng := range pair.Range {
					if !reaches(domain, rng, p.Predicate, Out) {
						t.Errorf("%s %s %s: no field of the subject leads there", domain, p.Predicate, rng)
					}
					if !reaches(rng, domain, p.Predicate, In) {
						t.Errorf("%s %s %s: no field of the object leads back", domain, p.Predicate, rng)
					}
				}
			}
		}
	}
}

func reaches(from, to Type, p Predicate, d Direction) bool {
	for _, f := range Ontology.FieldsOf(from) {
		for _, r := range f.Routes {
			if r.Predicate == p && (r.Direction == d || r.Direction == Both) && slices.Contains(f.Targets, to) {
				return true
			}
		}
	}
	return false
}

func TestFieldsAreNamedOnceAType(t *testing.T) {
	for _, info := range Ontology.Types {
		seen := map[string]bool{}
		for _, f := range Ontology.FieldsOf(info.Type) {
			if seen[f.Name] {
				t.Errorf("%s has two fields %s", info.Type, f.Name)
			}
			seen[f.Name] = true
			if f.Label.Zh == "" || f.Label.En == "" || !strings.HasSuffix(f.Comment, ".") {
				t.Errorf("%s.%s lacks a label or a comment", info.Type, f.Name)
			}
		}
	}
}

func TestEveryDerivationHasARule(t *testing.T) {
	for _, f := range Ontology.Fields {
		for _, rule := range f.Derive {
			if derivations[rule].find == nil {
				t.Errorf("field %s: derivation %d has no rule", f.Name, rule)
			}
		}
	}
}

func TestUnitsConvert(t *testing.T) {
	for _, c := range []struct{ value, from, to, want string }{
		{"2", "亿元", "万元", "20000/1"},
		{"20000", "万元", "亿元", "2/1"},
		{"100", "亩", "平方米", "200000/3"},
		{"3.5", "千万元", "亿元", "7/20"},
	} {
		got, ok := Convert(c.value, c.from, c.to)
		if !ok || got.String() != c.want {
			t.Errorf("Convert(%s %s to %s) = %v, %v; want %s", c.value, c.from, c.to, got, ok, c.want)
		}
	}
	for _, c := range [][3]string{{"2", "亿元", "家"}, {"破零", "家", "家"}, {"1e9", "元", "元"}, {"", "元", "元"}, {"1.", "元", "元"}, {"2", "no unit", "元"}} {
		if got, ok := Convert(c[0], c[1], c[2]); ok {
			t.Errorf("Convert(%v) = %v, want refusal", c, got)
		}
	}
	seen := map[string]bool{}
	for _, u := range Units() {
		if seen[u] {
			t.Errorf("unit %s stands twice", u)
		}
		seen[u] = true
		if _, ok := Convert("1", u, u); !ok {
			t.Errorf("unit %s does not convert to itself", u)
		}
	}
}
