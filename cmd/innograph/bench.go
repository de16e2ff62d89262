package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/innograph/innograph/bench"
	"github.com/innograph/innograph/generate"
	"github.com/innograph/innograph/internal/replace"
)

func benchCommand() *cobra.Command {
	var config bench.Config
	var page string
	cmd := &cobra.Command{
		Use: "bench", Short: "Measure questions and building over invented counties", Args: takes(0, 0),
		Long: "Bench generates data sets, puts the same questions to the graph, to hand-written loops over maps and slices, and up to 230 counties to Cayley's\n" +
			"memory store, compares the answers and prints tables in Markdown. 230 counties need 2.8 GB of memory, 2,844 need 5.4 GB.",
		Example: "  innograph bench --counties 5,230,2844 > figures.md",
		RunE:    func(cmd *cobra.Command, _ []string) error { return runBench(cmd, config, page) },
	}
	cmd.Flags().IntSliceVar(&config.Counties, "counties", []int{5, 230}, "`N,…` sizes of the data sets")
	cmd.Flags().StringSliceVar(&config.Questions, "questions", nil, "`NAME,…` of the questions to ask, all unless given: "+strings.Join(bench.Names(), ", "))
	cmd.Flags().IntVar(&config.Runs, "runs", 5, "`N` interleaved runs that medians are taken of")
	cmd.Flags().DurationVar(&config.Block, "block", 200*time.Millisecond, "`TIME` that a question takes in a run, about")
	cmd.Flags().StringVar(&page, "page", "", "`FILE` in Markdown whose tables the figures also replace, under the same headings")
	cmd.Flags().StringVar(&config.Profiles, "profiles", "", "`DIR` for CPU profiles of the questions at the largest size")
	return cmd
}

func runBench(cmd *cobra.Command, config bench.Config, page string) error {
	for _, n := range config.Counties {
		if n < 1 || n > generate.MaxCounties {
			return usage("--counties %d: from 1 to %d can be had", n, generate.MaxCounties)
		}
	}
	for _, name := range config.Questions {
		if !slices.Contains(bench.Names(), name) {
			return usage("--questions %s: the questions are %s", name, strings.Join(bench.Names(), ", "))
		}
	}
	switch {
	case len(config.Counties) == 0:
		return usage("--counties names no size")
	case config.Runs < 1:
		return usage("--runs %d: at least one is needed", config.Runs)
	case config.Block <= 0:
		return usage("--block %v: more than nothing is needed", config.Block)
	}
	slices.Sort(config.Counties)
	var old []byte
	if page != "" {
		var err error
		if old, err = os.ReadFile(page); err != nil {
			return usage("--page: %v", err)
		}
	}
	config.Progress = func(what string) { fmt.Fprintln(cmd.ErrOrStderr(), what) }
	report, err := bench.Run(cmd.Context(), config)
	if err != nil {
		return &failure{code: exitProblems, err: err}
	}
	if _, err := io.WriteString(cmd.OutOrStdout(), report.String()); err != nil || page == "" {
		return err
	}
	filled, err := report.Fill(string(old))
	if err != nil {
		return usage("--page %s: %v", page, err)
	}
	return replace.File(page, func(w io.Writer) error {
		_, err := io.WriteString(w, filled)
		return err
	})
}
