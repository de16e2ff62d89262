package main

import (
	"fmt"
	"log/slog"

	"github.com/spf13/cobra"

	"github.com/innograph/innograph/server"
)

func serveCommand() *cobra.Command {
	var data dataFlags
	var addr string
	cmd := &cobra.Command{
		Use: "serve", Short: "Answer GraphQL and pages over HTTP until interrupted", Args: cobra.NoArgs,
		Example: "  innograph serve\n  innograph serve --addr 127.0.0.1:9000 --sources plans/",
		RunE:    func(cmd *cobra.Command, _ []string) error { return serve(cmd, &data, addr) },
	}
	data.register(cmd)
	cmd.Flags().StringVar(&addr, "addr", "127.0.0.1:8080", "`HOST:PORT` to listen on; port 0 takes a free one")
	return cmd
}

func serve(cmd *cobra.Command, data *dataFlags, addr string) error {
	// The port comes first: a taken one is told before the data is read.
	l, err := server.Listen(addr)
	if err != nil {
		return unreachable(fmt.Errorf("listen on %s: %w; --addr chooses another address", addr, err))
	}
	defer l.Close()
	g, texts, err := data.open(cmd)
	if err != nil {
		return err
	}
	s, err := schemaOver(cmd.Context(), g, texts)
	if err != nil {
		return err
	}
	logger := slog.New(slog.NewTextHandler(cmd.ErrOrStderr(), nil))
	handler := server.New(server.Config{Schema: s, Logger: logger, Version: version()})
	stats := g.Stats()
	fmt.Fprintf(cmd.OutOrStdout(), "innograph: %d claims and %d observations in %d quads\n", stats.Claims, stats.Observations, stats.Quads)
	fmt.Fprintf(cmd.OutOrStdout(), "innograph: http://%s/ and http://%s/graphql\n", l.Addr(), l.Addr())
	return server.Serve(cmd.Context(), l, handler)
}
