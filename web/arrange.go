package web

import (
	"cmp"
	"slices"
	"strings"
)

// group is a relation field of an entity with what it leads to.
type group struct {
	Field string
	Label label
	Total int
	Edges []any
	Note  string // key of a sentence that tells it from a group that is alike; empty: none is
}

// groups are the relation fields of an entity that lead somewhere, in the order of the ontology.
func groups(entity any, words *ontology) []group {
	var list []group
	for _, f := range words.fields[textAt(entity, "type")] {
		if total := intAt(entity, f.Name+".totalCount"); total > 0 {
			list = append(list, group{f.Name, f.label, total, listAt(entity, f.Name+".edges"), ""})
		}
	}
	return list
}

// entityShown is how an entity's page arranges its answer.
type entityShown struct {
	Groups []group
	Alike  []alike
	Around []cluster
	Rows   []figureRow
}

func arrangeEntity(v *view, words *ontology, _ *parameters) any {
	entity := v.Data["entity"]
	id := textAt(entity, "id")
	around := clustersOf(listAt(v.Data, "neighbourhood.nodes"), words, func(n any) bool { return textAt(n, "id") != id })
	return entityShown{toldApart(textAt(entity, "type"), groups(entity, words)), interlocks(listAt(v.Data, "neighbours.relations.nodes"), id), around, figureRows(listAt(entity, "observations.nodes"), nil)}
}

// toldApart says of a university's or institute's partners, and of its counties, which are partners too, what each is.
func toldApart(t string, list []group) []group {
	if t != "UNIVERSITY" && t != "RESEARCH_INSTITUTE" {
		return list
	}
	find := func(name string) int { return slices.IndexFunc(list, func(g group) bool { return g.Field == name }) }
	if all, some := find("partners"), find("counties"); all >= 0 && some >= 0 {
		list[all].Note, list[some].Note = "note-partners", "note-counties"
	}
	return list
}

func arrangeRelations(v *view, words *ontology, p *parameters) any {
	entity := v.Data["entity"]
	for _, f := range words.fields[textAt(entity, "type")] {
		if f.Name == p.values.Get("field") {
			return group{f.Name, f.label, intAt(entity, f.Name+".totalCount"), listAt(entity, f.Name+".edges"), ""}
		}
	}
	return group{}
}

// alike is an entity of the same type that is linked to some of the same entities.
type alike struct {
	Node   any
	Shared []any
}

// mostAlike is how many of them a page shows.
const mostAlike = 12

// interlocks finds among neighbours' neighbours of its own type who shares
// neighbours with an entity; who shares most comes first.
func interlocks(neighbours []any, id string) []alike {
	found := map[string]*alike{}
	for _, n := range neighbours {
		for _, other := range listAt(n, "relations.nodes") {
			key := textAt(other, "id")
			if key == id {
				continue
			}
			if found[key] == nil {
				found[key] = &alike{Node: other}
			}
			shared := &found[key].Shared
			// Several relations may lead to the same neighbour.
			if !slices.ContainsFunc(*shared, func(s any) bool { return byID(s, n) == 0 }) {
				*shared = append(*shared, n)
			}
		}
	}
	var list []alike
	for _, a := range found {
		slices.SortFunc(a.Shared, byID)
		list = append(list, *a)
	}
	slices.SortFunc(list, func(a, b alike) int {
		return cmp.Or(cmp.Compare(len(b.Shared), len(a.Shared)), byID(a.Node, b.Node))
	})
	return list[:min(len(list), mostAlike)]
}

func byID(a, b any) int { return cmp.Compare(textAt(a, "id"), textAt(b, "id")) }

// cluster is the neighbours of one type.
type cluster struct {
	Type  string
	Nodes []any
}

// clustersOf gathers nodes by type, in the order of the ontology.
func clustersOf(nodes []any, words *ontology, wanted func(any) bool) []cluster {
	var list []cluster
	for _, t := range words.lists["types"] {
		c := cluster{Type: t}
		for _, n := range nodes {
			if textAt(n, "type") == t && wanted(n) {
				c.Nodes = append(c.Nodes, n)
			}
		}
		if len(c.Nodes) > 0 {
			list = append(list, c)
		}
	}
	return list
}

// countyShown is how a county's page arranges its answer.
type countyShown struct {
	Levels     []section // platforms by level
	Roles      []section // industries by role
	Rows       []figureRow
	Plans      []any // sources that are plans of this county
	Tasks      []any // edges to tasks of its documents
	TaskTotal  int
	Rest       []group // relation fields without a section of their own
	RestTotal  int
	Conflicted int
}

// section is edges under a heading.
type section struct {
	Key   string // a level or a role; empty: none is given
	Edges []any
}

