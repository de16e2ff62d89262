package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/loader"
)

func statsCommand() *cobra.Command {
	var data dataFlags
	cmd := &cobra.Command{
		Use: "stats", Short: "Count what is in the graph: entities, claims and observations, by type, predicate and source", Args: takes(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error { return stats(cmd, &data) },
	}
	data.register(cmd)
	data.registerBase(cmd)
	data.registerStore(cmd)
	return cmd
}

func stats(cmd *cobra.Command, data *dataFlags) error {
	g, _, err := data.open(cmd)
	if err != nil {
		return err
	}
	defer g.Close()
	sources, err := countBySource(cmd.Context(), g)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
	defer w.Flush()
	s := g.Stats()
	fmt.Fprintf(w, "version\t%s\nnewest source\t%s\n", g.Origin(), orDash(g.Newest()))
	fmt.Fprintf(w, "quads\t%d\nclaims\t%d\nobservations\t%d\nmentions\t%d\nomissions\t%d\nindicators\t%d\n", s.Quads, s.Claims, s.Observations, s.Mentions, s.Omissions, len(g.IndicatorIDs()))
	fmt.Fprint(w, "\nTYPE\tENTITIES\n")
	for _, t := range graph.Ontology.Types {
		fmt.Fprintf(w, "%s\t%d\n", t.Type, s.Entities[t.Type])
	}
	fmt.Fprint(w, "\nPREDICATE\tSTATUS\tCLAIMS\n")
	for _, c := range s.Relations {
		fmt.Fprintf(w, "%s\t%s\t%d\n", c.Predicate, c.Status, c.Count)
	}
	fmt.Fprint(w, "\nSOURCE\tENTITIES\tCLAIMS\tOBSERVATIONS\tMENTIONS\tOMISSIONS\n")
	for _, x := range sources {
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\t%d\n", x.source, len(x.entities), x.claims, x.observations, x.mentions, x.omissions)
	}
	return nil
}

// sourceCount is what one source says.
type sourceCount struct {
	source                                    graph.ID
	entities                                  map[graph.ID]bool // that it names
	claims, observations, mentions, omissions int
}

func countBySource(ctx context.Context, g *graph.Graph) ([]*sourceCount, error) {
	part, err := g.Select(ctx, graph.Selection{})
	if err != nil {
		return nil, err
	}
	var list []*sourceCount
	at := map[graph.ID]*sourceCount{}
	for _, id := range g.SourceIDs() {
		x := &sourceCount{source: id, entities: map[graph.ID]bool{}}
		at[id] = x
		list = append(list, x)
	}
	return list, errors.Join(
		each(part.Claims(ctx), func(c *graph.Claim) {
			x := at[c.Source]
			x.claims++
			x.entities[c.Subject], x.entities[c.Object] = true, true
		}),
		each(part.Observations(ctx), func(o *graph.Observation) {
			x := at[o.Source]
			x.observations++
			x.entities[o.Entity] = true
			if o.Of != "" {
				x.entities[o.Of] = true
			}
		}),
		each(part.Mentions(ctx), func(m *graph.Mention) {
			at[m.Source].mentions++
			at[m.Source].entities[m.Entity] = true
		}),
		each(part.Omissions(ctx), func(o *graph.Omission) { at[o.Source].omissions++ }))
}

// each does something with each of a part's things.
func each[T any](things iter.Seq2[T, error], do func(T)) error {
	for x, err := range things {
		if err != nil {
			return err
		}
		do(x)
	}
	return nil
}

func sourcesCommand() *cobra.Command {
	var data dataFlags
	cmd := &cobra.Command{
		Use: "sources", Short: "List the sources, and whether their texts are at hand", Args: takes(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			g, texts, err := data.open(cmd)
			if err != nil {
				return err
			}
			defer g.Close()
			part, err := g.Select(cmd.Context(), graph.Selection{})
			if err != nil {
				return err
			}
			w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
			defer w.Flush()
			fmt.Fprint(w, "ID\tKIND\tISSUED\tNUMBER\tCODE POINTS\tTEXT\tTITLE\n")
			return each(part.Sources(cmd.Context()), func(s *graph.Source) {
				text := "not at hand"
				switch {
				case s.Kind == "reference":
					text = "none"
				case texts.Has(s.ID):
					text = "at hand"
				}
				fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%d\t%s\t%s\n", s.ID, s.Kind, orDash(s.Issued), orDash(s.Number), s.Runes, text, s.Title)
			})
		},
	}
	data.register(cmd)
	data.registerBase(cmd)
	data.registerStore(cmd)
	return cmd
}

// plans counts the sources that have a text somewhere.
func plans(sources []graph.Source) int {
	n := 0
	for _, s := range sources {
		if s.Kind == "plan" {
			n++
		}
	}
	return n
}

func withText(texts loader.Texts, sources []graph.Source) int {
	n := 0
	for _, s := range sources {
		if texts.Has(s.ID) {
			n++
		}
	}
	return n
}
