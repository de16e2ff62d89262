package main

import (
	"github.com/spf13/cobra"

	"github.com/innograph/innograph/export"
	"github.com/innograph/innograph/graph"
)

func shapesCommand() *cobra.Command {
	var data dataFlags
	cmd := &cobra.Command{
		Use: "shapes", Short: "Print the SHACL shapes that the quads of every export hold to", Args: takes(0, 0),
		Long: "Print the SHACL shapes (Turtle) that the quads of every export hold to, for validators of others. They follow from the ontology.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			base, err := graph.ParseBase(data.base)
			if err != nil {
				return usage("--base: %v", err)
			}
			_, err = cmd.OutOrStdout().Write(export.Shapes(base))
			return err
		},
	}
	data.registerBase(cmd)
	return cmd
}
