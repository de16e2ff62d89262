package graph

import "slices"

// Direction says on which side of a claim an entity stands.
type Direction uint8

// The directions, seen from the entity asked about.
const (
	Out  Direction = 1 + iota // it is the subject
	In                        // it is the object
	Both                      // either
)

// Route is one way a field of the ontology finds its entities: by the claims
// of one predicate in one direction.
type Route struct {
	Predicate Predicate
	Direction Direction
}

// Derivation is a rule that finds relations which no single claim states.
// docs/ontology.md says in words what each rule follows from.
type Derivation uint8

// The derivation rules. Each works in both directions, so that a derived
// relation seen from one end is seen from the other.
const (
	Places         Derivation = 1 + iota // where a thing stands, up to the county
	Placed                               // what stands in a place, down from the county
	ProjectPlaces                        // counties of the projects that an enterprise undertakes
	ProjectFirms                         // enterprises that undertake projects in a county
	BuilderPlaces                        // counties of the platforms that a university or institute builds
	PlaceBuilders                        // universities and institutes that build platforms in a county
	WholesPartners                       // partners of a part, seen from the other partner: the whole
	PartsPartners                        // partners of a part, seen from the whole
)

// Field is a typed relation field: the entities of some types that an entity
// is linked to in one meaning. It has one edge a pair.
type Field struct {
	On      []Type
	Name    string // GraphQL field name
	Label   Label
	Comment string
	Targets []Type
	Routes  []Route
	Derive  []Derivation
}

// FieldsOf lists the relation fields of t in table order.
func (v *Vocabulary) FieldsOf(t Type) []*Field {
	var list []*Field
	for i := range v.Fields {
		if slices.Contains(v.Fields[i].On, t) {
			list = append(list, &v.Fields[i])
		}
	}
	return list
}

// Field returns the field of t with this name.
func (v *Vocabulary) Field(t Type, name string) (*Field, bool) {
	for _, f := range v.FieldsOf(t) {
		if f.Name == name {
			return f, true
		}
	}
	return nil, false
}

var (
	partnerTypes = types(University, ResearchInstitute, Enterprise, Region, County, Platform, Association)
	partnerSides = types(County, Region, Platform, Enterprise, Industry, University, ResearchInstitute, Association)
	places       = types(County, Region)
)

func route(p Predicate, d Direction) Route { return Route{p, d} }

