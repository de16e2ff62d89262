package loader

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/innograph/innograph/graph"
)

// checker turns rows into facts and holds them against the ontology and
// against each other. Rows of all packages are checked as one set.
type checker struct {
	*problems
	texts      Texts
	facts      graph.Facts
	entities   map[graph.ID]*entityRow
	indicators map[graph.ID]*indicatorRow
	sources    map[graph.ID]*sourceRow
	names      map[graph.ID][]string // main and other names
	seen       map[graph.ID]bool     // entities that a mention, claim or observation names
	redirects  map[graph.ID]graph.ID // from a former id to the one that its row names
}

// newChecker makes a checker; reserve makes the maps that grow with the data.
func newChecker(texts Texts) *checker {
	return &checker{problems: &problems{}, texts: texts, indicators: map[graph.ID]*indicatorRow{}, sources: map[graph.ID]*sourceRow{}, redirects: map[graph.ID]graph.ID{}}
}

type entityRow struct {
	graph.Entity
	row row
}

type indicatorRow struct {
	graph.Indicator
	row row
}

type sourceRow struct {
	graph.Source
	row row
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
	c.entities = make(map[graph.ID]*entityRow, entities)
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

func (c *checker) entity(r row) {
	e := graph.Entity{ID: graph.ID(r.get("id")), Type: graph.Type(r.get("type")), Kind: r.get("kind"), Level: r.get("level"), Name: r.get("name"), NameEn: r.get("name_en")}
	info, _ := graph.Ontology.Type(e.Type)
	var first *row
	if before := c.entities[e.ID]; before != nil {
		first = &before.row
	}
	ok := c.identity(r, e.ID, info.Prefix, article(e.Type), "entity", first)
	if e.Kind != "" && !slices.Contains(info.Kinds, e.Kind) {
		wanted := "an empty cell"
		if len(info.Kinds) > 0 {
			wanted = oneOf(info.Kinds)
		}
		c.at(r, "kind", "no kind of "+article(e.Type), wanted, "")
		ok = false
	}
	if e.Kind == "" && info.KindRequired {
		c.at(r, "kind", "is empty", oneOf(info.Kinds), "")
		ok = false
	}
	if !ok {
		return
	}
	c.entities[e.ID] = &entityRow{e, r}
	c.names[e.ID] = append(c.names[e.ID], e.Name)
	if e.NameEn != "" {
		c.names[e.ID] = append(c.names[e.ID], e.NameEn)
	}
	c.facts.Entities = append(c.facts.Entities, e)
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

func (c *checker) indicator(r row) {
	x := graph.Indicator{ID: graph.ID(r.get("id")), Name: r.get("name"), NameEn: r.get("name_en"), Unit: r.get("unit"), Better: r.get("better"), Definition: r.get("definition")}
	var first *row
	if before := c.indicators[x.ID]; before != nil {
		first = &before.row
	}
	if !c.identity(r, x.ID, graph.IndicatorPrefix, "an indicator", "indicator", first) {
		return
	}
	for _, other := range c.indicators {
		if other.Name == x.Name {
			c.at(r, "name", "is the name of another indicator", "a name that tells them apart", fmt.Sprintf("%s at %s has it", other.ID, other.row.place()))
			return
		}
	}
	c.indicators[x.ID] = &indicatorRow{x, r}
	c.names[x.ID] = append(c.names[x.ID], x.Name)
	c.facts.Indicators = append(c.facts.Indicators, x)
}

func (c *checker) source(r row) {
	s := graph.Source{ID: graph.ID(r.get("id")), Kind: cmp.Or(r.get("kind"), "plan"), Title: r.get("title"), Issuer: r.get("issuer"), Number: r.get("number"), Issued: r.get("issued"),
		PeriodStart: r.get("period_start"), PeriodEnd: r.get("period_end"), Region: graph.ID(r.get("region")), Document: graph.ID(r.get("document")), SHA256: r.get("sha256"), Note: r.get("note")}
	s.Runes, _ = strconv.Atoi(r.get("runes"))
	var first *row
	if before := c.sources[s.ID]; before != nil {
		first = &before.row
	}
	if !c.identity(r, s.ID, graph.SourcePrefix, "a source", "source", first) {
		return
	}
	if s.Kind == "plan" {
		if s.SHA256 == "" {
			c.at(r, "sha256", "is empty", "the SHA-256 of the text file", "innograph check --sources DIR --fix-digests fills it in")
		}
		if s.Runes == 0 {
			c.at(r, "runes", "is empty", "the length of the text in code points", "innograph check --sources DIR --fix-digests fills it in")
		}
	}
	switch {
	case s.PeriodStart != "" && s.PeriodEnd == "":
		c.at(r, "period_end", "is empty beside period_start", "a year from "+s.PeriodStart+" on", "")
	case s.PeriodStart > s.PeriodEnd:
		c.at(r, "period_end", "lies before period_start", "a year from "+s.PeriodStart+" on", "")
	}
	if text := c.texts[s.ID]; text != nil && s.SHA256 != "" {
		if text.SHA256() != s.SHA256 {
			c.at(r, "sha256", "is not that of the text at hand", text.SHA256(), "offsets hold for one text only; get the text that was curated, or curate anew")
		} else if s.Runes != 0 && text.Len() != s.Runes {
			c.at(r, "runes", "is not the length of the text", strconv.Itoa(text.Len()), "")
		}
	}
	c.sources[s.ID] = &sourceRow{s, r}
	c.facts.Sources = append(c.facts.Sources, s)
}

// sourceEnds checks what sources point to, once all entities are known.
func (c *checker) sourceEnds() {
	for _, s := range c.facts.Sources {
		r := c.sources[s.ID].row
		if s.Region != "" && c.known(r, "region", s.Region) {
			if t, _ := s.Region.Type(); t != graph.County && t != graph.Region {
				c.at(r, "region", "is no place", "a County or a Region", "")
			}
		}
		if s.Document != "" && c.known(r, "document", s.Document) {
			if t, _ := s.Document.Type(); t != graph.Document {
				c.at(r, "document", "is no document", "a Document", "")
			}
		}
	}
}

// known reports whether an id resolves to an entity, and says so if not.
func (c *checker) known(r row, column string, id graph.ID) bool {
	if c.entities[id] != nil {
		return true
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

func (c *checker) name() func(row) {
	first := map[graph.Name]row{}
	return func(r row) {
		n := graph.Name{Entity: graph.ID(r.get("entity")), Text: r.get("name"), Lang: r.get("lang"), Kind: graph.NameKind(r.get("kind"))}
		if n.Entity.Prefix() == graph.IndicatorPrefix {
			if c.indicators[n.Entity] == nil {
				c.at(r, "entity", "no indicator has this id", "an id of indicators.csv", elsewhere("indicators.csv"))
				return
			}
		} else if !c.known(r, "entity", n.Entity) {
			return
		}
		key := n
		key.Kind = ""
		if before, twice := first[key]; twice {
			c.at(r, "name", "stands twice", "each name of an entity once", "the first is at "+before.place())
			return
		}
		first[key] = r
		if e := c.entities[n.Entity]; e != nil && (n.Text == e.Name || n.Text == e.NameEn) {
			c.at(r, "name", "is a main name of the entity already", "other names only", "the entity is at "+e.row.place())
			return
		}
		c.names[n.Entity] = append(c.names[n.Entity], n.Text)
		c.facts.Names = append(c.facts.Names, n)
	}
}

// ambiguous finds one name for two things of one type: a main name that
// another entity has as its main or other name. Short forms may be shared, since
// every county has a 科技局; a main name must tell.
func (c *checker) ambiguous() {
	type key struct {
		t    graph.Type
		name string
	}
	main := map[key]graph.ID{}
	for _, e := range c.facts.Entities {
		k := key{e.Type, e.Name}
		if other, taken := main[k]; taken {
			c.at(c.entities[e.ID].row, "name", "is the main name of another "+string(e.Type), "a name that tells them apart, or one entity",
				fmt.Sprintf("%s at %s has it", other, c.entities[other].row.place()))
			continue
		}
		main[k] = e.ID
	}
	for _, n := range c.facts.Names {
		e := c.entities[n.Entity]
		if e == nil {
			continue
		}
		if other, taken := main[key{e.Type, n.Text}]; taken && other != n.Entity {
			c.at(c.entities[other].row, "name", "is also another name of "+string(n.Entity), "one entity, or names that tell them apart", "see names.csv of that entity at "+e.row.place())
		}
	}
}

func (c *checker) identifier() func(row) {
	type key struct{ scheme, value string }
	first := map[key]row{}
	return func(r row) {
		x := graph.Identifier{Entity: graph.ID(r.get("entity")), Scheme: r.get("scheme"), Value: r.get("value"), Edition: r.get("edition")}
		if !c.known(r, "entity", x.Entity) {
			return
		}
		k := key{x.Scheme, x.Value}
		if x.Scheme == "number" {
			k.value = string(x.Entity) // numbers of tasks start anew in each plan
		}
		if before, twice := first[k]; twice {
			what, wanted := "names another entity already", "an identifier of one entity"
			if before.get("entity") == r.get("entity") {
				what, wanted = "the entity has one of this scheme already", "each identifier once, a number once for each task"
			}
			c.at(r, "value", what, wanted, "the first is at "+before.place())
			return
		}
		first[k] = r
		c.facts.Identifiers = append(c.facts.Identifiers, x)
	}
}

func (c *checker) claim() func(row) {
	first := map[graph.ID]row{}
	return func(r row) {
		x := graph.Claim{Subject: graph.ID(r.get("subject")), Predicate: graph.Predicate(r.get("predicate")), Object: graph.ID(r.get("object")), Role: r.get("role"),
			Context: r.get("reading") == "context", Note: r.get("note")}
		x.Status, _ = graph.ParseStatus(r.get("status"))
		ok := c.known(r, "subject", x.Subject)
		ok = c.known(r, "object", x.Object) && ok
		var located bool
		x.Locator, located = c.locator(r)
		// A claim that is refused for its form still speaks of its entities.
		c.seen[x.Subject], c.seen[x.Object] = true, true
		if !ok || !c.ends(r, x) || !c.role(r, x) || !located {
			return
		}
		c.reading(r, x.Locator, x.Context, x.Note, x.Subject, x.Object)
		x.Identify()
		if before, twice := first[x.ID]; twice {
			c.at(r, "subject", "the same claim stands twice", "each claim of a passage once", "the first is at "+before.place())
			return
		}
		first[x.ID] = r
		c.facts.Claims = append(c.facts.Claims, x)
	}
}

// ends checks domain and range.
func (c *checker) ends(r row, x graph.Claim) bool {
	info, _ := graph.Ontology.Predicate(x.Predicate)
	s, _ := x.Subject.Type()
	o, _ := x.Object.Type()
	switch {
	case x.Subject == x.Object:
		c.at(r, "object", "is the subject", "another entity", "")
	case info.Allows(s, o) || info.Symmetric && info.Allows(o, s):
		return true
	case !slices.Contains(info.Domain(), s):
		c.at(r, "subject", fmt.Sprintf("%q does not start at %s", x.Predicate, article(s)), orList(info.Domain()), fitting(s, o))
	default:
		c.at(r, "object", fmt.Sprintf("%q does not lead from %s to %s", x.Predicate, article(s), article(o)), orList(rangeFrom(info, s)), fitting(s, o))
	}
	return false
}

func rangeFrom(info graph.PredicateInfo, s graph.Type) []graph.Type {
	var list []graph.Type
	for _, pair := range info.Pairs {
		if slices.Contains(pair.Domain, s) {
			list = append(list, pair.Range...)
		}
	}
	return list
}

// fitting names the predicates that do lead from s to o.
func fitting(s, o graph.Type) string {
	var list []string
	for _, p := range graph.Ontology.Predicates {
		if p.Allows(s, o) {
			list = append(list, string(p.Predicate))
		}
	}
	if len(list) == 0 {
		return fmt.Sprintf("no predicate leads from %s to %s", article(s), article(o))
	}
	return fmt.Sprintf("from %s to %s lead: %s", article(s), article(o), strings.Join(list, ", "))
}

func orList(types []graph.Type) string {
	list := make([]string, len(types))
	for i, t := range types {
		list[i] = article(t)
	}
	return strings.Join(list, ", ")
}

// article puts "a" or "an" before a type, as it is said.
func article(t graph.Type) string {
	if t != graph.University && strings.ContainsRune("AEIOU", rune(t[0])) {
		return "an " + string(t)
	}
	return "a " + string(t)
}

func (c *checker) role(r row, x graph.Claim) bool {
	info, _ := graph.Ontology.Predicate(x.Predicate)
	switch {
	case x.Role == "" && info.RoleRequired:
		c.at(r, "role", "is empty", oneOf(info.Roles), "")
	case x.Role == "" || info.FreeRole || slices.Contains(info.Roles, x.Role):
		return true
	case len(info.Roles) == 0:
		c.at(r, "role", fmt.Sprintf("%q has no roles", x.Predicate), "an empty cell", "")
	default:
		c.at(r, "role", fmt.Sprintf("no role of %q", x.Predicate), oneOf(info.Roles), "")
	}
	return false
}

func (c *checker) observation() func(row) {
	first := map[graph.ID]row{}
	return func(r row) {
		x := graph.Observation{Entity: graph.ID(r.get("entity")), Of: graph.ID(r.get("of")), Indicator: graph.ID(r.get("indicator")), Period: r.get("period"), Role: r.get("role"), Measure: r.get("measure"),
			Bound: r.get("bound"), Value: r.get("value"), ValueTo: r.get("value_to"), Unit: r.get("unit"), Context: r.get("reading") == "context", Note: r.get("note")}
		ok := c.known(r, "entity", x.Entity)
		if x.Of != "" {
			ok = c.known(r, "of", x.Of) && ok
		}
		indicator := c.indicators[x.Indicator]
		if indicator == nil {
			c.at(r, "indicator", "no indicator has this id", "an id of indicators.csv", elsewhere("indicators.csv"))
			ok = false
		}
		var located bool
		x.Locator, located = c.locator(r)
		if !ok || !c.value(r, x, indicator.Indicator) || !located {
			return
		}
		named := []graph.ID{x.Entity, x.Indicator}
		if x.Of != "" {
			named = append(named, x.Of)
			c.seen[x.Of] = true
		}
		c.reading(r, x.Locator, x.Context, x.Note, named...)
		x.Identify()
		if before, twice := first[x.ID]; twice {
			c.at(r, "entity", "the same observation stands twice", "one value for all that is not the value", "the first is at "+before.place())
			return
		}
		first[x.ID] = r
		c.seen[x.Entity] = true
		c.facts.Observations = append(c.facts.Observations, x)
	}
}

func (c *checker) value(r row, x graph.Observation, indicator graph.Indicator) bool {
	from, to, ranged := strings.Cut(x.Period, "/")
	switch {
	case ranged && from >= to:
		c.at(r, "period", "ends before it begins", "the earlier year first", "")
	case graph.IsDecimal(x.Value) && x.Unit == "":
		c.at(r, "unit", "is empty beside a number", "the unit as printed", "")
	case !graph.IsDecimal(x.Value) && x.Unit != "":
		c.at(r, "value", "is no decimal, but has a unit", "digits with at most one point", "leave the unit empty if the plan gives words instead of a number")
	case !graph.IsDecimal(x.Value) && looksNumeric(x.Value):
		c.at(r, "value", "number does not parse", "digits with at most one point, no thousands separators", "")
	case x.ValueTo != "" && !graph.IsDecimal(x.ValueTo):
		c.at(r, "value_to", "number does not parse", "a decimal", "")
	case x.ValueTo != "" && !graph.IsDecimal(x.Value):
		c.at(r, "value_to", "stands beside a wording", "an empty cell", "an interval needs a number at both ends")
	case x.ValueTo != "" && !rises(x.Value, x.ValueTo):
		c.at(r, "value_to", "is not above value", "the upper end of the interval", "")
	case x.Unit != "" && !graph.Comparable(x.Unit, indicator.Unit) && x.Measure != "rank" && x.Measure != "growth" && x.Measure != "annual-growth" && x.Measure != "share":
		c.at(r, "unit", fmt.Sprintf("cannot be converted to the unit of %s", indicator.ID), "a unit that compares with "+indicator.Unit, "")
	default:
		return true
	}
	return false
}

// rises reports whether one decimal is below another.
func rises(from, to string) bool {
	a, okA := new(big.Rat).SetString(from)
	b, okB := new(big.Rat).SetString(to)
	return okA && okB && a.Cmp(b) < 0
}

// looksNumeric tells a slip in a number ("1,200", "12%") from a wording.
func looksNumeric(s string) bool {
	return s != "" && strings.Trim(s, "0123456789.,+-%，．％ ") == ""
}

func (c *checker) mention() func(row) {
	first := map[graph.Mention]row{}
	return func(r row) {
		x := graph.Mention{Entity: graph.ID(r.get("entity"))}
		ok := c.known(r, "entity", x.Entity)
		var located bool
		x.Locator, located = c.locator(r)
		if !ok || !located {
			return
		}
		c.reading(r, x.Locator, false, "", x.Entity)
		key := x
		key.Section, key.Digest = "", ""
		if before, twice := first[key]; twice {
			c.at(r, "entity", "the same mention stands twice", "each mention once", "the first is at "+before.place())
			return
		}
		first[key] = r
		c.seen[x.Entity] = true
		c.facts.Mentions = append(c.facts.Mentions, x)
	}
}

func (c *checker) omission(r row) {
	x := graph.Omission{Reason: r.get("reason")}
	var located bool
	if x.Locator, located = c.locator(r); located {
		c.facts.Omissions = append(c.facts.Omissions, x)
	}
}

// locator reads the evidence columns and holds them against the source and,
// where it is at hand, its text.
func (c *checker) locator(r row) (graph.Locator, bool) {
	l := graph.Locator{Source: graph.ID(r.get("source")), Section: r.get("section"), Digest: r.get("digest")}
	l.Start, _ = strconv.Atoi(r.get("start"))
	l.End, _ = strconv.Atoi(r.get("end"))
	source := c.sources[l.Source]
	if source == nil {
		c.at(r, "source", "no source has this id", "an id of sources.csv", elsewhere("sources.csv"))
		return l, false
	}
	if source.Kind == "reference" {
		for _, column := range []string{"start", "end", "digest"} {
			if r.get(column) != "" {
				c.at(r, column, "a reference has no text to point into", "an empty cell", "")
				return l, false
			}
		}
		return l, true
	}
	switch {
	case r.get("start") == "" || r.get("end") == "":
		c.at(r, "start", "the passage is missing", "start and end", "innograph locate SOURCE PHRASE prints them")
	case l.Start >= l.End:
		c.at(r, "end", "lies not behind start", fmt.Sprintf("more than %d", l.Start), "")
	case source.Runes > 0 && l.End > source.Runes:
		c.at(r, "end", "lies behind the end of the text", fmt.Sprintf("at most %d", source.Runes), "")
	case l.Digest == "":
		c.at(r, "digest", "is empty", "the digest of the passage", "innograph check --sources DIR --fix-digests fills it in")
	default:
		return l, c.passage(r, l)
	}
	return l, false
}

// text is the text of a source, if it is at hand and the one that was curated.
func (c *checker) text(source graph.ID) *Text {
	if text := c.texts[source]; text != nil && text.SHA256() == c.sources[source].SHA256 {
		return text
	}
	return nil
}

// passage holds a locator against the text, where it is at hand.
func (c *checker) passage(r row, l graph.Locator) bool {
	text := c.text(l.Source)
	if text == nil {
		return true
	}
	switch digest := graph.Digest(text.Slice(l.Start, l.End)); {
	case l.End > text.Len():
		c.at(r, "end", "lies behind the end of the text", fmt.Sprintf("at most %d", text.Len()), "")
	case digest != l.Digest:
		c.at(r, "digest", "is not that of the passage", digest, fmt.Sprintf("the passage begins %q", shorten(text.Slice(l.Start, min(l.Start+12, l.End)))))
	case !text.Bounded(l.Start, l.End):
		c.at(r, "start", "the passage is cut inside a clause", "punctuation, a line break or a cell's edge at both ends", fmt.Sprintf("innograph locate %s PHRASE widens it", strings.TrimPrefix(string(l.Source), graph.SourcePrefix+"/")))
	default:
		return true
	}
	return false
}

// reading holds a passage against what it is said to name.
func (c *checker) reading(r row, l graph.Locator, context bool, note string, named ...graph.ID) {
	if context {
		if note == "" {
			c.at(r, "note", "is empty beside reading context", "where it is read from, in our words", "")
		}
		return
	}
	text := c.text(l.Source)
	if text == nil || l.End == 0 {
		return
	}
	var all []string
	for _, id := range named {
		all = append(all, c.names[id]...)
	}
	if !holds(text.Slice(l.Start, l.End), all) {
		c.at(r, "start", "the passage names none of "+joinIDs(named), "a passage with one of their names", `add the name that the passage uses to names.csv, or set reading to "context" with a note`)
	}
}

func joinIDs(ids []graph.ID) string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = string(id)
	}
	return strings.Join(list, ", ")
}

// unmentioned finds entities that nothing speaks of.
func (c *checker) unmentioned() {
	for _, e := range c.facts.Entities {
		if !c.seen[e.ID] {
			c.at(c.entities[e.ID].row, "id", "no mention, claim or observation names it", "evidence for every entity", "add a row to mentions.csv, or drop the entity")
		}
	}
}
