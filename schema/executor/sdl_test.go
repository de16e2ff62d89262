package executor

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/graphql-go/graphql"
	goast "github.com/graphql-go/graphql/language/ast"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/innograph/innograph/internal/escape"
)

// sdlSchema is a schema made from a text in the definition language and data
// from JSON: an object is its fields, {"$ref": "x"} is the root's x, {"$error":
// "x"} an error. The root of the data is the query. What conformance/reference.mjs
// does for graphql-js this does for graphql-go's types.
type sdlSchema struct {
	definitions *ast.Schema
	root        *thing
	types       map[string]graphql.Type
}

// thing is an object of the data.
type thing struct {
	typename string
	fields   map[string]any
}

func loadSDL(t testing.TB) *sdlSchema {
	t.Helper()
	s := &sdlSchema{types: map[string]graphql.Type{"Int": graphql.Int, "Float": graphql.Float, "String": graphql.String, "Boolean": graphql.Boolean, "ID": graphql.ID}}
	sdl, err := os.ReadFile("conformance/schema.graphql")
	if err != nil {
		t.Fatal(err)
	}
	if s.definitions, err = gqlparser.LoadSchema(&ast.Source{Input: string(sdl)}); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile("conformance/data.json")
	if err != nil {
		t.Fatal(err)
	}
	var data any
	if err := json.Unmarshal(raw, &data); err != nil {
		t.Fatal(err)
	}
	s.root = things(data).(*thing)
	return s
}

func things(v any) any {
	switch v := v.(type) {
	case map[string]any:
		o := &thing{fields: map[string]any{}}
		o.typename, _ = v["__typename"].(string)
		for k, x := range v {
			o.fields[k] = things(x)
		}
		return o
	case []any:
		for i := range v {
			v[i] = things(v[i])
		}
	}
	return v
}

// real follows references and makes errors.
func (s *sdlSchema) real(v any) any {
	switch v := v.(type) {
	case *thing:
		if name, ok := v.fields["$ref"].(string); ok {
			return s.root.fields[name]
		}
		if message, ok := v.fields["$error"].(string); ok {
			return errors.New(message)
		}
	case []any:
		list := make([]any, len(v))
		for i := range v {
			list[i] = s.real(v[i])
		}
		return list
	}
	return v
}

// resolve makes the resolver of a field. Fields of even length read for many
// parents and others for one, so that every shape meets both.
func (s *sdlSchema) resolve(def *ast.Definition, f *ast.FieldDefinition) graphql.FieldResolveFn {
	value := func(parent any) any {
		if parent == nil {
			parent = s.root
		}
		return s.real(parent.(*thing).fields[f.Name])
	}
	switch {
	case len(f.Arguments) == 0 && def.Name == "Query" && len(f.Name)%2 == 1:
		return Constant(func() any { return value(nil) })
	case len(f.Arguments) == 0 && len(f.Name)%2 == 1:
		return One(func(parent any) any { return value(parent) })
	}
	return Many(func(_ context.Context, parents []any, args map[string]any) ([]any, error) {
		values := make([]any, len(parents))
		for i, p := range parents {
			if values[i] = value(p); len(f.Arguments) > 0 {
				echoed, err := escape.JSON(args)
				if err != nil {
					return nil, err
				}
				values[i] = strings.ReplaceAll(string(echoed), `\u2028`, "\u2028") // as JavaScript spells it
			}
		}
		return values, nil
	})
}

// config gives graphql-go's types of the definitions.
func (s *sdlSchema) config() graphql.SchemaConfig {
	var types []graphql.Type
	for _, name := range slices.Sorted(maps.Keys(s.definitions.Types)) {
		if !introspective(name) && name != "Query" {
			types = append(types, s.named(name))
		}
	}
	return graphql.SchemaConfig{Query: s.named("Query").(*graphql.Object), Types: types}
}

func (s *sdlSchema) named(name string) graphql.Type {
	if t := s.types[name]; t != nil {
		return t
	}
	def := s.definitions.Types[name]
	var made graphql.Type
	switch def.Kind {
	case ast.Scalar:
		made = oddNumbers(def)
	case ast.Enum:
		values := graphql.EnumValueConfigMap{}
		for _, v := range def.EnumValues {
			values[v.Name] = &graphql.EnumValueConfig{Value: v.Name, Description: v.Description, DeprecationReason: reasonText(v.Directives)}
		}
		made = graphql.NewEnum(graphql.EnumConfig{Name: name, Description: def.Description, Values: values})
	case ast.InputObject:
		o := graphql.NewInputObject(graphql.InputObjectConfig{Name: name, Description: def.Description, Fields: graphql.InputObjectConfigFieldMap{}})
		s.types[name] = o
		for _, f := range def.Fields {
			o.AddFieldConfig(f.Name, &graphql.InputObjectFieldConfig{Type: s.typ(f.Type).(graphql.Input), DefaultValue: fallback(f.DefaultValue), Description: f.Description})
		}
		return o
	case ast.Interface:
		face := graphql.NewInterface(graphql.InterfaceConfig{Name: name, Description: def.Description, Fields: graphql.Fields{}, ResolveType: s.typeOf})
		s.types[name] = face
		for fieldName, f := range s.fields(def) {
			face.AddFieldConfig(fieldName, f)
		}
		return face
	case ast.Union:
		var members []*graphql.Object
		for _, m := range def.Types {
			members = append(members, s.named(m).(*graphql.Object))
		}
		made = graphql.NewUnion(graphql.UnionConfig{Name: name, Description: def.Description, Types: members, ResolveType: s.typeOf})
	default:
		o := graphql.NewObject(graphql.ObjectConfig{Name: name, Description: def.Description, Fields: graphql.Fields{}, Interfaces: graphql.InterfacesThunk(func() []*graphql.Interface {
			var list []*graphql.Interface
			for _, face := range def.Interfaces {
				list = append(list, s.named(face).(*graphql.Interface))
			}
			return list
		})})
		s.types[name] = o
		for fieldName, f := range s.fields(def) {
			o.AddFieldConfig(fieldName, f)
		}
		return o
	}
	s.types[name] = made
	return made
}

