package main

import (
	"bytes"
	"fmt"
	"log/slog"

	"github.com/spf13/cobra"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/loader"
	"github.com/innograph/innograph/schema"
	"github.com/innograph/innograph/schema/executor"
)

// find gives the entities whose id is in the answer to the query, with the limits that
// the server has. An answer with errors gives none.
func (f *exportFlags) find(cmd *cobra.Command, g *graph.Graph, texts loader.Texts) ([]graph.ID, error) {
	document, err := readDocument(cmd.InOrStdin(), f.query)
	if err != nil {
		return nil, err
	}
	request := executor.Request{Query: document, OperationName: f.operation}
	if request.Variables, err = readVariables(f.variables); err != nil {
		return nil, err
	}
	s, _, err := schemaOver(cmd.Context(), g, texts, slog.Default())
	if err != nil {
		return nil, err
	}
	prepared, refused := s.Prepare(cmd.Context(), request)
	var found []graph.ID
	if refused == nil {
		found, refused = schema.Entities(cmd.Context(), prepared)
	}
	if refused == nil {
		return found, nil
	}
	parts := refused.Parts()
	fmt.Fprintf(cmd.ErrOrStderr(), "%s\n", bytes.Join(parts[:], nil))
	return nil, usage("--query %s: %s, and nothing is exported; the first: %s", f.query, count(len(refused.Errors), "error"), refused.Errors[0].Message)
}
