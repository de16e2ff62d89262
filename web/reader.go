package web

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
)

// reading is a source's page: its text with the passages marked, or what was
// read in it as a list.
type reading struct {
	Contents []chapter
	Current  *chapter // the part that is shown; nil: there is no text to show
	Previous *chapter
	Next     *chapter
	Pieces   []piece
	Notes    []*noted
	Asked    *noted // the passage that the address asks for, if it does
	Earlier  *span  // the passage before that one, and the one behind it
	Later    *span
	Places   []placed // of the list
	Info     any      // pageInfo of the list
}

// chapter is a part of the text to read at a time.
type chapter struct {
	Place   span
	Section string
	Number  int // from 1
}

// span is a place in a text, in code points.
type span struct{ Start, End int }

// placeLink is the address of a place in the text of a source; source is the
// path of its page. Where the text is not at hand the list begins there.
func placeLink(source string, place span) string {
	return fmt.Sprintf("%s?start=%d&end=%d#p%s", source, place.Start, place.End, place.Anchor())
}

// partLink is the address of the part of a text that begins at a place.
func partLink(source string, start int) string { return fmt.Sprintf("%s?start=%d", source, start) }

// Anchor names the place on its page.
func (s span) Anchor() string { return fmt.Sprintf("%d-%d", s.Start, s.End) }

// piece is a stretch of text in which nothing begins and nothing ends.
type piece struct {
	Text          string
	Begins        []*noted // passages that begin here
	Ends          []*noted // passages whose last sign is the last here
	Marked, Asked bool     // something was read here; the passage asked for
}

// noted is a passage with all that was read in it.
type noted struct {
	Place      span
	Number     int // from 1 on each page
	Claims     []any
	Figures    []any
	Highlights bool // it is the passage asked for
}

// aroundText asks for the passages before and behind the part that is shown.
func aroundText(root, variables map[string]any) map[string]any {
	text := at(root, "source.text")
	if text == nil || at(root, "source.parts") == nil {
		return nil
	}
	return map[string]any{"id": variables["id"], "from": intAt(text, "start"), "to": intAt(text, "end")}
}

func arrangeSource(v *view, _ *ontology, p *parameters) any {
	source := v.Data["source"]
	shown := &reading{}
	for _, list := range []string{"claims", "observations", "omissions"} {
		if at(source, list) != nil {
			shown.Info = at(source, list+".pageInfo")
			shown.Places = places(listAt(source, list+".nodes"))
		}
	}
	if text := at(source, "text"); text != nil {
		asked := span{p.number("start", 0, 1<<30, 0), p.number("end", 1, 1<<30, 0)}
		shown.chapters(listAt(source, "parts"), text)
		shown.read(text, asked)
		shown.neighbours(v.Around)
	}
	return shown
}

// chapters lays out the contents, and where the part shown stands in them.
func (s *reading) chapters(parts []any, text any) {
	for i, p := range parts {
		s.Contents = append(s.Contents, chapter{spanOf(p), textAt(p, "section"), i + 1})
	}
	i := slices.IndexFunc(s.Contents, func(c chapter) bool { return c.Place == spanOf(text) })
	if i < 0 {
		return
	}
	s.Current = &s.Contents[i]
	if i > 0 {
		s.Previous = &s.Contents[i-1]
	}
	if i+1 < len(s.Contents) {
		s.Next = &s.Contents[i+1]
	}
}

func spanOf(v any) span { return span{intAt(v, "start"), intAt(v, "end")} }

// read marks the passages of a part of the text.
func (s *reading) read(text any, asked span) {
	whole := spanOf(text)
	for _, p := range listAt(text, "passages") {
		s.note(p)
	}
	slices.SortStableFunc(s.Notes, func(a, b *noted) int {
		return cmp.Or(cmp.Compare(a.Place.Start, b.Place.Start), cmp.Compare(a.Place.End, b.Place.End))
	})
	cuts := []int{whole.Start, whole.End}
	for i, n := range s.Notes {
		n.Number = i + 1
		if n.Place == asked {
			n.Highlights, s.Asked = true, n
		}
		cuts = append(cuts, max(n.Place.Start, whole.Start), min(n.Place.End, whole.End))
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	runes := []rune(textAt(text, "text"))
	for i := 0; i+1 < len(cuts); i++ {
		s.Pieces = append(s.Pieces, s.piece(span{cuts[i], cuts[i+1]}, whole, runes))
	}
}

// note gathers what was read in one passage. Mentions are no reading.
func (s *reading) note(passage any) {
	place := spanOf(at(passage, "evidence"))
	claim, figure := at(passage, "claim"), at(passage, "observation")
	if claim == nil && figure == nil {
		return
	}
	i := slices.IndexFunc(s.Notes, func(n *noted) bool { return n.Place == place })
	if i < 0 {
		i = len(s.Notes)
		s.Notes = append(s.Notes, &noted{Place: place})
	}
	n := s.Notes[i]
	if claim != nil {
		n.Claims = append(n.Claims, claim)
	} else {
		n.Figures = append(n.Figures, figure)
	}
}

// piece is the stretch of text at a place.
func (s *reading) piece(here, whole span, runes []rune) piece {
	p := piece{Text: string(runes[here.Start-whole.Start : here.End-whole.Start])}
	for _, n := range s.Notes {
		if n.Place.Start >= here.End || n.Place.End <= here.Start {
			continue
		}
		p.Marked, p.Asked = true, p.Asked || n.Highlights
		if max(n.Place.Start, whole.Start) == here.Start {
			p.Begins = append(p.Begins, n)
		}
		if min(n.Place.End, whole.End) == here.End {
			p.Ends = append(p.Ends, n)
		}
	}
	return p
}

// neighbours finds the passages before and behind the one that is asked for;
// beyond the part shown those that the second operation found.
func (s *reading) neighbours(around map[string]any) {
	if s.Asked == nil {
		return
	}
	beyond := func(side string) *span {
		for _, c := range listAt(around, "source."+side+".nodes") {
			if place := spanOf(at(c, "evidence")); place != s.Asked.Place {
				return &place
			}
		}
		return nil
	}
	i := s.Asked.Number - 1
	if s.Earlier = beyond("before"); i > 0 {
		s.Earlier = &s.Notes[i-1].Place
	}
	if s.Later = beyond("after"); i+1 < len(s.Notes) {
		s.Later = &s.Notes[i+1].Place
	}
}

// placed is what was read at one place, in a list.
type placed struct {
	Heading bool // source or section are not those of the entry before
	Source  any
	Section string
	Quote   string
	Place   *span // nil: a reference without text
	Items   []any
}

func arrangePassages(v *view, _ *ontology, _ *parameters) any {
	return places(listAt(v.Data, "entity.passages.nodes"))
}

// places gathers entries of a list in reading order that stand at the same place.
func places(nodes []any) []placed {
	var list []placed
	heading, last := " ", ""
	for _, n := range nodes {
		e := at(n, "evidence")
		p := placed{Source: at(e, "source"), Section: textAt(e, "section"), Quote: textAt(e, "quote"), Items: []any{n}}
		key := strconv.Itoa(len(list)) // what has no place stands alone
		if at(e, "end") != nil {
			place := spanOf(e)
			p.Place, key = &place, textAt(p.Source, "id")+" "+place.Anchor()
		}
		if key == last {
			list[len(list)-1].Items = append(list[len(list)-1].Items, n)
			continue
		}
		last = key
		if here := textAt(p.Source, "id") + " " + p.Section; here != heading {
			heading, p.Heading = here, true
		}
		list = append(list, p)
	}
	return list
}
