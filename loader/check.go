package loader

import (
	"fmt"

	"github.com/innograph/innograph/graph"
)

// checker turns rows into facts and holds them against the ontology and
// against each other. Rows of all packages are checked as one set.
type checker struct {
	*problems
	texts      Texts
	facts      graph.Facts
	entities   map[graph.ID]*placed[graph.Entity]
	indicators map[graph.ID]*placed[graph.Indicator]
	sources    map[graph.ID]*placed[graph.Source]
	names      map[graph.ID][]string // main and other names
	seen       map[graph.ID]bool     // entities that a mention, claim or observation names
	redirects  map[graph.ID]graph.ID // from a former id to the one that its row names
}

// newChecker makes a checker; reserve makes the maps that grow with the data.
func newChecker(texts Texts) *checker {
	return &checker{problems: &problems{}, texts: texts, indicators: map[graph.ID]*placed[graph.Indicator]{}, sources: map[graph.ID]*placed[graph.Source]{}, redirects: map[graph.ID]graph.ID{}}
}

// at makes a problem of a cell.
func (c *checker) at(r row, column, what, wanted, hint string) {
	c.add(r.problem(column, what, wanted, hint))
}

// check goes through the tables in the order in which they lean on each other.
func (c *checker) check(packages []tableRows) {
	c.reserve(packages)
	each := func(file string, do func(row)) {
		for _, p := range packages {
			for _, r := range p[file] {
				do(r)
			}
		}
	}
	each("entities.csv", c.entity)
	each("redirects.csv", c.redirect) // early: unknown ids are told from former ones
	each("indicators.csv", c.indicator)
	each("sources.csv", c.source)
	each("names.csv", c.name())
	c.ambiguous()
	each("identifiers.csv", c.identifier())
	c.redirectEnds(packages)
	c.sourceEnds()
	each("claims.csv", c.claim())
	each("observations.csv", c.observation())
	each("mentions.csv", c.mention())
	each("omissions.csv", c.omission)
	c.unmentioned()
}

// reserve makes room for what the rows will become: growing lists of claims
// by doubling would copy a national data set several times over.
func (c *checker) reserve(packages []tableRows) {
	count := func(file string) int {
		n := 0
		for _, p := range packages {
			n += len(p[file])
		}
		return n
	}
	entities := count("entities.csv")
	c.entities = make(map[graph.ID]*placed[graph.Entity], entities)
	c.names = make(map[graph.ID][]string, entities)
	c.seen = make(map[graph.ID]bool, entities)
	c.facts.Entities = make([]graph.Entity, 0, entities)
	c.facts.Names = make([]graph.Name, 0, count("names.csv"))
	c.facts.Identifiers = make([]graph.Identifier, 0, count("identifiers.csv"))
	c.facts.Mentions = make([]graph.Mention, 0, count("mentions.csv"))
	c.facts.Claims = make([]graph.Claim, 0, count("claims.csv"))
	c.facts.Observations = make([]graph.Observation, 0, count("observations.csv"))
	c.facts.Omissions = make([]graph.Omission, 0, count("omissions.csv"))
}

// known reports whether an id resolves to an entity, and says so if not, unless
// the row of the entity is wrong itself, which is told there.
func (c *checker) known(r row, column string, id graph.ID) bool {
	if c.entities[id] != nil {
		return true
	}
	if c.broken[id] {
		return false
	}
	hint := elsewhere("entities.csv")
	if now, renamed := c.resolve(id); renamed && c.entities[now] != nil {
		hint = fmt.Sprintf("redirects.csv says that it was renamed; write %s", now)
	}
	c.at(r, column, "no entity has this id", "an id of entities.csv", hint)
	return false
}

// elsewhere is the hint for an id that nothing has. It is often that of a thing of
// another package, the one with what several plans name, which was not read.
func elsewhere(table string) string {
	return "add it to " + table + ", mend the id, or read the package that has it beside this one"
}

// placed is a fact with the row that it was read from.
type placed[T any] struct {
	fact T
	row  row
}

// first is the row, or nil if there is none.
func (p *placed[T]) first() *row {
	if p == nil {
		return nil
	}
	return &p.row
}

// identity checks an id: its length, which the pattern of the column leaves open, its
// prefix, and that no row before has it. whose is "an indicator", thing "indicator".
func (c *checker) identity(r row, id graph.ID, prefix, whose, thing string, first *row) bool {
	_, err := graph.ParseID(string(id))
	if err != nil {
		c.at(r, "id", "is malformed", "a shorter id", err.Error())
	}
	if id.Prefix() != prefix {
		c.at(r, "id", "prefix is not that of "+whose, prefix+"/…", "")
	}
	if first != nil {
		c.at(r, "id", "stands twice", "each "+thing+" once, in one package", "the first is at "+first.place())
	}
	return err == nil && id.Prefix() == prefix && first == nil
}
