package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/innograph/innograph/schema"
)

func queryCommand() *cobra.Command {
	var data dataFlags
	var variables, operation string
	cmd := &cobra.Command{
		Use: "query FILE|-", Short: "Run a GraphQL document and print the answer as JSON", Args: cobra.ExactArgs(1),
		Example: "  innograph query question.graphql --variables '{\"first\": 5}'\n  echo '{ stats { claims } }' | innograph query -",
		RunE:    func(cmd *cobra.Command, args []string) error { return query(cmd, &data, args[0], variables, operation) },
	}
	data.register(cmd)
	data.registerBase(cmd)
	data.registerStore(cmd)
	cmd.Flags().StringVar(&variables, "variables", "", "variables: `JSON`, or a file with it")
	cmd.Flags().StringVar(&operation, "operation", "", "`NAME` of the operation, if the document holds several")
	return cmd
}

func query(cmd *cobra.Command, data *dataFlags, file, variables, operation string) error {
	document, err := readDocument(cmd.InOrStdin(), file)
	if err != nil {
		return err
	}
	request := schema.Request{Query: document, OperationName: operation}
	if request.Variables, err = readVariables(variables); err != nil {
		return err
	}
	g, texts, err := data.open(cmd)
	if err != nil {
		return err
	}
	s, _, err := schemaOver(cmd.Context(), g, texts)
	if err != nil {
		return err
	}
	response := s.Execute(cmd.Context(), request)
	if err := writeJSON(cmd.OutOrStdout(), response); err != nil {
		return err
	}
	if n := len(response.Errors); n > 0 {
		code := exitProblems
		if response.Refused() {
			code = exitUsage
		}
		return &failure{code: code, err: fmt.Errorf("%s: %s; the first: %s", file, count(n, "error"), response.Errors[0].Message)}
	}
	return nil
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
