package executor

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/graphql-go/graphql"

	"github.com/innograph/innograph/internal/escape"
)

// printSchema prints a schema in the definition language, types and members
// sorted, so that it is the same on every run and a change shows as a diff.
func printSchema(s *graphql.Schema) string {
	var b strings.Builder
	types := s.TypeMap()
	for _, name := range slices.Sorted(maps.Keys(types)) {
		if introspective(name) {
			continue
		}
		switch t := types[name].(type) {
		case *graphql.Scalar:
			if standardLeaves[name] == nil { // those of the specification need no definition
				describe(&b, "", t.Description())
				fmt.Fprintf(&b, "scalar %s\n\n", name)
			}
		case *graphql.Union:
			describe(&b, "", t.Description())
			members := map[string]bool{}
			for _, member := range t.Types() {
				members[member.Name()] = true
			}
			fmt.Fprintf(&b, "union %s = %s\n\n", name, strings.Join(slices.Sorted(maps.Keys(members)), " | "))
		case *graphql.Enum:
			printEnum(&b, t)
		case *graphql.InputObject:
			printInput(&b, t)
		case *graphql.Interface:
			describe(&b, "", t.Description())
			fmt.Fprintf(&b, "interface %s {\n", name)
			printFields(&b, t.Fields())
			b.WriteString("}\n\n")
		case *graphql.Object:
			describe(&b, "", t.Description())
			b.WriteString("type " + name)
			for i, face := range t.Interfaces() {
				b.WriteString(map[bool]string{true: " implements ", false: " & "}[i == 0] + face.Name())
			}
			b.WriteString(" {\n")
			printFields(&b, t.Fields())
			b.WriteString("}\n\n")
		}
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

func describe(b *strings.Builder, indent, text string) {
	if text != "" {
		fmt.Fprintf(b, "%s%s\n", indent, quoted(text))
	}
}

// quoted spells a string as GraphQL does, which is JSON's way.
func quoted(text string) string { return string(escape.AppendQuoted(nil, text)) }

func printEnum(b *strings.Builder, t *graphql.Enum) {
	describe(b, "", t.Description())
	fmt.Fprintf(b, "enum %s {\n", t.Name())
	values := map[string]*graphql.EnumValueDefinition{}
	for _, v := range t.Values() {
		values[v.Name] = v
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		describe(b, "  ", values[name].Description)
		fmt.Fprintf(b, "  %s%s\n", name, printDeprecation(values[name].DeprecationReason))
	}
	b.WriteString("}\n\n")
}

func printDeprecation(reason string) string {
	if reason == "" {
		return ""
	}
	return " @deprecated(reason: " + quoted(reason) + ")"
}

func printInput(b *strings.Builder, t *graphql.InputObject) {
	describe(b, "", t.Description())
	fmt.Fprintf(b, "input %s {\n", t.Name())
	fields := t.Fields()
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		f := fields[name]
		describe(b, "  ", f.Description())
		fmt.Fprintf(b, "  %s: %s%s\n", name, f.Type, printDefault(f.Type, f.DefaultValue))
	}
	b.WriteString("}\n\n")
}

func printFields(b *strings.Builder, fields graphql.FieldDefinitionMap) {
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		f := fields[name]
		describe(b, "  ", f.Description)
		b.WriteString("  " + name)
		if len(f.Args) > 0 {
			args := map[string]*graphql.Argument{}
			for _, a := range f.Args {
				args[a.Name()] = a
			}
			b.WriteString("(\n")
			for _, arg := range slices.Sorted(maps.Keys(args)) {
				describe(b, "    ", args[arg].Description())
				fmt.Fprintf(b, "    %s: %s%s\n", arg, args[arg].Type, printDefault(args[arg].Type, args[arg].DefaultValue))
			}
			b.WriteString("  )")
		}
		fmt.Fprintf(b, ": %s%s\n", f.Type, printDeprecation(f.DeprecationReason))
	}
}

// printDefault spells a default value as a literal of its type.
func printDefault(t graphql.Type, value any) string {
	if value == nil {
		return ""
	}
	return " = " + printLiteral(t, value)
}

func printLiteral(t graphql.Type, value any) string {
	switch t := t.(type) {
	case *graphql.NonNull:
		return printLiteral(t.OfType, value)
	case *graphql.Enum:
		return fmt.Sprint(t.Serialize(value))
	case *graphql.List:
		list, isList := sequenceOf(value)
		if !isList {
			return printLiteral(t.OfType, value)
		}
		var parts []string
		for i := range list.length {
			parts = append(parts, printLiteral(t.OfType, list.at(i)))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case *graphql.InputObject:
		object, _ := value.(map[string]any)
		var parts []string
		for _, name := range slices.Sorted(maps.Keys(object)) {
			parts = append(parts, name+": "+printLiteral(t.Fields()[name].Type, object[name]))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	}
	text, err := escape.JSON(value)
	if err != nil {
		panic(err) // defaults are plain values
	}
	return string(text)
}
