package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/innograph/innograph/schema"
	"github.com/innograph/innograph/schema/executor"
	"github.com/innograph/innograph/search"
)

// queryFlags say what is asked, whom, and how the answer is printed.
type queryFlags struct {
	data      dataFlags
	variables string
	operation string
	url       string
	format    string
	guard     bool
}

func queryCommand() *cobra.Command {
	var f queryFlags
	cmd := &cobra.Command{
		Use: "query FILE|-", Short: "Run a GraphQL document and print the answer as JSON, as a table or as CSV", Args: takes(1, 1),
		Long: `Run a GraphQL document over the packages, a store or a running server (--url) and print the answer.

As a table or as CSV an answer is one list: that of the one field which the
document asks for, with a row for each entry. What stands around it is repeated on
each row, and a list inside is expanded to rows of its own; lists of single values
are joined by "; ". Cursors, pageInfo and totals of the lists shown are left out.`,
		Example: "  innograph query question.graphql --variables '{\"first\": 5}'\n  echo '{ counties { nodes { id name } } }' | innograph query - --format table\n  innograph query question.graphql --url http://127.0.0.1:8080/graphql --format csv",
		RunE:    func(cmd *cobra.Command, args []string) error { return query(cmd, &f, args[0]) },
	}
	f.data.register(cmd)
	f.data.registerBase(cmd)
	f.data.registerStore(cmd)
	cmd.Flags().StringVar(&f.variables, "variables", "", "variables: `JSON`, or a file with it")
	cmd.Flags().StringVar(&f.operation, "operation", "", "`NAME` of the operation, if the document holds several")
	cmd.Flags().StringVar(&f.url, "url", "", "`URL` of a running server to ask, instead of data or a store")
	cmd.Flags().BoolVar(&f.guard, "guard-cells", false, "in CSV, put ' before cells that a spreadsheet would take for formulas; this alters data")
	cmd.Flags().StringVar(&f.format, "format", "json", "how to print the answer: json, table or csv")
	return cmd
}

// printers write the data of an answer; each says what it cannot write.
var printers = map[string]func(io.Writer, *answer) error{
	"json": func(w io.Writer, a *answer) error {
		var b bytes.Buffer
		if err := json.Indent(&b, a.text, "", "  "); err != nil {
			return err
		}
		_, err := fmt.Fprintln(w, b.String())
		return err
	},
	"table": printTable(writeTable),
	"csv":   printTable(writeCSV),
}

func printTable(write func(io.Writer, *table) error) func(io.Writer, *answer) error {
	return func(w io.Writer, a *answer) error {
		if a.Data == nil {
			return nil // its errors are told
		}
		t, err := tableOf(a.Data)
		if err != nil {
			return err
		}
		return write(w, t)
	}
}

// answer is a GraphQL answer as it came.
type answer struct {
	text   []byte
	Data   json.RawMessage
	Errors []struct{ Message string }
}

func query(cmd *cobra.Command, f *queryFlags, file string) error {
	write, known := printers[f.format]
	if !known {
		return usage("--format %s: there is %s", f.format, strings.Join(slices.Sorted(maps.Keys(printers)), ", "))
	}
	if f.guard {
		if f.format != "csv" {
			return usage("--guard-cells is of use with --format csv only")
		}
		write = printTable(writeGuardedCSV)
	}
	document, err := readDocument(cmd.InOrStdin(), file)
	if err != nil {
		return err
	}
	request := executor.Request{Query: document, OperationName: f.operation}
	if request.Variables, err = readVariables(f.variables); err != nil {
		return err
	}
	var a *answer
	if f.url != "" {
		a, err = askServer(cmd, f, request)
	} else {
		a, err = askHere(cmd, f, request)
	}
	if err != nil {
		return err
	}
	if err := write(cmd.OutOrStdout(), a); err != nil {
		return usage("%s: --format %s: %v", file, f.format, err)
	}
	if n := len(a.Errors); n > 0 {
		code := exitProblems
		if a.Data == nil {
			code = exitUsage
		}
		return &failure{code: code, err: fmt.Errorf("%s: %s; the first: %s", file, count(n, "error"), a.Errors[0].Message)}
	}
	return nil
}

// askHere answers from the packages or a store.
func askHere(cmd *cobra.Command, f *queryFlags, request executor.Request) (*answer, error) {
	g, texts, err := f.data.open(cmd)
	if err != nil {
		return nil, err
	}
	defer g.Close()
	s, _, err := schemaOver(cmd.Context(), g, search.New, texts, nil)
	if err != nil {
		return nil, err
	}
	return execute(cmd.Context(), s, request)
}

func execute(ctx context.Context, s *schema.Schema, request executor.Request) (*answer, error) {
	text, err := s.Execute(ctx, request).MarshalJSON()
	if err != nil {
		return nil, err
	}
	return readAnswer(text)
}

// readAnswer takes an answer apart; data is nil where there is none, not even null.
func readAnswer(text []byte) (*answer, error) {
	a := &answer{text: bytes.TrimSpace(text)}
	err := json.Unmarshal(text, a)
	return a, err
}

func readDocument(stdin io.Reader, file string) (string, error) {
	if file == "-" {
		data, err := io.ReadAll(stdin)
		return string(data), err
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return "", usage("%s: %v", file, plain(err))
	}
	return string(data), nil
}

// readVariables takes JSON as it is, or the name of a file with it.
func readVariables(text string) (map[string]any, error) {
	if text == "" {
		return nil, nil
	}
	if !strings.HasPrefix(strings.TrimSpace(text), "{") {
		data, err := os.ReadFile(text)
		if err != nil {
			return nil, usage("--variables %s: %v", text, plain(err))
		}
		text = string(data)
	}
	var variables map[string]any
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&variables); err != nil {
		return nil, usage("--variables: no JSON object: %v", err)
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, usage("--variables: something follows the JSON object")
	}
	return variables, nil
}
