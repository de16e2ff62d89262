package architecture

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

// kept are exported names that no other room uses, and why they are exported all the same.
var kept = map[string]string{
	"graph/columnar.ErrDamaged":        "what Open refuses, for errors.Is",
	"graph/columnar.ErrNotAStore":      "what Open refuses, for errors.Is",
	"graph/columnar.ErrReadOnly":       "what Cayley's writers are told, for errors.Is",
	"graph/columnar.ErrVersion":        "what Open refuses, for errors.Is",
	"graph/columnar.Name":              "Cayley opens stores by it",
	"graph/columnar.Register":          "lets Cayley open stores",
	"graph/columnar.Row":               "a quad as Cayley refers to it",
	"graph/sqlstore.ErrEmpty":          "what Version says, for errors.Is",
	"graph/sqlstore.ErrForeign":        "what Version says, for errors.Is",
	"loader.Text.Bounded":              "what tests from outside hold passages against",
	"loader.Text.Len":                  "tests of other rooms make sources of texts",
	"schema/executor.resolver.Resolve": "the executor that ours is held against resolves by it",
	"server.Monitor.Stopping":          "tests from outside hold the probes against it",
}

// byName are methods that the standard library looks for by their names alone.
var byName = []string{"Is", "Unwrap"}

// Every exported name has a user in another package, tests apart. Excused are types that
// one gets hold of through what is used, constants beside others that are used or of such a
// type (a list is whole), and methods that an interface or a template asks for.
func TestExportedNamesHaveUsers(t *testing.T) {
	s := surveyOf(t)
	met := map[string]bool{}
	for _, room := range s.rooms {
		for _, obj := range exported(room.Types) {
			if s.live[obj] || s.excused(obj) {
				continue
			}
			name := strings.TrimPrefix(room.PkgPath, module+"/") + "." + nameOf(obj)
			met[name] = true
			if kept[name] == "" {
				t.Errorf("%s: nobody outside uses %s", place(room.Fset.Position(obj.Pos())), name)
			}
		}
	}
	for name := range kept {
		if !met[name] {
			t.Errorf("%s needs no exception", name)
		}
	}
}

func place(p token.Position) string {
	if root, err := filepath.Abs("../.."); err == nil {
		p.Filename = strings.TrimPrefix(p.Filename, root+string(filepath.Separator))
	}
	return fmt.Sprintf("%s:%d", p.Filename, p.Line)
}

// survey is what is known of the packages of this module.
type survey struct {
	rooms []*packages.Package
	live  map[types.Object]bool // what other packages use, and the types that one gets hold of by it
	asked map[string][]*types.Interface
	// called are the names behind dots in templates.
	called map[string]bool
	block  map[types.Object]*ast.GenDecl // of a constant
	used   map[*ast.GenDecl]bool         // blocks of which a constant is live
}

func surveyOf(t *testing.T) *survey {
	t.Helper()
	all, err := packages.Load(&packages.Config{Mode: packages.LoadSyntax, Dir: "../.."}, "./...")
	if err != nil || packages.PrintErrors(all) > 0 {
		t.Fatal("the packages cannot be read: ", err)
	}
	s := &survey{live: map[types.Object]bool{}, asked: map[string][]*types.Interface{}, called: templates(t), block: map[types.Object]*ast.GenDecl{}, used: map[*ast.GenDecl]bool{}}
	seen := map[*types.Package]bool{}
	for _, p := range all {
		if slices.Contains(forTests, strings.TrimPrefix(p.PkgPath, module+"/")) {
			continue
		}
		if p.Name != "main" {
			s.rooms = append(s.rooms, p)
			s.constants(p)
		}
		for _, other := range append(p.Types.Imports(), p.Types) {
			if !seen[other] {
				seen[other] = true
				s.interfaces(other)
			}
		}
		for _, obj := range p.TypesInfo.Uses {
			if obj.Pkg() != p.Types {
				s.reach(obj)
			}
		}
	}
	for obj, block := range s.block {
		s.used[block] = s.used[block] || s.live[obj]
	}
	return s
}

