package graph

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
)

// Facts is everything that is to be in a graph, as the data packages say it.
// [Build] trusts it: ids resolve, values are of their lists, and no claim
// links an entity with itself. The loader sees to that.
type Facts struct {
	// Origin is what the facts came from: a digest of the data packages. It is the
	// version of the data; empty where nobody knows.
	Origin       string
	Sources      []Source
	Entities     []Entity // without Names, Identifiers and FormerIDs, which stand in their own lists
	Names        []Name
	Identifiers  []Identifier
	Mentions     []Mention
	Claims       []Claim
	Indicators   []Indicator
	Observations []Observation
	Omissions    []Omission
	Redirects    []Redirect
}

// Source is a document as a witness: what claims are quoted from. The plan as a
// thing that others rest on is the entity Document.
type Source struct {
	ID          ID
	Kind        string // "plan" or "reference"; a reference has no text
	Title       string
	Issuer      string
	Number      string
	Issued      string // YYYY, YYYY-MM or YYYY-MM-DD
	PeriodStart string // YYYY or empty
	PeriodEnd   string // YYYY or empty
	Region      ID     // the county or region it is about
	Document    ID     // the entity, or empty
	SHA256      string // of the text file, 64 hex digits; empty for a reference
	Runes       int    // length of the text in Unicode code points
	Note        string
}

// Cite spells a citation of a place in the source: title, number, issuer, date,
// section and code points, the first of which is 1 here.
func (s *Source) Cite(l Locator) string {
	title := s.Title
	if !strings.ContainsAny(title, "《》") {
		title = "《" + title + "》"
	}
	if s.Number != "" {
		title += "（" + s.Number + "）"
	}
	parts := []string{title}
	for _, part := range []string{s.Issuer, s.Issued, l.Section} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	if l.End > 0 {
		parts = append(parts, "第 "+strconv.Itoa(l.Start+1)+"–"+strconv.Itoa(l.End)+" 字")
	}
	return strings.Join(parts, "，")
}

// Entity is a thing that relations hold between.
type Entity struct {
	ID          ID
	Type        Type
	Kind        string // one of the kinds of its type, or empty
	Level       string // "national" … "township", or empty
	Name        string // main name, Chinese
	NameEn      string // an established English name, else a translation, else empty
	Translated  bool   // NameEn is a translation of ours, not an established name
	Names       []Name // other names
	Identifiers []Identifier
	FormerIDs   []ID // ids that were merged into this one, at once or by way of others; sorted
}

// NameKind says what sort of name a name is.
type NameKind string

// The kinds of names. Main names are not among them.
const (
	Alias       NameKind = "alias"
	Short       NameKind = "short"
	Former      NameKind = "former"
	Variant     NameKind = "variant"
	OCRSlip     NameKind = "ocr"
	Translation NameKind = "translation"
)

// NameKinds are all kinds of names with their labels.
var NameKinds = []Term{
	{"alias", Label{"别名", "alias"}}, {"short", Label{"简称", "short form"}}, {"former", Label{"曾用名", "former name"}},
	{"variant", Label{"异写", "variant"}}, {"ocr", Label{"识别误字", "slip of the scan"}}, {"translation", Label{"译名", "translation"}},
}

// Name is another name of an entity or an indicator.
type Name struct {
	Entity ID
	Text   string
	Lang   string // "zh" or "en"
	Kind   NameKind
}

// Schemes are the schemes of identifiers.
var Schemes = []Term{
	{"gbt2260", Label{"行政区划代码", "GB/T 2260 code"}}, {"uscc", Label{"统一社会信用代码", "unified social credit code"}},
	{"ror", Label{"ROR", "Research Organization Registry"}}, {"wikidata", Label{"维基数据", "Wikidata"}}, {"number", Label{"任务编号", "number of a task"}},
}

// Identifier is a name that others gave an entity in a scheme of theirs.
type Identifier struct {
	Entity  ID
	Scheme  string // one of Schemes
	Value   string
	Edition string // of the scheme, or empty
}

// Locator is a place in the text of a source. The graph holds places, not texts.
type Locator struct {
	Source  ID
	Section string // path of headings, joined by " > "
	Start   int    // first Unicode code point, 0-based
	End     int    // one past the last
	Digest  string // first 16 hex digits of the SHA-256 of the passage in UTF-8
}

// Digest is the digest of a passage as a [Locator] holds it.
func Digest(passage string) string {
	sum := sha256.Sum256([]byte(passage))
	return hex.EncodeToString(sum[:8])
}

// Mention is a passage that names an entity and states nothing of it that a claim holds.
type Mention struct {
	Entity ID
	Locator
}

// Claim is one statement of one passage: subject, predicate, object, and how
// far it reaches. The same statement in two passages is two claims.
type Claim struct {
	ID        ID
	Subject   ID
	Predicate Predicate
	Object    ID
	Status    Status
	Role      string
	Locator
	Context bool   // read from headings or what precedes; Note says so
	Note    string // in our words
}

