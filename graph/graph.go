package graph

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"github.com/cayleygraph/quad"

	"github.com/innograph/innograph/graph/columnar"
)

// Graph is a snapshot of facts that answers in batches: every read takes many
// ids and gives one row for each, in their order. It is read-only and safe for
// concurrent use. Reads return the context's error if it ends before they do.
type Graph struct {
	base    Base
	store   *store
	about   about
	members map[quad.IRI]func() []ID // by class, sorted; read at the first call
	former  map[ID][]ID
}

// Stats counts what is in a graph.
type Stats struct {
	Quads        int64
	Entities     map[Type]int
	Claims       int
	Observations int
	Mentions     int
	Omissions    int
	// Relations counts claims by predicate and status.
	Relations []RelationCount
}

// RelationCount is the number of claims of one predicate in one status.
type RelationCount struct {
	Predicate Predicate
	Status    Status
	Count     int
}

// about is what a store says of itself, beside the quads.
type about struct {
	Base      Base
	Origin    string // what the facts came from: a digest of the packages
	Stats     Stats
	Redirects map[ID]ID // from the former id to the one of now
}

// Build makes a graph of facts with ids under base. It takes facts as the
// loader gives them, with claims and observations identified.
func Build(ctx context.Context, facts *Facts, base Base) (*Graph, error) {
	columns, a, err := columnsOf(ctx, facts, base)
	if err != nil {
		return nil, err
	}
	return newGraph(columns, a), nil
}

// WriteFile builds a graph and writes it to a file that [Open] reads. The file
// is written aside and renamed: path has the old file or the whole new one. origin
// says what the facts came from; see [Graph.Origin].
func WriteFile(ctx context.Context, facts *Facts, base Base, origin, path string) error {
	columns, a, err := columnsOf(ctx, facts, base)
	if err != nil {
		return err
	}
	a.Origin = origin
	meta, err := json.Marshal(a)
	if err != nil {
		return fmt.Errorf("describe store: %w", err)
	}
	return columns.WriteFile(path, meta)
}

// Open reads a graph from a file that [WriteFile] wrote. It maps the file and
// checks all of it. The caller closes the graph when nobody reads it any more.
func Open(path string) (*Graph, error) {
	columns, err := columnar.Open(path)
	if err != nil {
		return nil, err
	}
	var a about
	if err := json.Unmarshal(columns.Meta(), &a); err != nil {
		_ = columns.Close() // the first error tells
		return nil, fmt.Errorf("open store %s: it holds quads, but no graph of innograph: %w", path, err)
	}
	return newGraph(columns, a), nil
}

// Close gives the file of the graph back; nothing may be read afterwards.
func (g *Graph) Close() error { return g.store.columns.Close() }

func columnsOf(ctx context.Context, facts *Facts, base Base) (*columnar.Store, about, error) {
	var builder columnar.Builder
	// As many quads as a claim, an entity, an observation have at most, nearly.
	builder.Grow(9*len(facts.Claims) + 3*len(facts.Entities) + 2*len(facts.Names) + 14*len(facts.Observations) + 7*len(facts.Mentions))
	var err error
	encode(facts, base, func(q quad.Quad) {
		if err == nil {
			err = builder.Add(q)
		}
	})
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return nil, about{}, fmt.Errorf("build graph: %w", err)
	}
	columns := builder.Build()
	a := about{Base: base, Stats: count(facts, int64(columns.Len())), Redirects: map[ID]ID{}}
	for _, r := range facts.Redirects {
		a.Redirects[r.From] = r.To
	}
	return columns, a, nil
}