// constants notes which constants are declared together.
func (s *survey) constants(p *packages.Package) {
	for _, file := range p.Syntax {
		for _, declared := range file.Decls {
			block, ok := declared.(*ast.GenDecl)
			if !ok || block.Tok != token.CONST {
				continue
			}
			for _, spec := range block.Specs {
				for _, name := range spec.(*ast.ValueSpec).Names {
					s.block[p.TypesInfo.Defs[name]] = block
				}
			}
		}
	}
}

// interfaces notes what methods the interfaces of a package ask for.
func (s *survey) interfaces(p *types.Package) {
	for _, name := range p.Scope().Names() {
		if i, ok := p.Scope().Lookup(name).Type().Underlying().(*types.Interface); ok {
			for m := range i.Methods() {
				s.asked[m.Name()] = append(s.asked[m.Name()], i)
			}
		}
	}
}

// reach notes that an object is used, and with it the types that it leads to.
func (s *survey) reach(obj types.Object) {
	switch o := obj.(type) {
	case *types.Func:
		obj = o.Origin()
	case *types.Var:
		obj = o.Origin()
	}
	if s.live[obj] || obj.Pkg() == nil || !strings.HasPrefix(obj.Pkg().Path(), module) {
		return
	}
	s.live[obj] = true
	s.lead(obj.Type())
	if isType(obj) {
		s.lead(obj.Type().Underlying())
	}
}

// lead reaches the types that a type is made of, as others see it.
func (s *survey) lead(t types.Type) {
	switch t := t.(type) {
	case *types.Named:
		s.reach(t.Obj())
		for arg := range t.TypeArgs().Types() {
			s.lead(arg)
		}
	case *types.Alias:
		s.reach(t.Obj())
		s.lead(types.Unalias(t))
	case interface{ Elem() types.Type }: // pointers, slices, arrays, channels, maps
		s.lead(t.Elem())
		if m, ok := t.(*types.Map); ok {
			s.lead(m.Key())
		}
	case *types.Tuple:
		for v := range t.Variables() {
			s.lead(v.Type())
		}
	case *types.Signature:
		s.lead(t.Params())
		s.lead(t.Results())
	case *types.Struct:
		for f := range t.Fields() {
			if f.Exported() {
				s.lead(f.Type())
			}
		}
	case *types.Interface:
		for m := range t.Methods() {
			s.lead(m.Type())
		}
	}
}

// exported are the exported names of a package, and the exported methods of its types.
func exported(p *types.Package) []types.Object {
	var list []types.Object
	for _, name := range p.Scope().Names() {
		obj := p.Scope().Lookup(name)
		if obj.Exported() {
			list = append(list, obj)
		}
		if named, ok := obj.Type().(*types.Named); ok && isType(obj) {
			for m := range named.Methods() {
				if m.Exported() {
					list = append(list, m)
				}
			}
		}
	}
	return list
}

// excused reports whether a name is exported for another reason than its users.
func (s *survey) excused(obj types.Object) bool {
	switch o := obj.(type) {
	case *types.Const:
		named, ok := o.Type().(*types.Named)
		return ok && s.live[named.Obj()] || s.used[s.block[obj]]
	case *types.Func:
		receiver := o.Signature().Recv()
		return receiver != nil && (s.called[o.Name()] || slices.Contains(byName, o.Name()) || slices.ContainsFunc(s.asked[o.Name()], func(i *types.Interface) bool {
			return types.Implements(receiver.Type(), i)
		}))
	}
	return false
}

func isType(obj types.Object) bool { _, ok := obj.(*types.TypeName); return ok }

// nameOf spells a name as its users do, a method behind its type.
func nameOf(obj types.Object) string {
	if f, ok := obj.(*types.Func); ok && f.Signature().Recv() != nil {
		receiver := types.TypeString(f.Signature().Recv().Type(), func(*types.Package) string { return "" })
		return strings.TrimPrefix(receiver, "*") + "." + f.Name()
	}
	return obj.Name()
}

// templates finds the names behind dots in the templates of pages.
func templates(t *testing.T) map[string]bool {
	t.Helper()
	called, dotted := map[string]bool{}, regexp.MustCompile(`\.([A-Z]\w*)`)
	for _, dir := range folders(t) {
		files, err := filepath.Glob(filepath.Join("../..", dir, "*.html"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range dotted.FindAllStringSubmatch(string(text), -1) {
				called[name[1]] = true
			}
		}
	}
	return called
}
