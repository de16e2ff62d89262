package generate

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/innograph/innograph/graph"
)

// thing is an entity as names and rows of others need it.
type thing struct {
	id, name string
	stem     word   // what its name is told apart by: a brand, a place, a field
	kind     word   // what else its name is made of
	whole    string // the id of what it is a part of
	index    int    // of a county's own entity; -1 for a shared one
}

// world is what all counties share. It is made once and then only read.
type world struct {
	counties, provinces, cities int
	seed                        uint64
	countyOffset                int // where in the stems the names of counties begin

	universities, institutes, industries            []thing
	programmes, documents, events                   []thing
	bodies, associations, corridors, areas          []thing
	rank                                            zipf // as long as the longest list; its beginning serves the others
	universityOffset, instituteOffset, regionOffset int
}

// Sizes of what is shared. With few counties there are fewer of everything, so
// that a small data set is a small copy of the large one: the full counts are
// reached at 765, 740 and 647 counties.
func universityCount(counties int) int { return min(3100, 40+4*counties) }
func instituteCount(counties int) int  { return min(1500, 20+2*counties) }
func industryCount(counties int) int   { return min(2000, 60+3*counties) }

const countryID, countryName = "region/invented-country", "虚构国"

func newWorld(counties int, seed uint64) *world {
	r := newRandom(seed, 0)
	w := &world{counties: counties, seed: seed, provinces: (counties + 99) / 100, cities: (counties + 9) / 10}
	w.countyOffset, w.universityOffset, w.instituteOffset, w.regionOffset = r.below(3600), r.below(3600), r.below(3600), r.below(3600)
	for i := range universityCount(counties) {
		place, kind := stem(w.universityOffset, i/len(universityTypes)), universityTypes[i%len(universityTypes)]
		w.universities = append(w.universities, thing{id: "university/" + place.slug + "-" + kind.slug, name: place.zh + kind.zh, stem: place, kind: kind, index: -1})
	}
	for i := range instituteCount(counties) {
		w.institutes = append(w.institutes, w.institute(i))
	}
	for i := range industryCount(counties) {
		w.industries = append(w.industries, industry(i))
	}
	shuffle(r, w.universities)
	shuffle(r, w.institutes)
	w.titledThings()
	for i := range w.provinces {
		name := stem(w.regionOffset, i).zh
		for _, b := range provincialBodies {
			w.bodies = append(w.bodies, thing{id: "body/" + provinceCode(i) + "0000-" + b.slug, name: name + "省" + b.zh, index: -1})
		}
		w.corridors = append(w.corridors, thing{id: "platform/" + provinceCode(i) + "0000-corridor", name: name + "科创走廊", index: -1})
		if i%4 == 0 {
			w.areas = append(w.areas, thing{id: "region/invented-area-" + strconv.Itoa(i/4+1), name: name + "经济区", index: -1})
		}
	}
	for i := range min(40, 10+counties) {
		f := fields[i]
		w.associations = append(w.associations, thing{id: "association/" + f.slug, name: "全国" + f.zh + "行业协会", index: -1})
	}
	w.rank = newZipf(max(len(w.universities), len(w.institutes), len(w.industries), len(w.programmes), len(w.documents), len(w.events)))
	return w
}

// shuffle mixes the list, since a rank is to say nothing of a name.
func shuffle(r random, list []thing) {
	for i := len(list) - 1; i > 0; i-- {
		j := r.below(i + 1)
		list[i], list[j] = list[j], list[i]
	}
}

func (w *world) titledThings() {
	things := func(prefix string, list []titled) []thing {
		var out []thing
		for _, t := range list {
			out = append(out, thing{id: prefix + t.slug, name: t.zh, index: -1})
		}
		return out
	}
	w.programmes, w.documents, w.events = things("programme/", sharedProgrammes), things("document/", sharedDocuments), things("event/", sharedEvents)
	for _, b := range ministries {
		w.bodies = append(w.bodies, thing{id: "body/" + b.slug, name: b.zh, index: -1})
	}
}