func arrangeCounty(v *view, words *ontology, _ *parameters) any {
	county := v.Data["entity"]
	shown := countyShown{Levels: byLevel(listAt(county, "platforms.edges"), words), Roles: byRole(listAt(county, "industries.edges"))}
	for _, s := range listAt(county, "sources") {
		if textAt(s, "kind") == "PLAN" && textAt(s, "region.id") == textAt(county, "id") {
			shown.Plans = append(shown.Plans, s)
		}
	}
	for _, d := range listAt(county, "documents.edges") {
		shown.Tasks = append(shown.Tasks, listAt(d, "node.tasks.edges")...)
		shown.TaskTotal += intAt(d, "node.tasks.totalCount")
	}
	own := []string{"partners", "platforms", "enterprises", "industries", "projects", "programmes", "documents"}
	for _, g := range groups(county, words) {
		if !slices.Contains(own, g.Field) {
			shown.Rest = append(shown.Rest, g)
			shown.RestTotal += g.Total
		}
	}
	conflicts := listAt(v.Data, "conflicts.nodes")
	shown.Rows = figureRows(listAt(county, "observations.nodes"), conflicts)
	shown.Conflicted = len(conflicts)
	return shown
}

// byLevel groups edges by the level of their nodes, national first, those without one last.
func byLevel(edges []any, words *ontology) []section {
	var list []section
	for _, level := range append(slices.Clone(words.lists["levels"]), "") {
		s := section{Key: level}
		for _, e := range edges {
			if textAt(e, "node.level") == level {
				s.Edges = append(s.Edges, e)
			}
		}
		if len(s.Edges) > 0 {
			list = append(list, s)
		}
	}
	return list
}

// industryRoles are the roles of predicate prioritises in the order they are shown in.
var industryRoles = []string{"pillar", "emerging", "future", "agriculture", "service", "field", ""}

// byRole groups edges by role; an edge with several roles stands under the first
// of them, and shows them.
func byRole(edges []any) []section {
	var list []section
	for i, role := range industryRoles {
		s := section{Key: role}
		for _, e := range edges {
			roles := textsAt(e, "roles")
			first := slices.IndexFunc(industryRoles, func(r string) bool { return slices.Contains(roles, r) || r == "" })
			if first == i {
				s.Edges = append(s.Edges, e)
			}
		}
		if len(s.Edges) > 0 {
			list = append(list, s)
		}
	}
	for _, e := range edges {
		if len(listAt(e, "roles")) == 1 { // which the heading says
			e.(map[string]any)["roles"] = nil
		}
	}
	return list
}

// figureRow is what is measured of one thing by one indicator: what is, and what is to be.
type figureRow struct {
	Indicator, Of any
	Now, Goal     []any // observations by period
	Conflict      bool  // values for the same period disagree
}

// figureRows puts observations of one entity side by side: actual and estimated
// values, and targets. Their order is that of the indicators' first observations.
func figureRows(observations, conflicts []any) []figureRow {
	var rows []figureRow
	place := map[string]int{}
	for _, o := range observations {
		key := textAt(o, "indicator.id") + " " + textAt(o, "of.id")
		i, known := place[key]
		if !known {
			i = len(rows)
			place[key] = i
			rows = append(rows, figureRow{Indicator: at(o, "indicator"), Of: at(o, "of")})
		}
		if textAt(o, "role") == "TARGET" {
			rows[i].Goal = append(rows[i].Goal, o)
		} else {
			rows[i].Now = append(rows[i].Now, o)
		}
	}
	for _, c := range conflicts {
		if i, known := place[textAt(c, "indicator.id")+" "+textAt(c, "of.id")]; known {
			rows[i].Conflict = true
		}
	}
	for i := range rows {
		rows[i].Now, rows[i].Goal = distinct(rows[i].Now), distinct(rows[i].Goal)
	}
	// What leads from a baseline to a target comes first, then other targets.
	rank := func(r figureRow) int { return 2*min(len(r.Goal), 1) + min(len(r.Now), 1) }
	slices.SortStableFunc(rows, func(a, b figureRow) int { return cmp.Compare(rank(b), rank(a)) })
	return rows
}

// distinct sorts observations by period and keeps one of those that say the
// same; its "times" is how many there are.
func distinct(observations []any) []any {
	slices.SortStableFunc(observations, byPeriod)
	var kept []any
	for _, o := range observations {
		same := slices.IndexFunc(kept, func(k any) bool {
			for _, part := range []string{"period", "role", "measure", "bound", "value", "valueTo", "unit", "of.id"} {
				if textAt(k, part) != textAt(o, part) {
					return false
				}
			}
			return true
		})
		if same < 0 {
			o.(map[string]any)["times"] = 1
			kept = append(kept, o)
			continue
		}
		kept[same].(map[string]any)["times"] = intAt(kept[same], "times") + 1
	}
	return kept
}

// byPeriod sorts by the end of the period, so that 2021/2025 stands with 2025.
func byPeriod(a, b any) int {
	end := func(o any) string {
		period := textAt(o, "period")
		return period[strings.LastIndexByte(period, '/')+1:]
	}
	return cmp.Or(cmp.Compare(end(a), end(b)), cmp.Compare(textAt(a, "period"), textAt(b, "period")))
}
