package export

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"

	"github.com/innograph/innograph/graph"
)

// What is said of the data set as a whole, wherever a form says it.
const (
	datasetTitle   = "innograph: knowledge graph of regional innovation"
	datasetTitleZh = "innograph 区域创新知识图谱"
	licenceName    = "CC-BY-4.0"
	licenceTitle   = "Creative Commons Attribution 4.0"
	licenceIRI     = "https://creativecommons.org/licenses/by/4.0/"
	repository     = "https://github.com/innograph/innograph"
	authors        = "innograph developers"
)

// abstract says what is in a graph, with its numbers.
func abstract(g *graph.Graph) string {
	s := g.Stats()
	entities := 0
	for _, n := range s.Entities {
		entities += n
	}
	return fmt.Sprintf("What county science-and-technology plans say of counties, firms, universities, institutes, platforms, industries, projects, programmes and targets, each statement with its passage: "+
		"%d entities, %d claims and %d observations from %d sources.", entities, s.Claims, s.Observations, len(g.SourceIDs()))
}

// Citation writes how to cite the data: a CITATION.cff as the Citation File Format
// 1.2.0 describes it. The sources are its references.
func Citation(ctx context.Context, out io.Writer, g *graph.Graph) error {
	b := []byte("cff-version: 1.2.0\n")
	add := func(format string, args ...any) { b = fmt.Appendf(b, format, args...) }
	add("message: If you use these data, please cite them as below.\ntype: dataset\ntitle: %s\n", scalar(datasetTitle))
	add("abstract: %s\nauthors:\n  - name: %s\nrepository-code: %s\nlicense: %s\n", scalar(abstract(g)), scalar(authors), repository, licenceName)
	add("keywords:\n  - knowledge graph\n  - regional innovation\n  - science and technology policy\n  - China\n")
	if g.Origin() != "" {
		add("version: %s\nidentifiers:\n  - type: other\n    value: %s\n    description: digest of the data packages\n", scalar(g.Edition()), scalar("sha256:"+g.Origin()))
	}
	sources, err := g.Sources(ctx, g.SourceIDs())
	if err != nil {
		return err
	}
	for i, s := range sources {
		if i == 0 {
			add("references:\n")
		}
		kind := "government-document"
		if s.Kind == "reference" {
			kind = "generic"
		}
		add("  - type: %s\n    title: %s\n    authors:\n      - name: %s\n", kind, scalar(s.Title), scalar(cmp.Or(s.Issuer, "anonymous")))
		if s.Number != "" {
			add("    number: %s\n", scalar(s.Number))
		}
		if year, err := strconv.Atoi(s.Issued[:min(4, len(s.Issued))]); err == nil {
			add("    year: %d\n", year)
		}
		if len(s.Issued) == len("2006-01-02") {
			add("    date-published: %s\n", scalar(s.Issued))
		}
		add("    url: %s\n", scalar(g.IRI(s.ID)))
	}
	_, err = out.Write(b)
	return err
}

// scalar is a YAML text between quotes, which are JSON's: YAML takes every JSON text.
func scalar(text string) string { return string(appendJSON(nil, text)) }

// digestName is the name of data by their SHA-256 (RFC 6920); empty if that is not known.
func digestName(digest string) string {
	sum, err := hex.DecodeString(digest)
	if err != nil || len(sum) != 32 {
		return ""
	}
	return "ni:///sha-256;" + base64.RawURLEncoding.EncodeToString(sum)
}
