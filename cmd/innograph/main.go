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
//	innograph shapes     print the SHACL shapes that the quads of every export hold to
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
	case errors.Is(err, context.Canceled), ctx.Err() != nil && errors.Is(err, context.Cause(ctx)):
		fmt.Fprintln(stderr, "innograph: interrupted")
		return exitProblems
	case errors.As(err, &f):
		if !f.silent {
			fmt.Fprintln(stderr, "innograph:", err)
		}
		return f.code
	}
	// What cobra itself refuses: unknown commands and flags.
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
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return readable(err) })
	root.AddCommand(serveCommand(), checkCommand(), loadCommand(), locateCommand(), queryCommand(), exportCommand(), diffCommand(), shapesCommand(), statsCommand(), sourcesCommand(), generateCommand(), benchCommand(), doctorCommand(), versionCommand())
	return root
}

// takes holds the number of a command's arguments against what it is used with.
func takes(least, most int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case least <= len(args) && len(args) <= most:
			return nil
		case most == 0:
			return usage("%s takes no arguments, but was given %q", cmd.CommandPath(), args[0])
		}
		return usage("%s: %s given; it is used as %s", cmd.CommandPath(), count(len(args), "argument"), cmd.UseLine())
	}
}

// wanted says what a flag takes, by the name of its type in pflag.
var wanted = map[string]string{
	"bool": "true or false", "int": "a whole number", "uint64": "a whole number of 0 or more",
	"intSlice": "whole numbers with commas between them", "duration": "a time such as 500ms, 30s or 2m",
}

// readable says what a flag takes where pflag quotes the Go function that cannot read its value.
func readable(err error) error {
	var invalid *pflag.InvalidValueError
	if !errors.As(err, &invalid) {
		return err
	}
	flag := invalid.GetFlag()
	what, known := wanted[flag.Value.Type()]
	if !known {
		return err
	}
	return usage("--%s takes %s, not %q", flag.Name, what, invalid.GetValue())
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
			wrong = usage("%s: %v", name, readable(err))
		}
	})
	return wrong
}

func versionCommand() *cobra.Command {
	return &cobra.Command{Use: "version", Short: "Print the versions of the program and of the data in it", Args: takes(0, 0), RunE: func(cmd *cobra.Command, _ []string) error {
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
