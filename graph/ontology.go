package graph

import (
	"fmt"
	"slices"
)

// Type is a class of entities, "County" say. Its name is the GraphQL type name
// and the local name of its IRI.
type Type string

// The types of entities. Their meaning stands in [Ontology].
const (
	County            Type = "County"
	Region            Type = "Region"
	University        Type = "University"
	ResearchInstitute Type = "ResearchInstitute"
	Enterprise        Type = "Enterprise"
	GovernmentBody    Type = "GovernmentBody"
	Association       Type = "Association"
	Platform          Type = "Platform"
	Industry          Type = "Industry"
	Project           Type = "Project"
	Programme         Type = "Programme"
	Document          Type = "Document"
	Task              Type = "Task"
	Event             Type = "Event"
)

// Predicate is a kind of relation, "partnersWith" say. Its name is the local
// name of its IRI.
type Predicate string

// The predicates of claims. Their meaning, domain and range stand in [Ontology].
const (
	PartOf         Predicate = "partOf"
	LocatedIn      Predicate = "locatedIn"
	PartnersWith   Predicate = "partnersWith"
	Builds         Predicate = "builds"
	ActiveIn       Predicate = "activeIn"
	Leads          Predicate = "leads"
	Serves         Predicate = "serves"
	Prioritises    Predicate = "prioritises"
	Joins          Predicate = "joins"
	Seeks          Predicate = "seeks"
	Holds          Predicate = "holds"
	Undertakes     Predicate = "undertakes"
	Supports       Predicate = "supports"
	InIndustry     Predicate = "inIndustry"
	Creates        Predicate = "creates"
	Runs           Predicate = "runs"
	ResponsibleFor Predicate = "responsibleFor"
	Issues         Predicate = "issues"
	BasedOn        Predicate = "basedOn"
	Covers         Predicate = "covers"
	About          Predicate = "about"
)

// Label is a name in both languages of the project.
type Label struct{ Zh, En string }

// TypeInfo is the row of one type in the ontology.
type TypeInfo struct {
	Type   Type
	Prefix string // first part of an id: "county" in "county/330324"
	// Field and Plural are the GraphQL root fields: "county", "counties".
	Field, Plural string
	Label         Label
	Comment       string
	// Kinds are the values that column kind may hold; none: the column stays
	// empty. KindRequired says that it must not be empty.
	Kinds        []string
	KindRequired bool
	Organization bool   // one of the types behind the interface Organization
	Broader      string // full IRI of a broader class elsewhere, or empty
}

// Pair is a combination of subject types and object types that a predicate allows.
type Pair struct{ Domain, Range []Type }

// PredicateInfo is the row of one predicate in the ontology.
type PredicateInfo struct {
	Predicate Predicate
	Label     Label // read from the subject: "builds"
	Inverse   Label // read from the object: "built by"
	Comment   string
	Pairs     []Pair
	Symmetric bool
	// Roles are the values that column role may hold. FreeRole allows any short
	// text instead; with neither the column stays empty.
	Roles    []string
	FreeRole bool
	// RoleRequired says that the role must not be empty.
	RoleRequired bool
	Close        string // full IRI of a close property elsewhere, or empty
}

// Allows reports whether a claim of this predicate may run from subject to object.
func (p PredicateInfo) Allows(subject, object Type) bool {
	for _, pair := range p.Pairs {
		if slices.Contains(pair.Domain, subject) && slices.Contains(pair.Range, object) {
			return true
		}
	}
	return false
}

// Domain lists the types that may be the subject, each once, in ontology order.
func (p PredicateInfo) Domain() []Type {
	return p.side(func(pair Pair) []Type { return pair.Domain })
}

// Range lists the types that may be the object, each once, in ontology order.
func (p PredicateInfo) Range() []Type { return p.side(func(pair Pair) []Type { return pair.Range }) }

func (p PredicateInfo) side(of func(Pair) []Type) []Type {
	var types []Type
	for _, t := range Ontology.Types {
		for _, pair := range p.Pairs {
			if slices.Contains(of(pair), t.Type) {
				types = append(types, t.Type)
				break
			}
		}
	}
	return types
}