// count counts facts: the statistics are known when a graph is built, so that
// opening one looks at nothing twice.
func count(facts *Facts, quads int64) Stats {
	s := Stats{Quads: quads, Entities: map[Type]int{}, Claims: len(facts.Claims), Observations: len(facts.Observations), Mentions: len(facts.Mentions), Omissions: len(facts.Omissions)}
	for i := range facts.Entities {
		s.Entities[facts.Entities[i].Type]++
	}
	counts := map[RelationCount]int{}
	for i := range facts.Claims {
		counts[RelationCount{Predicate: facts.Claims[i].Predicate, Status: facts.Claims[i].Status}]++
	}
	for _, p := range Ontology.Predicates {
		for _, status := range []Status{Existing, Planned, Encouraged} {
			if n := counts[RelationCount{Predicate: p.Predicate, Status: status}]; n > 0 {
				s.Relations = append(s.Relations, RelationCount{p.Predicate, status, n})
			}
		}
	}
	return s
}

func newGraph(columns *columnar.Store, a about) *Graph {
	g := &Graph{base: a.Base, store: &store{columns}, about: a, members: map[quad.IRI]func() []ID{}, former: map[ID][]ID{}}
	classes := []quad.IRI{classSource, classIndicator}
	for _, t := range Ontology.Types {
		classes = append(classes, typeIRI(t.Type))
	}
	for _, class := range classes {
		g.members[class] = sync.OnceValue(func() []ID { return g.instances(class) })
	}
	for from, to := range a.Redirects {
		g.former[to] = append(g.former[to], from)
	}
	for _, ids := range g.former {
		slices.Sort(ids)
	}
	return g
}

// instances lists the nodes of a class, sorted by id: nodes are numbered in the
// order of their IRIs, and those of one predicate and object stand by number.
func (g *Graph) instances(class quad.IRI) []ID {
	columns := g.store.columns
	object, ok := columns.Lookup(class)
	predicate, known := columns.Lookup(rdfType)
	if !ok || !known {
		return nil
	}
	ids := make([]ID, 0, columns.Count(quad.Object, object))
	columns.Each(quad.Object, object, func(q [4]columnar.Node, _ bool) bool {
		if q[1] == predicate {
			ids = append(ids, g.id(columns.Value(q[0])))
		}
		return true
	})
	return ids
}

// Stats counts what is in the graph.
func (g *Graph) Stats() Stats { return g.about.Stats }

// Origin is what the maker of the graph's file said its facts came from; empty for a graph in memory.
func (g *Graph) Origin() string { return g.about.Origin }

// Base is the base of the graph's IRIs.
func (g *Graph) Base() Base { return g.base }

// IRI is the full IRI of id.
func (g *Graph) IRI(id ID) string { return g.base.IRI(id) }

// IDs lists the entities of a type, sorted. The slice must not be changed.
func (g *Graph) IDs(t Type) []ID { return g.members[typeIRI(t)]() }

// SourceIDs lists the sources, sorted. The slice must not be changed.
func (g *Graph) SourceIDs() []ID { return g.members[classSource]() }

// IndicatorIDs lists the indicators, sorted. The slice must not be changed.
func (g *Graph) IndicatorIDs() []ID { return g.members[classIndicator]() }

// Resolve follows redirects: the id that an entity has now.
func (g *Graph) Resolve(id ID) ID {
	for range len(g.about.Redirects) {
		to, ok := g.about.Redirects[id]
		if !ok {
			break
		}
		id = to
	}
	return id
}

// Entities reads entities; nil where nothing has the id. A former id gives the
// entity that it was merged into.
func (g *Graph) Entities(ctx context.Context, ids []ID) ([]*Entity, error) {
	current := make([]ID, len(ids))
	for i, id := range ids {
		current[i] = g.Resolve(id)
	}
	rows, err := g.describe(ctx, current, entityTerms)
	if err != nil {
		return nil, err
	}
	entities := make([]*Entity, len(ids))
	var nodes []quad.Value
	for i, row := range rows {
		entities[i] = g.entity(current[i], row)
		nodes = append(nodes, row[identifier]...)
	}
	return entities, g.readIdentifiers(ctx, entities, rows, nodes)
}