// institute i is a part of a university in one case of three, else a body of its own.
func (w *world) institute(i int) thing {
	if i%3 == 0 {
		u := w.universities[i/3/len(departments)]
		d := departments[i/3%len(departments)]
		return thing{id: "institute/" + u.id[len("university/"):] + "-" + d.slug, name: u.name + d.zh, whole: u.id, index: -1}
	}
	k := i - i/3 - 1
	place, kind := stem(w.instituteOffset, k/len(instituteTypes)), instituteTypes[k%len(instituteTypes)]
	return thing{id: "institute/" + place.slug + "-" + kind.slug, name: place.zh + kind.zh, stem: place, kind: kind, index: -1}
}

// industry i is a broad field first, then a narrower one.
func industry(i int) thing {
	x := fields[i%len(fields)]
	if i < len(fields) {
		return thing{id: "industry/" + x.slug, name: x.zh, stem: x, index: -1}
	}
	m := modifiers[i/len(fields)-1]
	y := word{m.zh + x.zh, m.slug + "-" + x.slug, capital(m.en) + " " + strings.ToLower(x.en)}
	return thing{id: "industry/" + y.slug, name: y.zh, stem: y, whole: "industry/" + x.slug, index: -1}
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// stem is the i-th place name of a list that begins at offset. 1787 is prime to
// 3,600, so all stems come before one comes again; then further characters tell.
func stem(offset, i int) word {
	at := (i%3600*1787 + offset) % 3600
	a, b := stemFirst[at/60], stemSecond[at%60]
	w := word{a.zh + b.zh, a.slug + "-" + b.slug, capital(a.slug + b.slug)}
	for more := i / 3600; more > 0; more /= len(stemMore) {
		m := stemMore[more%len(stemMore)]
		w = word{w.zh + m.zh, w.slug + "-" + m.slug, w.en + m.slug}
	}
	return w
}

// freeCodes are first digits of GB/T 2260 that no province has; from the 32nd on codes have seven digits.
var freeCodes = []int{66, 67, 68, 69, 70, 72, 73, 74, 75, 76, 77, 78, 79, 80, 83, 84, 85, 86, 87, 88, 89, 90, 91, 92, 93, 94, 95, 96, 97, 98, 99}

// provinceCode, cityCode and countyCode make codes in the manner of GB/T 2260
// with ten cities a province and ten counties a city.
func provinceCode(province int) string {
	if province < len(freeCodes) {
		return strconv.Itoa(freeCodes[province])
	}
	return strconv.Itoa(101 + province - len(freeCodes))
}

func cityCode(city int) string {
	return fmt.Sprintf("%s%02d", provinceCode(city/10), city%10+1)
}

func countyCode(county int) string {
	return fmt.Sprintf("%s%02d", cityCode(county/10), county%10+21)
}

func provinceID(province int) string { return "region/" + provinceCode(province) + "0000" }
func cityID(city int) string         { return "region/" + cityCode(city) + "00" }
func countyID(county int) string     { return "county/" + countyCode(county) }

// The witnesses of what is shared have no text, so nothing points into one.
const (
	gazetteer = "source/invented-gazetteer"
	register  = "source/invented-register"
	invented  = "虚构，用于测试与测量"
)

// write writes the shared package.
func (w *world) write(p *parcel) {
	p.sources.row(gazetteer, "reference", "虚构行政区划代码", "虚构", "", "2020", "", "", "", "", "", "", invented)
	p.sources.row(register, "reference", "虚构创新主体名录", "虚构", "", "2021", "", "", "", "", "", "", invented)
	w.writePlaces(p)
	w.writeResearch(p)
	w.writeTitled(p)
	for i, x := range w.industries {
		p.entities.row(x.id, string(graph.Industry), "", "", x.name, x.stem.en)
		if x.whole != "" {
			p.stated(x.id, graph.PartOf, x.whole, register)
		} else {
			p.seen(x.id, register)
		}
		if i%2 == 0 {
			p.names.row(x.id, x.name+"产业", "zh", "alias")
		}
	}
	for _, x := range indicators {
		p.indicators.row(x.id(), x.zh, x.en, x.unit, x.better, "")
		p.names.row(x.id(), x.zh+"指标", "zh", "alias")
	}
}

// stated is a claim of a reference, which has no text to point into.
func (p *parcel) stated(subject string, predicate graph.Predicate, object, source string) {
	p.claims.row(subject, string(predicate), object, "existing", "", source, "", "", "", "", "", "")
}

func (p *parcel) seen(entity, source string) { p.mentions.row(entity, source, "", "", "", "") }

func (w *world) writePlaces(p *parcel) {
	p.entities.row(countryID, string(graph.Region), "country", "national", countryName, "Invented Country")
	p.seen(countryID, gazetteer)
	for _, a := range w.areas {
		p.entities.row(a.id, string(graph.Region), "area", "", a.name, "")
		p.stated(a.id, graph.PartOf, countryID, gazetteer)
	}
	for i := range w.provinces {
		zh := stem(w.regionOffset, i).zh
		p.entities.row(provinceID(i), string(graph.Region), "province", "provincial", zh+"省", "")
		p.names.row(provinceID(i), zh, "zh", "short")
		p.identifiers.row(provinceID(i), "gbt2260", provinceCode(i)+"0000", "2020")
		p.stated(provinceID(i), graph.PartOf, countryID, gazetteer)
		p.stated(provinceID(i), graph.PartOf, w.areas[i/4].id, gazetteer)
	}
	for i := range w.cities {
		zh := stem(w.regionOffset, w.provinces+i).zh
		p.entities.row(cityID(i), string(graph.Region), "city", "municipal", zh+"市", "")
		p.names.row(cityID(i), zh, "zh", "short")
		p.identifiers.row(cityID(i), "gbt2260", cityCode(i)+"00", "2020")
		p.stated(cityID(i), graph.PartOf, provinceID(i/10), gazetteer)
	}
	for i, c := range w.corridors {
		p.entities.row(c.id, string(graph.Platform), "corridor", "provincial", c.name, "")
		p.stated(c.id, graph.LocatedIn, provinceID(i), gazetteer)
	}
}

func (w *world) writeResearch(p *parcel) {
	for i, u := range w.universities {
		p.entities.row(u.id, string(graph.University), "", "", u.name, u.stem.en+" "+u.kind.en)
		p.names.row(u.id, u.stem.zh+string([]rune(u.kind.zh)[:1]), "zh", "short")
		p.stated(u.id, graph.LocatedIn, cityID(i%w.cities), register)
	}
	for i, x := range w.institutes {
		p.entities.row(x.id, string(graph.ResearchInstitute), "", "", x.name, "")
		if x.whole != "" {
			p.stated(x.id, graph.PartOf, x.whole, register)
		} else {
			p.stated(x.id, graph.LocatedIn, cityID(i*7%w.cities), register)
		}
	}
}

func (w *world) writeTitled(p *parcel) {
	ministry := func(i int) string { return "body/" + ministries[i%len(ministries)].slug }
	for i, t := range sharedProgrammes {
		p.entities.row(w.programmes[i].id, string(graph.Programme), t.kind, t.level, t.zh, "")
		p.stated(ministry(i), graph.Runs, w.programmes[i].id, register)
		if i%9 == 8 {
			p.stated(w.programmes[i].id, graph.PartOf, w.programmes[4].id, register)
		}
	}
	for i, t := range sharedDocuments {
		p.entities.row(w.documents[i].id, string(graph.Document), t.kind, "national", t.zh, "")
		p.stated(ministry(i), graph.Issues, w.documents[i].id, register)
		p.stated(w.documents[i].id, graph.About, w.programmes[i].id, register)
	}
	for i, t := range sharedEvents {
		p.entities.row(w.events[i].id, string(graph.Event), t.kind, "national", t.zh, "")
		p.stated(ministry(i), graph.Runs, w.events[i].id, register)
	}
	for i, b := range w.bodies {
		level := "national"
		if i >= len(ministries) {
			level = "provincial"
			p.stated(b.id, graph.LocatedIn, provinceID((i-len(ministries))/len(provincialBodies)), register)
		}
		p.entities.row(b.id, string(graph.GovernmentBody), "", level, b.name, "")
		p.seen(b.id, register)
	}
	for _, a := range w.associations {
		p.entities.row(a.id, string(graph.Association), "", "national", a.name, "")
		p.seen(a.id, register)
	}
}