func (s *sdlSchema) typeOf(p graphql.ResolveTypeParams) *graphql.Object {
	o, _ := s.types[p.Value.(*thing).typename].(*graphql.Object)
	return o
}

func (s *sdlSchema) fields(def *ast.Definition) graphql.Fields {
	fields := graphql.Fields{}
	for _, f := range def.Fields {
		if introspective(f.Name) {
			continue
		}
		args := graphql.FieldConfigArgument{}
		for _, a := range f.Arguments {
			args[a.Name] = &graphql.ArgumentConfig{Type: s.typ(a.Type).(graphql.Input), DefaultValue: fallback(a.DefaultValue), Description: a.Description}
		}
		fields[f.Name] = &graphql.Field{Type: s.typ(f.Type).(graphql.Output), Args: args, Description: f.Description, DeprecationReason: reasonText(f.Directives), Resolve: s.resolve(def, f)}
	}
	return fields
}

func (s *sdlSchema) typ(t *ast.Type) graphql.Type {
	var made graphql.Type
	if t.Elem != nil {
		made = graphql.NewList(s.typ(t.Elem))
	} else {
		made = s.named(t.NamedType)
	}
	if t.NonNull {
		made = graphql.NewNonNull(made)
	}
	return made
}

func fallback(v *ast.Value) any {
	if v == nil {
		return nil
	}
	value, err := v.Value(nil)
	if err != nil {
		panic(err) // the text of the schema is right
	}
	return value
}

func reasonText(list ast.DirectiveList) string {
	text, _ := reason(list).(string)
	return text
}

// oddNumbers is a scalar of odd numbers.
func oddNumbers(def *ast.Definition) *graphql.Scalar {
	odd := func(v any) any {
		if f, ok := toFloat(v); ok && int(f)%2 != 0 {
			if _, text := v.(string); !text {
				return int(f)
			}
		}
		if n, ok := v.(json.Number); ok {
			if i, err := n.Int64(); err == nil && i%2 != 0 {
				return int(i)
			}
			return nil
		}
		return nil
	}
	return graphql.NewScalar(graphql.ScalarConfig{Name: def.Name, Description: def.Description, Serialize: odd, ParseValue: odd, ParseLiteral: func(v goast.Value) any {
		if n, ok := v.(*goast.IntValue); ok {
			return odd(json.Number(n.Value))
		}
		return nil
	}})
}

// conformanceCase is a document of conformance/cases.txt.
type conformanceCase struct {
	Name      string         `json:"name"`
	Query     string         `json:"query"`
	Variables map[string]any `json:"variables"`
	Operation string         `json:"operation,omitempty"`
}

// conformanceCases reads the cases: a name behind "==", the document, variables
// as JSON behind "--", the operation behind "->". Characters that an editor would
// not keep are written as signs.
func conformanceCases(t testing.TB) []conformanceCase {
	t.Helper()
	text, err := os.ReadFile("conformance/cases.txt")
	if err != nil {
		t.Fatal(err)
	}
	signs := strings.NewReplacer("␀", "\x00", "␇", "\a", "␍", "\r", "⟨BOM⟩", "\ufeff", "⟨LS⟩", "\u2028")
	var list []conformanceCase
	seen := map[string]bool{}
	for _, block := range strings.Split("\n"+strings.TrimSuffix(string(text), "\n"), "\n== ")[1:] {
		name, rest, _ := strings.Cut(block, "\n")
		c := conformanceCase{Name: name}
		var lines []string
		for _, line := range strings.Split(rest, "\n") {
			if variables, ok := strings.CutPrefix(line, "-- "); ok {
				d := json.NewDecoder(strings.NewReader(variables))
				d.UseNumber()
				if err := d.Decode(&c.Variables); err != nil {
					t.Fatalf("%s: %v", name, err)
				}
			} else if operation, ok := strings.CutPrefix(line, "-> "); ok {
				c.Operation = operation
			} else {
				lines = append(lines, line)
			}
		}
		if c.Query = signs.Replace(strings.Join(lines, "\n")); seen[name] {
			t.Fatalf("two cases are named %q", name)
		}
		seen[name] = true
		list = append(list, c)
	}
	return list
}

func sdlExecutor(t testing.TB) (*Executor, graphql.SchemaConfig) {
	t.Helper()
	config := loadSDL(t).config()
	e, err := New(plainConfig(config, Limits{}))
	if err != nil {
		t.Fatal(err)
	}
	return e, config
}

// plainConfig is the config of an executor whose fields cost nothing beside pages.
func plainConfig(schema graphql.SchemaConfig, limits Limits) Config {
	return Config{Schema: schema, Version: "1", Costs: Costs{Page: 20}, Limits: limits, Logger: slog.New(slog.DiscardHandler)}
}
