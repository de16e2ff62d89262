package schema

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/graphql-go/graphql"
)

// printSchema prints a schema in the definition language, types and members
// sorted, so that it is the same on every run and a change shows as a diff.
func printSchema(s *graphql.Schema) string {
	var b strings.Builder
	types := s.TypeMap()
	for _, name := range sortedKeys(types) {
		if strings.HasPrefix(name, "__") {
			continue
		}
		switch t := types[name].(type) {
		case *graphql.Scalar:
			// the five of the specification need no definition
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

// quoted spells a string as GraphQL does, which is JSON's way for the
// characters that descriptions hold; HTML characters are left as they are.
func quoted(text string) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(text); err != nil {
		panic(err) // strings encode
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func printEnum(b *strings.Builder, t *graphql.Enum) {
	describe(b, "", t.Description())
	fmt.Fprintf(b, "enum %s {\n", t.Name())
	values := map[string]*graphql.EnumValueDefinition{}
	for _, v := range t.Values() {
		values[v.Name] = v
	}
	for _, name := range sortedKeys(values) {
		describe(b, "  ", values[name].Description)
		fmt.Fprintf(b, "  %s\n", name)
	}
	b.WriteString("}\n\n")
}

func printInput(b *strings.Builder, t *graphql.InputObject) {
	describe(b, "", t.Description())
	fmt.Fprintf(b, "input %s {\n", t.Name())
	fields := t.Fields()
	for _, name := range sortedKeys(fields) {
		f := fields[name]
		describe(b, "  ", f.Description())
		fmt.Fprintf(b, "  %s: %s%s\n", name, f.Type, printDefault(f.Type, f.DefaultValue))
	}
	b.WriteString("}\n\n")
}

func printFields(b *strings.Builder, fields graphql.FieldDefinitionMap) {
	for _, name := range sortedKeys(fields) {
		f := fields[name]
		describe(b, "  ", f.Description)
		b.WriteString("  " + name)
		if len(f.Args) > 0 {
			args := map[string]*graphql.Argument{}
			for _, a := range f.Args {
				args[a.Name()] = a
			}
			b.WriteString("(\n")
			for _, arg := range sortedKeys(args) {
				describe(b, "    ", args[arg].Description())
				fmt.Fprintf(b, "    %s: %s%s\n", arg, args[arg].Type, printDefault(args[arg].Type, args[arg].DefaultValue))
			}
			b.WriteString("  )")
		}
		fmt.Fprintf(b, ": %s\n", f.Type)
	}
}

// printDefault spells a default value as a literal of its type.
func printDefault(t graphql.Input, value any) string {
	if value == nil {
		return ""
	}
	if enum, ok := t.(*graphql.Enum); ok {
		return fmt.Sprintf(" = %v", enum.Serialize(value))
	}
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // defaults are plain values
	}
	return " = " + string(text)
}