// fields is the part of the ontology that says which predicates feed which
// GraphQL field. Every predicate feeds a field on each of its two sides; a test
// keeps it so.
var fields = []Field{
	// Partnership.
	{On: partnerSides, Name: "partners", Label: Label{"合作伙伴", "Partners"},
		Comment: "Whom it works with. A county also works with a university or institute that builds a platform located in it (VIA_PLATFORM), and with the whole of a part it works with (VIA_PART).",
		Targets: append(append([]Type{}, partnerTypes...), Industry),
		Routes:  []Route{route(PartnersWith, Both)}, Derive: []Derivation{PlaceBuilders, BuilderPlaces, WholesPartners, PartsPartners}},
	{On: types(University, ResearchInstitute), Name: "counties", Label: Label{"合作县", "Partner counties"},
		Comment: "Counties it partners with, stated or derived.",
		Targets: types(County), Routes: []Route{route(PartnersWith, Both)}, Derive: []Derivation{BuilderPlaces, PartsPartners, WholesPartners}},

	// Places.
	{On: types(Enterprise, Platform, Project, Event, GovernmentBody, Association), Name: "counties", Label: Label{"所在县", "Counties"},
		Comment: "Counties it stands in, through towns, parks, zones and wholes; an enterprise also where it undertakes a project.",
		Targets: types(County), Routes: []Route{route(LocatedIn, Out)}, Derive: []Derivation{Places, ProjectPlaces}},
	{On: orgs(Platform, Project, Event), Name: "places", Label: Label{"所在地", "Places"},
		Comment: "Counties, regions and platforms that it stands in, as stated.",
		Targets: types(County, Region, Platform), Routes: []Route{route(LocatedIn, Out)}},
	{On: types(County), Name: "platforms", Label: Label{"创新平台", "Platforms"},
		Comment: "Platforms located in it or built by it.",
		Targets: types(Platform), Routes: []Route{route(LocatedIn, In), route(Builds, Out)}, Derive: []Derivation{Placed}},
	{On: types(Region), Name: "platforms", Label: Label{"创新平台", "Platforms"},
		Comment: "Platforms located in it or built by it.",
		Targets: types(Platform), Routes: []Route{route(LocatedIn, In), route(Builds, Out)}, Derive: []Derivation{Placed}},
	{On: places, Name: "enterprises", Label: Label{"企业", "Enterprises"},
		Comment: "Enterprises that stand in it or undertake a project in it.",
		Targets: types(Enterprise), Routes: []Route{route(LocatedIn, In)}, Derive: []Derivation{Placed, ProjectFirms}},
	{On: places, Name: "institutions", Label: Label{"院校与机构", "Institutions"},
		Comment: "Universities, institutes, government bodies and associations that stand in it.",
		Targets: types(University, ResearchInstitute, GovernmentBody, Association), Routes: []Route{route(LocatedIn, In)}, Derive: []Derivation{Placed}},
	{On: places, Name: "projects", Label: Label{"项目", "Projects"},
		Comment: "Projects located in it or undertaken by it.",
		Targets: types(Project), Routes: []Route{route(LocatedIn, In), route(Undertakes, Out)}, Derive: []Derivation{Placed}},
	{On: places, Name: "events", Label: Label{"活动", "Events"},
		Comment: "Events that it runs or that take place in it.",
		Targets: types(Event), Routes: []Route{route(Runs, Out), route(LocatedIn, In)}, Derive: []Derivation{Placed}},
	{On: types(Platform), Name: "occupants", Label: Label{"入驻与内设", "Occupants"},
		Comment: "What stands inside it.",
		Targets: orgs(Platform, Project, Event), Routes: []Route{route(LocatedIn, In)}},
	{On: places, Name: "wholes", Label: Label{"上级地区", "Part of"}, Comment: "Places that it is a part of.",
		Targets: places, Routes: []Route{route(PartOf, Out)}},
	{On: places, Name: "parts", Label: Label{"下辖", "Parts"}, Comment: "Places that are part of it.",
		Targets: places, Routes: []Route{route(PartOf, In)}},

	// Platforms.
	{On: organizations, Name: "platforms", Label: Label{"建设平台", "Platforms built"}, Comment: "Platforms that it builds, hosts, operates or supports.",
		Targets: types(Platform), Routes: []Route{route(Builds, Out), route(Supports, Out)}},
	{On: types(Platform), Name: "builders", Label: Label{"建设方", "Builders"}, Comment: "Who builds, hosts, operates or supports it.",
		Targets: orgs(County, Region, Platform), Routes: []Route{route(Builds, In)}},
	{On: types(Platform), Name: "builds", Label: Label{"建设平台", "Platforms built"}, Comment: "Platforms that it builds, hosts, operates or supports.",
		Targets: types(Platform), Routes: []Route{route(Builds, Out)}},
	{On: types(Platform), Name: "wholes", Label: Label{"上级平台", "Part of"}, Comment: "Platforms that it is a part of.",
		Targets: types(Platform), Routes: []Route{route(PartOf, Out)}},
	{On: types(Platform), Name: "parts", Label: Label{"下设平台", "Parts"}, Comment: "Platforms that are part of it.",
		Targets: types(Platform), Routes: []Route{route(PartOf, In)}},
	{On: types(Platform), Name: "supporters", Label: Label{"支持方", "Supporters"}, Comment: "Who funds or approves it.",
		Targets: types(GovernmentBody, Programme), Routes: []Route{route(Supports, In)}},

	// Organizations.
	{On: organizations, Name: "wholes", Label: Label{"上级机构", "Part of"}, Comment: "Organizations that it is a part of.",
		Targets: organizations, Routes: []Route{route(PartOf, Out)}},
	{On: organizations, Name: "parts", Label: Label{"下属机构", "Parts"}, Comment: "Organizations that are part of it.",
		Targets: organizations, Routes: []Route{route(PartOf, In)}},

	// Industries.
	{On: types(County, Region), Name: "industries", Label: Label{"重点产业", "Industries"}, Comment: "Industries that it prioritises; the roles say as what.",
		Targets: types(Industry), Routes: []Route{route(Prioritises, Out)}},
	{On: types(Platform), Name: "industries", Label: Label{"服务产业", "Industries"}, Comment: "Industries that it serves or prioritises.",
		Targets: types(Industry), Routes: []Route{route(Serves, Out), route(Prioritises, Out)}},
	{On: types(Project), Name: "industries", Label: Label{"所属产业", "Industries"}, Comment: "Industries that it belongs to.",
		Targets: types(Industry), Routes: []Route{route(InIndustry, Out)}},
	{On: types(Enterprise), Name: "industries", Label: Label{"从事产业", "Industries"}, Comment: "Industries that it works in or leads.",
		Targets: types(Industry), Routes: []Route{route(ActiveIn, Out), route(Leads, Out)}},
	{On: types(Enterprise), Name: "leads", Label: Label{"引领产业", "Leads"}, Comment: "Industries of which it is named a leader.",
		Targets: types(Industry), Routes: []Route{route(Leads, Out)}},
	{On: types(Industry), Name: "leaders", Label: Label{"龙头企业", "Leaders"}, Comment: "Enterprises named as its leaders.",
		Targets: types(Enterprise), Routes: []Route{route(Leads, In)}},
	{On: types(Industry), Name: "enterprises", Label: Label{"企业", "Enterprises"}, Comment: "Enterprises that work in it or lead it.",
		Targets: types(Enterprise), Routes: []Route{route(ActiveIn, In), route(Leads, In)}},
	{On: types(Industry), Name: "counties", Label: Label{"重点发展县", "Counties"}, Comment: "Counties that prioritise it; the roles say as what.",
		Targets: types(County), Routes: []Route{route(Prioritises, In)}},
	{On: types(Industry), Name: "prioritisers", Label: Label{"重点发展方", "Prioritised by"}, Comment: "Counties, regions and platforms that prioritise it.",
		Targets: types(County, Region, Platform), Routes: []Route{route(Prioritises, In)}},
	{On: types(Industry), Name: "platforms", Label: Label{"服务平台", "Platforms"}, Comment: "Platforms that serve or prioritise it.",
		Targets: types(Platform), Routes: []Route{route(Serves, In), route(Prioritises, In)}},
	{On: types(Industry), Name: "projects", Label: Label{"项目", "Projects"}, Comment: "Projects that belong to it.",
		Targets: types(Project), Routes: []Route{route(InIndustry, In)}},
	{On: types(Industry), Name: "wholes", Label: Label{"上位产业", "Broader"}, Comment: "Broader industries.",
		Targets: types(Industry), Routes: []Route{route(PartOf, Out)}},
	{On: types(Industry), Name: "narrower", Label: Label{"细分领域", "Narrower"}, Comment: "Narrower industries.",
		Targets: types(Industry), Routes: []Route{route(PartOf, In)}},

	// Projects.
	{On: orgs(Platform), Name: "projects", Label: Label{"承担项目", "Projects"}, Comment: "Projects that it undertakes or supports.",
		Targets: types(Project), Routes: []Route{route(Undertakes, Out), route(Supports, Out)}},
	{On: types(Project), Name: "undertakers", Label: Label{"承担方", "Undertakers"}, Comment: "Who carries it out.",
		Targets: orgs(Platform, County), Routes: []Route{route(Undertakes, In)}},
	{On: types(Project), Name: "platforms", Label: Label{"建成平台", "Platforms"}, Comment: "Platforms that it creates.",
		Targets: types(Platform), Routes: []Route{route(Creates, Out)}},
	{On: types(Platform), Name: "origins", Label: Label{"来源项目", "Origins"}, Comment: "Projects that create it.",
		Targets: types(Project), Routes: []Route{route(Creates, In)}},
	{On: types(Project), Name: "supporters", Label: Label{"支持方", "Supporters"}, Comment: "Who funds or approves it.",
		Targets: types(GovernmentBody, Programme), Routes: []Route{route(Supports, In)}},

	// Programmes and membership.
	{On: places, Name: "programmes", Label: Label{"计划行动", "Programmes"}, Comment: "Programmes that it runs, seeks, holds or joins.",
		Targets: types(Programme), Routes: []Route{route(Runs, Out), route(Seeks, Out), route(Holds, Out), route(Joins, Out)}},
	{On: types(GovernmentBody), Name: "programmes", Label: Label{"计划行动", "Programmes"}, Comment: "Programmes that it runs, seeks, holds or supports.",
		Targets: types(Programme), Routes: []Route{route(Runs, Out), route(Seeks, Out), route(Holds, Out), route(Supports, Out)}},
	{On: types(GovernmentBody), Name: "events", Label: Label{"活动", "Events"}, Comment: "Events that it runs.",
		Targets: types(Event), Routes: []Route{route(Runs, Out)}},
	{On: types(University, ResearchInstitute, Enterprise, Association, Platform), Name: "programmes", Label: Label{"计划行动", "Programmes"}, Comment: "Programmes that it seeks, holds or joins.",
		Targets: types(Programme), Routes: []Route{route(Seeks, Out), route(Holds, Out), route(Joins, Out)}},
	{On: types(County, Region, Platform, Enterprise), Name: "joins", Label: Label{"融入对接", "Joins"}, Comment: "Corridors, areas, alliances and programmes that it joins; the roles say as what.",
		Targets: types(Platform, Programme, Region, Association), Routes: []Route{route(Joins, Out)}},
	{On: types(Platform, Programme, Region, Association), Name: "members", Label: Label{"参与方", "Members"}, Comment: "Who joins it; the roles say as what.",
		Targets: types(County, Region, Platform, Enterprise), Routes: []Route{route(Joins, In)}},
	{On: types(Programme), Name: "runners", Label: Label{"实施方", "Run by"}, Comment: "Who carries it out.",
		Targets: types(County, Region, GovernmentBody), Routes: []Route{route(Runs, In)}},
	{On: types(Programme), Name: "seekers", Label: Label{"争创方", "Sought by"}, Comment: "Who applies for it.",
		Targets: orgs(County, Region, Platform), Routes: []Route{route(Seeks, In)}},
	{On: types(Programme), Name: "holders", Label: Label{"获得方", "Held by"}, Comment: "Who has been given it.",
		Targets: orgs(County, Region, Platform), Routes: []Route{route(Holds, In)}},
	{On: types(Programme), Name: "supported", Label: Label{"支持对象", "Supports"}, Comment: "Projects, programmes and platforms that it supports.",
		Targets: types(Project, Programme, Platform), Routes: []Route{route(Supports, Out)}},
	{On: types(Programme), Name: "supporters", Label: Label{"支持方", "Supporters"}, Comment: "Who funds or approves it.",
		Targets: types(GovernmentBody, Programme), Routes: []Route{route(Supports, In)}},
	{On: types(Programme), Name: "wholes", Label: Label{"上级计划", "Part of"}, Comment: "Programmes that it is a part of.",
		Targets: types(Programme), Routes: []Route{route(PartOf, Out)}},
	{On: types(Programme), Name: "parts", Label: Label{"下设计划", "Parts"}, Comment: "Programmes that are part of it.",
		Targets: types(Programme), Routes: []Route{route(PartOf, In)}},
	{On: types(Programme), Name: "basisOf", Label: Label{"被依据", "Basis of"}, Comment: "Documents that rest on it.",
		Targets: types(Document), Routes: []Route{route(BasedOn, In)}},

	// Documents.
	{On: types(County, Region), Name: "documents", Label: Label{"文件", "Documents"}, Comment: "Documents that it issued or that are its plan.",
		Targets: types(Document), Routes: []Route{route(Covers, In), route(Issues, Out)}},
	{On: types(GovernmentBody), Name: "documents", Label: Label{"文件", "Documents"}, Comment: "Documents that it issued.",
		Targets: types(Document), Routes: []Route{route(Issues, Out)}},
	{On: types(Document), Name: "issuers", Label: Label{"印发方", "Issuers"}, Comment: "Who issued it.",
		Targets: types(GovernmentBody, County, Region), Routes: []Route{route(Issues, In)}},
	{On: types(Document), Name: "basis", Label: Label{"依据", "Basis"}, Comment: "What it rests on.",
		Targets: types(Document, Programme, Event), Routes: []Route{route(BasedOn, Out)}},
	{On: types(Document), Name: "basisOf", Label: Label{"被依据", "Basis of"}, Comment: "Documents that rest on it.",
		Targets: types(Document), Routes: []Route{route(BasedOn, In)}},
	{On: types(Document), Name: "covers", Label: Label{"规划范围", "Covers"}, Comment: "Places whose plan it is.",
		Targets: places, Routes: []Route{route(Covers, Out)}},
	{On: types(Document), Name: "tasks", Label: Label{"任务", "Tasks"}, Comment: "Numbered tasks in it.",
		Targets: types(Task), Routes: []Route{route(PartOf, In)}},

	// Tasks and events.
	{On: types(Task), Name: "responsible", Label: Label{"责任单位", "Responsible"}, Comment: "Who is named responsible.",
		Targets: orgs(Platform), Routes: []Route{route(ResponsibleFor, In)}},
	{On: orgs(Platform), Name: "tasks", Label: Label{"负责任务", "Tasks"}, Comment: "Tasks that it is named responsible for.",
		Targets: types(Task), Routes: []Route{route(ResponsibleFor, Out)}},
	{On: types(Task), Name: "documents", Label: Label{"所属文件", "Documents"}, Comment: "The plan it is a task of.",
		Targets: types(Document), Routes: []Route{route(PartOf, Out)}},
	{On: types(Event), Name: "runners", Label: Label{"举办方", "Run by"}, Comment: "Who holds it.",
		Targets: types(County, Region, GovernmentBody), Routes: []Route{route(Runs, In)}},
	{On: types(Event), Name: "wholes", Label: Label{"所属活动", "Part of"}, Comment: "Events that it is a part of.",
		Targets: types(Event), Routes: []Route{route(PartOf, Out)}},
	{On: types(Event), Name: "parts", Label: Label{"子活动", "Parts"}, Comment: "Events that are part of it.",
		Targets: types(Event), Routes: []Route{route(PartOf, In)}},
	{On: types(Event), Name: "basisOf", Label: Label{"被依据", "Basis of"}, Comment: "Documents that rest on it.",
		Targets: types(Document), Routes: []Route{route(BasedOn, In)}},
	{On: types(Document, Event, Programme, Task), Name: "about", Label: Label{"涉及", "About"}, Comment: "What it concerns.",
		Targets: orgs(County, Region, Platform, Industry, Project, Programme, Document, Task, Event), Routes: []Route{route(About, Out)}},
	{On: orgs(County, Region, Platform, Industry, Project, Programme, Document, Task, Event), Name: "subjectOf", Label: Label{"见于", "Subject of"}, Comment: "Documents, events, programmes and tasks that concern it.",
		Targets: types(Document, Event, Programme, Task), Routes: []Route{route(About, In)}},
}
