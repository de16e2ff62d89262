package graph

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/cayleygraph/quad"
)

// Graph is a snapshot of facts that answers in batches: every read takes many
// ids and gives one row for each, in their order. It is read-only and safe for
// concurrent use. Reads return the context's error if it ends before they do.
type Graph struct {
	base       Base
	store      *store
	byType     map[Type][]ID // sorted
	sources    []ID
	indicators []ID
	redirects  map[ID]ID
	former     map[ID][]ID
	stats      Stats
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

// Build makes a graph of facts with ids under base. It takes facts as the
// loader gives them, with claims and observations identified.
func Build(ctx context.Context, facts *Facts, base Base) (*Graph, error) {
	return open(ctx, newMemoryStore(Quads(facts, base)), base)
}

// open reads the few indexes that a Graph keeps beside the quads.
func open(ctx context.Context, s *store, base Base) (*Graph, error) {
	g := &Graph{base: base, store: s, byType: map[Type][]ID{}, redirects: map[ID]ID{}, former: map[ID][]ID{}}
	var classes []quad.Value
	for _, t := range Ontology.Types {
		classes = append(classes, typeIRI(t.Type))
	}
	classes = append(classes, classSource, classIndicator, qbObserved, classMention, classOmission, classClaim)
	rows, err := s.around(ctx, quad.Object, classes, []quad.IRI{rdfType})
	if err != nil {
		return nil, err
	}
	members := make([][]ID, len(rows))
	for i, row := range rows {
		for _, q := range row {
			members[i] = append(members[i], g.id(q.Subject))
		}
		slices.Sort(members[i])
	}
	g.stats.Entities = map[Type]int{}
	for i, t := range Ontology.Types {
		g.byType[t.Type] = members[i]
		g.stats.Entities[t.Type] = len(members[i])
	}
	rest := members[len(Ontology.Types):]
	g.sources, g.indicators = rest[0], rest[1]
	g.stats.Observations, g.stats.Mentions, g.stats.Omissions = len(rest[2]), len(rest[3]), len(rest[4])
	if err := g.readRedirects(ctx); err != nil {
		return nil, err
	}
	return g, g.count(ctx, rest[5])
}

func (g *Graph) readRedirects(ctx context.Context) error {
	rows, err := g.store.around(ctx, quad.Predicate, []quad.Value{replacedBy}, nil)
	if err != nil {
		return err
	}
	for _, q := range rows[0] {
		from, to := g.id(q.Subject), g.id(q.Object)
		g.redirects[from] = to
		g.former[to] = append(g.former[to], from)
	}
	for _, ids := range g.former {
		slices.Sort(ids)
	}
	return nil
}

// count fills the statistics that need a look at every claim.
func (g *Graph) count(ctx context.Context, claims []ID) error {
	var err error
	if g.stats.Quads, err = g.store.size(ctx); err != nil {
		return err
	}
	g.stats.Claims = len(claims)
	loaded, err := g.Claims(ctx, claims)
	if err != nil {
		return err
	}
	counts := map[RelationCount]int{}
	for _, c := range loaded {
		counts[RelationCount{Predicate: c.Predicate, Status: c.Status}]++
	}
	for _, p := range Ontology.Predicates {
		for _, s := range []Status{Existing, Planned, Encouraged} {
			key := RelationCount{Predicate: p.Predicate, Status: s}
			if n := counts[key]; n > 0 {
				g.stats.Relations = append(g.stats.Relations, RelationCount{p.Predicate, s, n})
			}
		}
	}
	return nil
}

// Stats counts what is in the graph.
func (g *Graph) Stats() Stats { return g.stats }

// IRI is the full IRI of id.
func (g *Graph) IRI(id ID) string { return g.base.IRI(id) }

// IDs lists the entities of a type, sorted. The slice must not be changed.
func (g *Graph) IDs(t Type) []ID { return g.byType[t] }

// SourceIDs lists the sources, sorted. The slice must not be changed.
func (g *Graph) SourceIDs() []ID { return g.sources }

// IndicatorIDs lists the indicators, sorted. The slice must not be changed.
func (g *Graph) IndicatorIDs() []ID { return g.indicators }

// Resolve follows redirects: the id that an entity has now.
func (g *Graph) Resolve(id ID) ID {
	for range len(g.redirects) {
		to, ok := g.redirects[id]
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
		ids = append(ids, g.byType[t.Type]...)
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