// Indicator is what observations measure.
type Indicator struct {
	ID         ID
	Name       string
	NameEn     string
	Unit       string // the unit that values are compared in
	Better     string // "higher", "lower" or empty
	Definition string
	Names      []Name
}

// Observation is one number (or wording) that a passage gives for an entity.
type Observation struct {
	ID        ID
	Entity    ID
	Of        ID // what is measured inside Entity, or empty
	Indicator ID
	Period    string // "2025" or "2016/2020"; calendar years
	Role      string // "actual", "target" or "estimate"
	Measure   string // see Measures
	Bound     string // "", "ge", "gt", "le", "lt" or "approx"
	Value     string // a decimal as printed, or the plan's wording where it gives none
	ValueTo   string // upper end of an interval, or empty
	Unit      string // of Value and ValueTo; one of Units
	Locator
	Context bool
	Note    string
}

// Closed lists of observations.
var (
	ObservationRoles = []Term{{"actual", Label{"实际", "actual"}}, {"target", Label{"目标", "target"}}, {"estimate", Label{"预计", "estimate"}}}
	Measures         = []Term{
		{"stock", Label{"累计", "stock"}}, {"flow", Label{"新增", "flow over the period"}}, {"annual", Label{"每年", "each year"}}, {"share", Label{"占比", "share"}},
		{"ratio", Label{"比率", "ratio"}}, {"growth", Label{"增长", "growth"}}, {"annual-growth", Label{"年均增长", "annual growth"}}, {"rank", Label{"位次", "rank"}},
	}
	Bounds = []Term{
		{"ge", Label{"以上", "at least"}}, {"gt", Label{"超过", "more than"}}, {"le", Label{"以内", "at most"}}, {"lt", Label{"低于", "less than"}}, {"approx", Label{"左右", "about"}},
	}
)

// Omission is a passage that was left out on purpose, with the reason.
type Omission struct {
	Locator
	Reason string
}

// Redirect keeps an id alive that was merged or renamed.
type Redirect struct {
	From, To ID
	Reason   string
}

// Identify gives a claim its identity: the first 16 hex digits of the SHA-256
// of predicate, subject, object, role, source, start and end. A symmetric claim
// is first put in the order of the ontology's domain list, so that its reverse
// from the same passage has the same identity.
func (c *Claim) Identify() {
	if info, ok := Ontology.Predicate(c.Predicate); ok && info.Symmetric && swapped(info, c.Subject, c.Object) {
		c.Subject, c.Object = c.Object, c.Subject
	}
	c.ID = hashID(ClaimPrefix, string(c.Predicate), string(c.Subject), string(c.Object), c.Role,
		string(c.Source), strconv.Itoa(c.Start), strconv.Itoa(c.End))
}

// swapped reports whether subject and object of a symmetric predicate stand
// against the order of its domain; of two of one type the smaller id is first.
func swapped(info PredicateInfo, subject, object ID) bool {
	a, b := domainRank(info, subject), domainRank(info, object)
	return b < a || a == b && object < subject
}

func domainRank(info PredicateInfo, id ID) int {
	t, _ := id.Type()
	for i, d := range info.Pairs[0].Domain {
		if d == t {
			return i
		}
	}
	return len(info.Pairs[0].Domain)
}

// Identify gives an observation its identity: a hash of all that is not the
// value, so that a corrected figure keeps its address.
func (o *Observation) Identify() {
	o.ID = hashID(ObservationPrefix, string(o.Entity), string(o.Of), string(o.Indicator), o.Period, o.Role, o.Measure,
		string(o.Source), strconv.Itoa(o.Start), strconv.Itoa(o.End))
}

// What nothing refers to has an id of the same sort, of what it says and where.

func (m *Mention) id() ID {
	return hashID(mentionPrefix, string(m.Entity), string(m.Source), strconv.Itoa(m.Start), strconv.Itoa(m.End))
}

func (o *Omission) id() ID {
	return hashID(omissionPrefix, string(o.Source), strconv.Itoa(o.Start), strconv.Itoa(o.End))
}

func (x *Identifier) id() ID {
	return hashID(identifierPrefix, string(x.Entity), x.Scheme, x.Value)
}

// hashID joins parts by NUL, which no part can hold, so that no two lists of
// parts are one text.
func hashID(prefix string, parts ...string) ID {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return ID(prefix + "/" + hex.EncodeToString(sum[:8]))
}

// NameMatch is a hit of a search by name.
type NameMatch struct {
	Entity ID
	Text   string   // the name that matched
	Kind   NameKind // of that name; empty for a main name
	How    MatchHow
	Score  float64 // 1 is an exact main name, towards 0 the match is looser
}

// MatchHow says which form of a name matched.
type MatchHow string

// The forms of a name that are looked in.
const (
	ByName     MatchHow = "name"
	ByPinyin   MatchHow = "pinyin"
	ByInitials MatchHow = "initials"
)

// MatchHows are all forms with their labels.
var MatchHows = []Term{
	{"name", Label{"名称本身", "the name as it is written"}}, {"pinyin", Label{"拼音", "its pinyin"}}, {"initials", Label{"拼音首字母", "the initials of its pinyin"}},
}
