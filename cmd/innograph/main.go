// Innograph is a knowledge graph of regional innovation: what county
// science-and-technology plans say of counties, firms, universities, platforms
// and industries, each statement with the passage that says so.
//
//	innograph serve      answer GraphQL and pages over HTTP
//	innograph check      say what is wrong with data packages
//	innograph load       put data packages into a store
//	innograph locate     find where a phrase stands in a plan
//	innograph query      run a GraphQL document
//	innograph export     write the graph, or a part of it, in a public form
//	innograph diff       tell what changed from one data set to another
//	innograph stats      count what is in the graph
//	innograph sources    list the sources
//	innograph generate   write data packages of invented counties
//	innograph bench      measure questions and building over invented counties
//	innograph doctor     say what is in the way of serving, and what to mend
//	innograph version    print the versions of the program and of the data in it
//
// Without --data the packages in the binary are used. Each flag can be set by
// an environment variable: --addr by INNOGRAPH_ADDR, say; several values of one
// flag stand there with commas between them. Results go to standard output,
// errors to standard error. Exit codes: 0 done, 1 problems in the data, 2 wrong
// usage, 3 a store or server could not be reached.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/innograph/innograph/loader"
)

// Exit codes.
const (
	exitProblems    = 1
	exitUsage       = 2
	exitUnreachable = 3
)

// failure is an error with its exit code. A silent one has been told already.
type failure struct {
	code   int
	err    error
	silent bool
}

func (f *failure) Error() string { return f.err.Error() }
func (f *failure) Unwrap() error { return f.err }

func usage(format string, args ...any) error {
	return &failure{code: exitUsage, err: fmt.Errorf(format, args...)}
}

func unreachable(err error) error { return &failure{code: exitUnreachable, err: err} }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is the program without the process around it: it gives the exit code.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	root := newRoot()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	var f *failure
	switch {
	case err == nil:
		return 0
	case errors.As(err, &f):
		if !f.silent {
			fmt.Fprintln(stderr, "innograph:", err)
		}
		return f.code
	}
	if errors.Is(err, context.Canceled) {
		fmt.Fprintln(stderr, "innograph: interrupted")
		return exitProblems
	}
	// What cobra itself refuses: unknown commands and flags, wrong counts of arguments.
	fmt.Fprintf(stderr, "innograph: %v\n", err)
	return exitUsage
}

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:               "innograph",
		Short:             "A knowledge graph of regional innovation, each statement with its passage",
		SilenceUsage:      true,
		SilenceErrors:     true,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error { return fromEnvironment(cmd) },
	}
	root.AddCommand(serveCommand(), checkCommand(), loadCommand(), locateCommand(), queryCommand(), exportCommand(), diffCommand(), shapesCommand(), statsCommand(), sourcesCommand(), generateCommand(), benchCommand(), doctorCommand(), versionCommand())
	return root
}

// fromEnvironment sets flags that the command line leaves open from INNOGRAPH_….
func fromEnvironment(cmd *cobra.Command) error {
	var wrong error
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		name := "INNOGRAPH_" + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
		value, set := os.LookupEnv(name)
		if f.Changed || !set || wrong != nil {
			return
		}
		if err := cmd.Flags().Set(f.Name, value); err != nil {
			wrong = usage("%s=%s: %v", name, value, err)
		}
	})
	return wrong
}

func versionCommand() *cobra.Command {
	return &cobra.Command{Use: "version", Short: "Print the versions of the program and of the data in it", Args: cobra.NoArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		packages, err := (&dataFlags{}).packages()
		if err != nil {
			return err
		}
		fmt.Fprintf(cmd.OutOrStdout(), "innograph %s\ndata %s, %s\n", version(), loader.Digest(packages), count(len(packages), "package"))
		return nil
	}}
}

// version is what the Go toolchain knows of the build.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}