var entityTerms = []quad.IRI{rdfType, kindTerm, levelTerm, prefLabel, identifier,
	nameTerms[Alias], nameTerms[Short], nameTerms[Former], nameTerms[Variant], nameTerms[OCRSlip], nameTerms[Translation]}

func (g *Graph) entity(id ID, row properties) *Entity {
	t, ok := id.Type()
	if !ok || len(row[rdfType]) == 0 {
		return nil
	}
	e := &Entity{ID: id, Type: t, Kind: row.local(kindTerm, "kind-"), Level: row.local(levelTerm, "level-"),
		Name: row.lang(prefLabel, "zh"), NameEn: row.lang(prefLabel, "en"), Names: row.names(id), FormerIDs: g.former[id]}
	if e.NameEn == "" {
		for _, n := range e.Names {
			if n.Kind == Translation && n.Lang == "en" {
				e.NameEn, e.Translated = n.Text, true
				break
			}
		}
	}
	return e
}

func (g *Graph) readIdentifiers(ctx context.Context, entities []*Entity, rows []properties, nodes []quad.Value) error {
	if len(nodes) == 0 {
		return nil
	}
	described, err := g.describeValues(ctx, nodes, []quad.IRI{schemeTerm, notation, editionTerm})
	if err != nil {
		return err
	}
	next := 0
	for i, row := range rows {
		for range row[identifier] {
			d := described[next]
			next++
			if entities[i] != nil {
				entities[i].Identifiers = append(entities[i].Identifiers,
					Identifier{entities[i].ID, d.text(schemeTerm), d.text(notation), d.text(editionTerm)})
			}
		}
		if entities[i] != nil {
			slices.SortFunc(entities[i].Identifiers, func(a, b Identifier) int {
				return cmp.Or(cmp.Compare(a.Scheme, b.Scheme), cmp.Compare(a.Value, b.Value))
			})
		}
	}
	return nil
}

// Sources reads sources; nil where nothing has the id.
func (g *Graph) Sources(ctx context.Context, ids []ID) ([]*Source, error) {
	rows, err := g.describe(ctx, ids, nil)
	if err != nil {
		return nil, err
	}
	sources := make([]*Source, len(ids))
	for i, row := range rows {
		if ids[i].Prefix() != SourcePrefix || len(row) == 0 {
			continue
		}
		sources[i] = &Source{ID: ids[i], Kind: row.text(sourceKind), Title: row.text(title), Issuer: row.text(publisher), Number: row.text(numberTerm),
			Issued: row.text(issued), PeriodStart: row.text(periodStart), PeriodEnd: row.text(periodEnd), Region: g.ref(row, regionTerm), Document: g.ref(row, documentTerm),
			SHA256: row.text(sha256Term), Runes: row.int(runesTerm), Note: row.text(note)}
	}
	return sources, nil
}

// Indicators reads indicators; nil where nothing has the id.
func (g *Graph) Indicators(ctx context.Context, ids []ID) ([]*Indicator, error) {
	rows, err := g.describe(ctx, ids, nil)
	if err != nil {
		return nil, err
	}
	indicators := make([]*Indicator, len(ids))
	for i, row := range rows {
		if ids[i].Prefix() != IndicatorPrefix || len(row) == 0 {
			continue
		}
		indicators[i] = &Indicator{ID: ids[i], Name: row.lang(prefLabel, "zh"), NameEn: row.lang(prefLabel, "en"), Unit: row.text(unitTerm),
			Better: row.text(betterTerm), Definition: row.text(definition), Names: row.names(ids[i])}
	}
	return indicators, nil
}

