package executor

import (
	"fmt"

	"github.com/vektah/gqlparser/v2/ast"
)

// maxMergeLooks is how many fields are looked at to see whether fields with the
// same key can be merged. Ordinary documents stay within twice their fields.
const maxMergeLooks = 50_000

// mergeable holds a valid document against the rule that fields with the same key
// can be merged (October 2021, section 5.3.2). gqlparser's rule, and graphql-js's,
// compare all pairs; here fields of a key are compared with the first of them, in
// two walks: one over all for the shape of the answer, and one over those that
// may have the same parent for name and arguments.
func mergeable(doc *ast.QueryDocument) *Error {
	for _, op := range doc.Operations {
		for _, sameParent := range []bool{false, true} {
			m := &merger{sameParent: sameParent, left: maxMergeLooks}
			m.check([]ast.SelectionSet{op.SelectionSet})
			if m.err != nil {
				return m.err
			}
		}
	}
	return nil
}

type merger struct {
	sameParent bool // else: all fields
	left       int
	err        *Error
}

// check looks at selections that are merged into one object of the answer.
func (m *merger) check(sets []ast.SelectionSet) {
	var keys []string
	groups := map[string][]*ast.Field{}
	m.collect(sets, map[string]bool{}, func(f *ast.Field) {
		if groups[f.Alias] == nil {
			keys = append(keys, f.Alias)
		}
		groups[f.Alias] = append(groups[f.Alias], f)
	})
	for _, key := range keys {
		for _, group := range m.parted(groups[key]) {
			m.compare(group)
			if m.err != nil {
				return
			}
		}
	}
}

func (m *merger) collect(sets []ast.SelectionSet, spread map[string]bool, found func(*ast.Field)) {
	for _, set := range sets {
		for _, s := range set {
			if m.left--; m.left < 0 {
				if m.err == nil {
					m.err = &Error{Message: "the document has too many fields with the same keys", Code: CodeTooLarge, Locations: positions(s.GetPosition())}
				}
				return
			}
			switch s := s.(type) {
			case *ast.Field:
				found(s)
			case *ast.InlineFragment:
				m.collect([]ast.SelectionSet{s.SelectionSet}, spread, found)
			case *ast.FragmentSpread:
				if !spread[s.Name] {
					spread[s.Name] = true
					m.collect([]ast.SelectionSet{s.Definition.SelectionSet}, spread, found)
				}
			}
		}
	}
}

// parted gives the parts of a group whose fields may have the same parent: those
// of one object type, with those of interfaces and unions.
func (m *merger) parted(group []*ast.Field) [][]*ast.Field {
	if !m.sameParent || len(group) == 1 {
		return [][]*ast.Field{group}
	}
	var abstract []*ast.Field
	var names []string
	concrete := map[string][]*ast.Field{}
	for _, f := range group {
		parent := f.ObjectDefinition
		if parent.Kind != ast.Object {
			abstract = append(abstract, f)
			continue
		}
		if concrete[parent.Name] == nil {
			names = append(names, parent.Name)
		}
		concrete[parent.Name] = append(concrete[parent.Name], f)
	}
	if len(names) == 0 {
		return [][]*ast.Field{abstract}
	}
	var parts [][]*ast.Field
	for _, name := range names {
		parts = append(parts, append(concrete[name], abstract...))
	}
	return parts
}

// compare holds each field of a group against the first, then what is below them.
func (m *merger) compare(group []*ast.Field) {
	first := group[0]
	var below []ast.SelectionSet
	for _, f := range group {
		var why string
		switch {
		case !m.sameParent && !sameShape(first.Definition.Type, f.Definition.Type, first.SelectionSet == nil || f.SelectionSet == nil):
			why = fmt.Sprintf("they return conflicting types %s and %s", first.Definition.Type, f.Definition.Type)
		case m.sameParent && first.Name != f.Name:
			why = fmt.Sprintf("%q and %q are different fields", Clip(first.Name), Clip(f.Name))
		case m.sameParent && !sameArguments(first.Arguments, f.Arguments):
			why = "they have differing arguments"
		}
		if why != "" {
			m.err = &Error{Message: fmt.Sprintf("Fields %q conflict because %s. Use different aliases on the fields to fetch both if this was intentional.", Clip(f.Alias), why),
				Code: CodeInvalid, Locations: append(positions(first.Position), positions(f.Position)...)}
			return
		}
		if f.SelectionSet != nil {
			below = append(below, f.SelectionSet)
		}
	}
	if len(below) > 0 {
		m.check(below)
	}
}

// sameShape compares types as the answer shows them: all objects look the same.
func sameShape(a, b *ast.Type, leaves bool) bool {
	switch {
	case a.NonNull != b.NonNull || (a.Elem == nil) != (b.Elem == nil):
		return false
	case a.Elem != nil:
		return sameShape(a.Elem, b.Elem, leaves)
	}
	return !leaves || a.NamedType == b.NamedType
}

// sameArguments compares arguments by what they say, in any order.
func sameArguments(a, b ast.ArgumentList) bool {
	if len(a) != len(b) {
		return false
	}
	for _, x := range a {
		y := b.ForName(x.Name)
		if y == nil || !sameValue(x.Value, y.Value) {
			return false
		}
	}
	return true
}

func sameValue(a, b *ast.Value) bool {
	if a.Kind != b.Kind || a.Raw != b.Raw || len(a.Children) != len(b.Children) {
		return false
	}
	for i, x := range a.Children {
		y := b.Children[i].Value
		if a.Kind == ast.ObjectValue {
			y = b.Children.ForName(x.Name)
		}
		if y == nil || !sameValue(x.Value, y) {
			return false
		}
	}
	return true
}