// Vocabulary is the whole ontology.
type Vocabulary struct {
	Types      []TypeInfo
	Predicates []PredicateInfo
	Fields     []Field
	Levels     []Term
	Kinds      []Term
}

// Term is a value of a closed list with its labels: a kind, a level, a status.
type Term struct {
	Name  string
	Label Label
}

// Type returns the row of t.
func (v *Vocabulary) Type(t Type) (TypeInfo, bool) {
	for _, info := range v.Types {
		if info.Type == t {
			return info, true
		}
	}
	return TypeInfo{}, false
}

// Predicate returns the row of p.
func (v *Vocabulary) Predicate(p Predicate) (PredicateInfo, bool) {
	for _, info := range v.Predicates {
		if info.Predicate == p {
			return info, true
		}
	}
	return PredicateInfo{}, false
}

// typeByPrefix finds types by the prefix of their ids.
var typeByPrefix = func() map[string]Type {
	types := map[string]Type{}
	for _, info := range Ontology.Types {
		types[info.Prefix] = info.Type
	}
	return types
}()

func types(t ...Type) []Type { return t }

var organizations = types(University, ResearchInstitute, Enterprise, GovernmentBody, Association)

func orgs(more ...Type) []Type { return append(append([]Type{}, organizations...), more...) }

// Ontology is the one table that drives the loader's checks, the GraphQL
// schema, the exports and docs/ontology.md. A new predicate is one entry here.
var Ontology = Vocabulary{
	Types: []TypeInfo{
		{Type: County, Prefix: "county", Field: "county", Plural: "counties", Label: Label{"县", "County"},
			Comment: "A county or county-level city whose plan, or whose part in a plan, the graph records.", Broader: schemaOrg + "AdministrativeArea"},
		{Type: Region, Prefix: "region", Field: "region", Plural: "regions", Label: Label{"地区", "Region"}, KindRequired: true,
			Kinds:   []string{"country", "province", "city", "district", "township", "area"},
			Comment: "Any other place: a country, province, city, district, town or subdistrict, or an area such as the Yangtze River Delta.", Broader: schemaOrg + "Place"},
		{Type: University, Prefix: "university", Field: "university", Plural: "universities", Label: Label{"高校", "University"}, Organization: true,
			Comment: "A university or college.", Broader: schemaOrg + "CollegeOrUniversity"},
		{Type: ResearchInstitute, Prefix: "institute", Field: "institute", Plural: "institutes", Label: Label{"科研院所", "Research institute"}, Organization: true,
			Comment: "A standing research body, or a named part of a university. What a plan says was built at a place is a Platform.", Broader: schemaOrg + "ResearchOrganization"},
		{Type: Enterprise, Prefix: "enterprise", Field: "enterprise", Plural: "enterprises", Label: Label{"企业", "Enterprise"}, Organization: true,
			Comment: "A firm or a group of firms.", Broader: schemaOrg + "Corporation"},
		{Type: GovernmentBody, Prefix: "body", Field: "body", Plural: "bodies", Label: Label{"政府部门", "Government body"}, Organization: true,
			Comment: "A government, party or public body: a bureau, an office, a leading group.", Broader: schemaOrg + "GovernmentOrganization"},
		{Type: Association, Prefix: "association", Field: "association", Plural: "associations", Label: Label{"协会联盟", "Association"}, Organization: true,
			Comment: "An association, society or league of members.", Broader: org + "FormalOrganization"},
		{Type: Platform, Prefix: "platform", Field: "platform", Plural: "platforms", Label: Label{"创新平台", "Platform"}, KindRequired: true,
			Kinds: []string{"complex", "rd-institute", "laboratory", "transfer-center", "incubator", "maker-space", "park", "zone", "corridor", "enclave",
				"workstation", "market", "alliance", "town", "agri-base", "digital", "other"},
			Comment: "An innovation platform: what was built, introduced or co-built to carry innovation, from a laboratory to a corridor."},
		{Type: Industry, Prefix: "industry", Field: "industry", Plural: "industries", Label: Label{"产业", "Industry"},
			Comment: "An industry or a field of technology; narrower ones are part of broader ones.", Broader: skos + "Concept"},
		{Type: Project, Prefix: "project", Field: "project", Plural: "projects", Label: Label{"项目", "Project"},
			Comment: "A named project with a place, an investment or an undertaker.", Broader: schemaOrg + "Project"},
		{Type: Programme, Prefix: "programme", Field: "programme", Plural: "programmes", Label: Label{"计划行动", "Programme"}, KindRequired: true,
			Kinds:   []string{"action", "scheme", "strategy", "fund", "award", "title"},
			Comment: "An action, scheme, strategy, fund, award or title that is run, sought or held."},
		{Type: Document, Prefix: "document", Field: "document", Plural: "documents", Label: Label{"文件", "Document"},
			Kinds:   []string{"plan", "policy", "measure", "report", "law", "decision", "other"},
			Comment: "A plan, policy or law as a thing that others rest on. As a witness it is a source.", Broader: schemaOrg + "CreativeWork"},
		{Type: Task, Prefix: "task", Field: "task", Plural: "tasks", Label: Label{"任务", "Task"},
			Comment: "A numbered task of a plan."},
		{Type: Event, Prefix: "event", Field: "event", Plural: "events", Label: Label{"活动", "Event"},
			Kinds:   []string{"conference", "competition", "campaign", "other"},
			Comment: "A conference, forum, competition or meeting.", Broader: schemaOrg + "Event"},
	},

	Predicates: []PredicateInfo{
		{Predicate: PartOf, Label: Label{"属于", "part of"}, Inverse: Label{"包含", "has part"}, Comment: "Is a part of, is narrower than.", Close: schemaOrg + "isPartOf",
			Pairs: []Pair{
				{types(Region, County), types(Region, County)}, {types(Platform), types(Platform)}, {organizations, organizations},
				{types(Industry), types(Industry)}, {types(Programme), types(Programme)}, {types(Event), types(Event)}, {types(Task), types(Document)},
			}},
		{Predicate: LocatedIn, Label: Label{"位于", "located in"}, Inverse: Label{"所在有", "is the place of"}, Comment: "Stands in.", Close: schemaOrg + "location",
			Pairs: []Pair{{orgs(Platform, Project, Event), types(County, Region, Platform)}}},
		{Predicate: PartnersWith, Label: Label{"合作", "partners with"}, Inverse: Label{"合作", "partners with"}, Comment: "Works with.", Symmetric: true, Close: org + "linkedTo",
			Pairs: []Pair{{types(County, Region, Platform, Enterprise, Industry), types(University, ResearchInstitute, Enterprise, Region, County, Platform, Association)}}},
		{Predicate: Builds, Label: Label{"建设", "builds"}, Inverse: Label{"建设方", "built by"}, Comment: "Builds, hosts, operates or supports a platform.",
			Roles: []string{"hosts", "co-builds", "operates", "supports"}, Pairs: []Pair{{orgs(County, Region, Platform), types(Platform)}}},
		{Predicate: ActiveIn, Label: Label{"从事", "active in"}, Inverse: Label{"从业企业", "has active firm"}, Comment: "Works in an industry.",
			Pairs: []Pair{{types(Enterprise), types(Industry)}}},
		{Predicate: Leads, Label: Label{"引领", "leads"}, Inverse: Label{"龙头企业", "led by"}, Comment: "Is named a leader of an industry.",
			Pairs: []Pair{{types(Enterprise), types(Industry)}}},
		{Predicate: Serves, Label: Label{"服务产业", "serves"}, Inverse: Label{"服务平台", "served by"}, Comment: "Is for an industry.",
			Pairs: []Pair{{types(Platform), types(Industry)}}},
		{Predicate: Prioritises, Label: Label{"重点发展", "prioritises"}, Inverse: Label{"重点发展地区", "prioritised by"}, Comment: "Names as an industry to build on or to grow.",
			Roles: []string{"pillar", "emerging", "future", "agriculture", "service", "field"}, RoleRequired: true,
			Pairs: []Pair{{types(County, Region, Platform), types(Industry)}}},
		{Predicate: Joins, Label: Label{"融入对接", "joins"}, Inverse: Label{"参与方", "joined by"}, Comment: "Joins or connects to something outside; the role says what its part in it is.", FreeRole: true, Close: org + "memberOf",
			Pairs: []Pair{{types(County, Region, Platform, Enterprise), types(Platform, Programme, Region, Association)}}},
		{Predicate: Seeks, Label: Label{"争创", "seeks"}, Inverse: Label{"争创方", "sought by"}, Comment: "Applies for a title, an award or a status.",
			Pairs: []Pair{{orgs(County, Region, Platform), types(Programme)}}},
		{Predicate: Holds, Label: Label{"获得", "holds"}, Inverse: Label{"获得方", "held by"}, Comment: "Has been given a title, an award or a status.",
			Pairs: []Pair{{orgs(County, Region, Platform), types(Programme)}}},
		{Predicate: Undertakes, Label: Label{"承担", "undertakes"}, Inverse: Label{"承担方", "undertaken by"}, Comment: "Carries out a project.",
			Pairs: []Pair{{orgs(Platform, County), types(Project)}}},
		{Predicate: Supports, Label: Label{"支持", "supports"}, Inverse: Label{"支持方", "supported by"}, Comment: "Funds or approves.",
			Pairs: []Pair{{types(GovernmentBody, Programme), types(Project, Programme, Platform)}}},
		{Predicate: InIndustry, Label: Label{"所属产业", "in industry"}, Inverse: Label{"相关项目", "has project"}, Comment: "Belongs to an industry.",
			Pairs: []Pair{{types(Project), types(Industry)}}},
		{Predicate: Creates, Label: Label{"建成", "creates"}, Inverse: Label{"来源项目", "created by"}, Comment: "Has a platform as its result.",
			Pairs: []Pair{{types(Project), types(Platform)}}},
		{Predicate: Runs, Label: Label{"实施", "runs"}, Inverse: Label{"实施方", "run by"}, Comment: "Carries out a programme, holds an event.",
			Pairs: []Pair{{types(County, Region, GovernmentBody), types(Programme, Event)}}},
		{Predicate: ResponsibleFor, Label: Label{"负责", "responsible for"}, Inverse: Label{"责任单位", "responsibility of"}, Comment: "Is named responsible for a task.",
			Pairs: []Pair{{orgs(Platform), types(Task)}}},
		{Predicate: Issues, Label: Label{"印发", "issues"}, Inverse: Label{"印发方", "issued by"}, Comment: "Issued a document.", Close: schemaOrg + "publisher",
			Pairs: []Pair{{types(GovernmentBody, County, Region), types(Document)}}},
		{Predicate: BasedOn, Label: Label{"依据", "based on"}, Inverse: Label{"被依据", "basis of"}, Comment: "Rests on.", Close: schemaOrg + "isBasedOn",
			Pairs: []Pair{{types(Document), types(Document, Programme, Event)}}},
		{Predicate: Covers, Label: Label{"规划范围", "covers"}, Inverse: Label{"规划", "covered by"}, Comment: "Is the plan of.", Close: schemaOrg + "spatialCoverage",
			Pairs: []Pair{{types(Document), types(County, Region)}}},
		{Predicate: About, Label: Label{"涉及", "about"}, Inverse: Label{"见于", "subject of"}, Comment: "Concerns.", Close: schemaOrg + "about",
			Pairs: []Pair{{types(Document, Event, Programme, Task), orgs(County, Region, Platform, Industry, Project, Programme, Document, Task, Event)}}},
	},

	Levels: []Term{
		{"national", Label{"国家级", "national"}}, {"provincial", Label{"省级", "provincial"}}, {"municipal", Label{"市级", "municipal"}},
		{"county", Label{"县级", "county"}}, {"township", Label{"乡镇级", "township"}},
	},

	Kinds: []Term{
		{"country", Label{"国家", "country"}}, {"province", Label{"省级行政区", "province"}}, {"city", Label{"地级市", "city"}}, {"district", Label{"区县", "district"}},
		{"township", Label{"乡镇街道", "township"}}, {"area", Label{"区域", "area"}},
		{"complex", Label{"产业创新服务综合体", "innovation service complex"}}, {"rd-institute", Label{"研究院", "R&D institute"}}, {"laboratory", Label{"实验室", "laboratory"}},
		{"transfer-center", Label{"技术转移中心", "technology transfer centre"}}, {"incubator", Label{"孵化器", "incubator"}}, {"maker-space", Label{"众创空间", "maker space"}},
		{"park", Label{"园区", "park"}}, {"zone", Label{"开发区", "zone"}}, {"corridor", Label{"科创走廊", "corridor"}}, {"enclave", Label{"飞地", "enclave"}},
		{"workstation", Label{"工作站", "workstation"}}, {"market", Label{"技术市场", "technology market"}}, {"alliance", Label{"联盟", "alliance"}}, {"town", Label{"特色小镇", "town"}},
		{"agri-base", Label{"农业基地", "agricultural base"}}, {"digital", Label{"数字平台", "digital platform"}}, {"other", Label{"其他", "other"}},
		{"action", Label{"行动", "action"}}, {"scheme", Label{"计划", "scheme"}}, {"strategy", Label{"战略", "strategy"}}, {"fund", Label{"资金基金", "fund"}},
		{"award", Label{"奖项", "award"}}, {"title", Label{"称号", "title"}},
		{"plan", Label{"规划", "plan"}}, {"policy", Label{"政策", "policy"}}, {"measure", Label{"办法", "measure"}}, {"report", Label{"报告", "report"}}, {"law", Label{"法规", "law"}}, {"decision", Label{"决定", "decision"}},
		{"conference", Label{"会议", "conference"}}, {"competition", Label{"赛事", "competition"}}, {"campaign", Label{"活动", "campaign"}},
	},

	Fields: fields,
}

