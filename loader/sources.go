package loader

import (
	"cmp"
	"strconv"

	"github.com/innograph/innograph/graph"
)

func (c *checker) source(r row) {
	s := graph.Source{ID: graph.ID(r.get("id")), Kind: cmp.Or(r.get("kind"), "plan"), Title: r.get("title"), Issuer: r.get("issuer"), Number: r.get("number"), Issued: r.get("issued"),
		PeriodStart: r.get("period_start"), PeriodEnd: r.get("period_end"), Region: graph.ID(r.get("region")), Document: graph.ID(r.get("document")), SHA256: r.get("sha256"), Note: r.get("note")}
	s.Runes, _ = strconv.Atoi(r.get("runes"))
	if !c.identity(r, s.ID, graph.SourcePrefix, "a source", "source", c.sources[s.ID].first()) {
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
	c.sources[s.ID] = &placed[graph.Source]{s, r}
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