// Claims reads claims with all that is known of them; nil where nothing has the id.
func (g *Graph) Claims(ctx context.Context, ids []ID) ([]*Claim, error) {
	labels := g.values(ids)
	triples, err := g.store.around(ctx, quad.Label, labels, nil)
	if err != nil {
		return nil, err
	}
	rows, err := g.describe(ctx, ids, nil)
	if err != nil {
		return nil, err
	}
	claims := make([]*Claim, len(ids))
	for i, row := range rows {
		if len(triples[i]) == 0 {
			continue
		}
		q := triples[i][0]
		p, _ := g.predicate(q.Predicate)
		status, _ := ParseStatus(row.local(statusTerm, "status-"))
		claims[i] = &Claim{ID: ids[i], Subject: g.id(q.Subject), Predicate: p, Object: g.id(q.Object), Status: status, Role: row.text(roleTerm),
			Locator: g.locator(row), Context: row.text(readingTerm) == "context", Note: row.text(note)}
	}
	return claims, nil
}

// Observations reads the observations of entities, in the order of indicator,
// period, role and place.
func (g *Graph) Observations(ctx context.Context, entities []ID) ([][]*Observation, error) {
	found, err := g.store.around(ctx, quad.Object, g.values(entities), []quad.IRI{observedEntity})
	if err != nil {
		return nil, err
	}
	var nodes []quad.Value
	for _, quads := range found {
		for _, q := range quads {
			nodes = append(nodes, q.Subject)
		}
	}
	described, err := g.describeValues(ctx, nodes, nil)
	if err != nil {
		return nil, err
	}
	lists := make([][]*Observation, len(entities))
	next := 0
	for i, quads := range found {
		for _, q := range quads {
			lists[i] = append(lists[i], g.observation(g.id(q.Subject), described[next]))
			next++
		}
		slices.SortFunc(lists[i], func(a, b *Observation) int {
			return cmp.Or(cmp.Compare(a.Indicator, b.Indicator), cmp.Compare(a.Of, b.Of), cmp.Compare(a.Period, b.Period),
				cmp.Compare(a.Role, b.Role), compareLocators(a.Locator, b.Locator), cmp.Compare(a.ID, b.ID))
		})
	}
	return lists, nil
}

func (g *Graph) observation(id ID, row properties) *Observation {
	return &Observation{ID: id, Entity: g.ref(row, observedEntity), Of: g.ref(row, observedPart), Indicator: g.ref(row, indicatorTerm), Period: row.text(periodTerm),
		Role: row.text(obsRole), Measure: row.text(measureTerm), Bound: row.text(boundTerm), Value: row.text(valueTerm), ValueTo: row.text(valueToTerm), Unit: row.text(unitTerm),
		Locator: g.locator(row), Context: row.text(readingTerm) == "context", Note: row.text(note)}
}

// Witnesses lists, for each entity, the sources that mention it, claim something of it or measure it; sorted.
func (g *Graph) Witnesses(ctx context.Context, ids []ID) ([][]ID, error) {
	claims, err := g.RelationClaims(ctx, ids, nil, Both)
	if err != nil {
		return nil, err
	}
	hung, err := g.store.around(ctx, quad.Object, g.values(ids), []quad.IRI{mentionsTerm, observedEntity, observedPart})
	if err != nil {
		return nil, err
	}
	var nodes []quad.Value
	for _, quads := range hung {
		for _, q := range quads {
			nodes = append(nodes, q.Subject)
		}
	}
	described, err := g.describeValues(ctx, nodes, []quad.IRI{quotedFrom})
	if err != nil {
		return nil, err
	}
	lists := make([][]ID, len(ids))
	next := 0
	for i := range ids {
		for _, c := range claims[i] {
			lists[i] = append(lists[i], c.Source)
		}
		for range hung[i] {
			lists[i] = append(lists[i], g.ref(described[next], quotedFrom))
			next++
		}
		slices.Sort(lists[i])
		lists[i] = slices.Compact(lists[i])
	}
	return lists, nil
}

// Names lists every name of every entity: main names first, entity by entity in id order.
func (g *Graph) Names(ctx context.Context) ([]*Entity, error) {
	var ids []ID
	for _, t := range Ontology.Types {
		ids = append(ids, g.IDs(t.Type)...)
	}
	slices.Sort(ids)
	return g.Entities(ctx, ids)
}

