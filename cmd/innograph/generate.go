package main

import (
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/innograph/innograph/generate"
	"github.com/innograph/innograph/loader"
)

func generateCommand() *cobra.Command {
	var out string
	config := generate.Config{Describe: loader.Describe}
	cmd := &cobra.Command{
		Use: "generate", Short: "Write data packages of invented counties, for tests and measurements", Args: takes(0, 0),
		Long: "Generate writes a folder of data packages: what invented counties share, and up to 50 counties in each package beside it.\n" +
			"The same --counties and --seed give the same bytes. Nothing in the data is true. China has 2,844 counties; 230 give a million quads.",
		Example: "  innograph generate --counties 20 --out invented\n  innograph check --data invented",
		RunE:    func(cmd *cobra.Command, _ []string) error { return generateData(cmd, config, out) },
	}
	cmd.Flags().IntVar(&config.Counties, "counties", 20, fmt.Sprintf("`N` counties, from 1 to %d", generate.MaxCounties))
	cmd.Flags().Uint64Var(&config.Seed, "seed", 1, "`S` of the random numbers; another one gives other data of the same shape")
	cmd.Flags().StringVar(&out, "out", "", "`DIR` to write; it must not exist or be empty (required)")
	return cmd
}

func generateData(cmd *cobra.Command, config generate.Config, out string) error {
	if out == "" {
		return usage("--out DIR is missing; it names the folder to write")
	}
	if config.Counties < 1 || config.Counties > generate.MaxCounties {
		return usage("--counties %d: from 1 to %d can be had", config.Counties, generate.MaxCounties)
	}
	if info, err := os.Stat(out); err == nil && !info.IsDir() {
		return usage("--out %s: is a file; name a folder", out)
	}
	tell, end := progress(cmd.ErrOrStderr(), config.Counties)
	config.Progress = tell
	start := time.Now()
	report, err := generate.Write(cmd.Context(), out, config)
	end()
	switch {
	case errors.Is(err, generate.ErrNotEmpty):
		return usage("--out %s: %v; name a new folder, or empty this one", out, generate.ErrNotEmpty)
	case err != nil:
		return unreachable(err)
	}
	took := time.Since(start)
	fmt.Fprintf(cmd.OutOrStdout(), "%s: %d counties in %d packages, %d rows, %.1f MB; %.1f s, %.0f rows/s\n",
		out, config.Counties, report.Packages, report.Rows, float64(report.Bytes)/1e6, took.Seconds(), float64(report.Rows)/took.Seconds())
	return nil
}