// Status says how far a claim reaches: what is, what will be, what is wished for.
type Status uint8

// The statuses, from the weakest to the strongest.
const (
	Encouraged Status = 1 + iota
	Planned
	Existing
)

// statuses are all statuses, strongest first.
var statuses = []Status{Existing, Planned, Encouraged}

// Statuses are all statuses with their labels, strongest first.
var Statuses = []Term{
	{"existing", Label{"已有", "existing"}}, {"planned", Label{"规划", "planned"}}, {"encouraged", Label{"鼓励", "encouraged"}},
}

// String is the word of the data package: "existing", "planned" or "encouraged".
func (s Status) String() string {
	switch s {
	case Existing:
		return "existing"
	case Planned:
		return "planned"
	case Encouraged:
		return "encouraged"
	}
	return fmt.Sprintf("Status(%d)", uint8(s))
}

// ParseStatus is the inverse of [Status.String].
func ParseStatus(s string) (Status, bool) {
	for _, status := range statuses {
		if status.String() == s {
			return status, true
		}
	}
	return 0, false
}

// Basis says how a relation is known: stated by a claim, or derived from several.
type Basis uint8

// The bases. Stated wins where a relation is both stated and derived.
const (
	Stated Basis = iota
	ViaPlatform
	ViaProject
	ViaPlace
	ViaPart
)

// Bases are all bases with their labels, in the order of the constants.
var Bases = []Term{
	{"stated", Label{"原文", "stated by a passage"}},
	{"via-platform", Label{"经由平台", "builds a platform located there"}},
	{"via-project", Label{"经由项目", "undertakes a project located there"}},
	{"via-place", Label{"经由地点", "located in a part of it"}},
	{"via-part", Label{"经由下属", "partner of a part of it"}},
}

// String is the word of [Bases].
func (b Basis) String() string { return Bases[b].Name }