func compareLocators(a, b Locator) int {
	return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
}

// properties are the objects of one subject by predicate.
type properties map[quad.IRI][]quad.Value

func (g *Graph) describe(ctx context.Context, ids []ID, terms []quad.IRI) ([]properties, error) {
	return g.describeValues(ctx, g.values(ids), terms)
}

func (g *Graph) describeValues(ctx context.Context, nodes []quad.Value, terms []quad.IRI) ([]properties, error) {
	found, err := g.store.around(ctx, quad.Subject, nodes, terms)
	if err != nil {
		return nil, err
	}
	rows := make([]properties, len(nodes))
	for i, quads := range found {
		rows[i] = make(properties, len(quads))
		for _, q := range quads {
			p := q.Predicate.(quad.IRI)
			rows[i][p] = append(rows[i][p], q.Object)
		}
	}
	return rows, nil
}

// text is the single literal of a term, without its type; empty if there is none.
func (p properties) text(term quad.IRI) string {
	for _, v := range p[term] {
		switch v := v.(type) {
		case quad.String:
			return string(v)
		case quad.TypedString:
			return string(v.Value)
		}
	}
	return ""
}

func (p properties) int(term quad.IRI) int {
	for _, v := range p[term] {
		if n, ok := v.(quad.Int); ok {
			return int(n)
		}
	}
	return 0
}

func (p properties) lang(term quad.IRI, lang string) string {
	for _, v := range p[term] {
		if l, ok := v.(quad.LangString); ok && l.Lang == lang {
			return string(l.Value)
		}
	}
	return ""
}

// local is the name of an own concept without namespace and prefix.
func (p properties) local(term quad.IRI, prefix string) string {
	for _, v := range p[term] {
		if iri, ok := v.(quad.IRI); ok {
			return string(iri)[len(Namespace)+len(prefix):]
		}
	}
	return ""
}

func (p properties) names(id ID) []Name {
	var names []Name
	for _, kind := range NameKinds {
		for _, v := range p[nameTerms[NameKind(kind.Name)]] {
			if l, ok := v.(quad.LangString); ok {
				names = append(names, Name{id, string(l.Value), l.Lang, NameKind(kind.Name)})
			}
		}
	}
	slices.SortStableFunc(names, func(a, b Name) int {
		if a.Kind != b.Kind {
			return 0
		}
		return cmp.Or(-cmp.Compare(a.Lang, b.Lang), cmp.Compare(a.Text, b.Text))
	})
	return names
}

func (g *Graph) locator(row properties) Locator {
	return Locator{Source: g.ref(row, quotedFrom), Section: row.text(sectionTerm), Start: row.int(startOffset), End: row.int(endOffset), Digest: row.text(digestTerm)}
}

func (g *Graph) ref(row properties, term quad.IRI) ID {
	for _, v := range row[term] {
		return g.id(v)
	}
	return ""
}

func (g *Graph) values(ids []ID) []quad.Value {
	values := make([]quad.Value, len(ids))
	for i, id := range ids {
		values[i] = quad.IRI(g.base.IRI(id))
	}
	return values
}

// id is the id of an entity, claim or other node that Quads wrote.
func (g *Graph) id(v quad.Value) ID {
	iri, ok := v.(quad.IRI)
	if !ok || len(iri) < len(g.base) {
		panic(fmt.Sprintf("graph: %v is no node under %s", v, g.base))
	}
	return ID(iri[len(g.base):])
}

func (g *Graph) predicate(v quad.Value) (Predicate, bool) {
	iri, ok := v.(quad.IRI)
	if !ok || len(iri) <= len(Namespace) {
		return "", false
	}
	p := Predicate(iri[len(Namespace):])
	_, ok = Ontology.Predicate(p)
	return p, ok
}
