package loader

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/innograph/innograph/graph"
)

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
	if source.fact.Kind == "reference" {
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
	case source.fact.Runes > 0 && l.End > source.fact.Runes:
		c.at(r, "end", "lies behind the end of the text", fmt.Sprintf("at most %d", source.fact.Runes), "")
	case l.Digest == "":
		c.at(r, "digest", "is empty", "the digest of the passage", "innograph check --sources DIR --fix-digests fills it in")
	default:
		return l, c.passage(r, l)
	}
	return l, false
}

// passage holds a locator against the text, where it is at hand.
func (c *checker) passage(r row, l graph.Locator) bool {
	text := c.texts.of(&c.sources[l.Source].fact)
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
	text := c.texts.of(&c.sources[l.Source].fact)
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
