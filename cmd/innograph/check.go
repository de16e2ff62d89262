package main

import (
	"errors"
	"fmt"
	"io"
	"net/url"

	"github.com/spf13/cobra"

	"github.com/innograph/innograph/internal/escape"
	"github.com/innograph/innograph/loader"
)

func checkCommand() *cobra.Command {
	var data dataFlags
	var fix bool
	var format string
	cmd := &cobra.Command{
		Use: "check", Short: "Say what is wrong with data packages, with file and line", Args: takes(0, 0),
		Long: "Check reads data packages and prints every problem as file:line: column: what is wrong. It exits with 1 if there is one.\n" +
			"With --sources it also holds every locator against the text: digest, edges, and whether the passage names what the row is about.",
		Example: "  innograph check\n  innograph check --data seeds --sources plans/ --fix-digests",
		RunE:    func(cmd *cobra.Command, _ []string) error { return check(cmd, &data, fix, format) },
	}
	data.register(cmd)
	cmd.Flags().BoolVar(&fix, "fix-digests", false, "fill in empty digests, sections, sha256 and runes, and write datapackage.json, before checking; takes --data")
	cmd.Flags().StringVar(&format, "format", "text", "`FORMAT` of the problems: text, json or sarif")
	return cmd
}

func check(cmd *cobra.Command, data *dataFlags, fix bool, format string) error {
	write, known := problemFormats[format]
	if !known {
		return usage("--format %s: unknown; use text, json or sarif", format)
	}
	packages, err := data.packages()
	if err != nil {
		return err
	}
	texts, err := data.texts()
	if err != nil {
		return err
	}
	if fix {
		if len(data.data) == 0 {
			return usage("--fix-digests writes files, so it needs --data; the packages in the binary cannot be changed")
		}
		if err := fixAll(cmd, packages, texts); err != nil {
			return err
		}
	}
	facts, problems, err := loader.Load(cmd.Context(), packages, texts)
	if err != nil {
		return err
	}
	if err := write(cmd.OutOrStdout(), problems); err != nil {
		return err
	}
	if len(problems) > 0 {
		return &failure{code: exitProblems, err: errors.New(count(len(problems), "problem")), silent: format != "text"}
	}
	if format == "text" {
		checked := "the texts were not at hand, so locators were checked against the lengths and digests of sources only"
		if n := withText(texts, facts.Sources); n > 0 {
			checked = fmt.Sprintf("locators checked against %d of %d texts", n, plans(facts.Sources))
		}
		fmt.Fprintf(cmd.OutOrStdout(), "no problems in %s: %s, %s, %s, %s; %s\n", count(len(packages), "package"), counts(len(facts.Entities), "entity", "entities"),
			count(len(facts.Claims), "claim"), count(len(facts.Observations), "observation"), count(len(facts.Mentions), "mention"), checked)
	}
	return nil
}

// fixAll fills in what can be worked out, in all packages or, if one is no folder, in none.
func fixAll(cmd *cobra.Command, packages []loader.Package, texts loader.Texts) error {
	for _, p := range packages {
		if _, is := p.FS.(folder); !is {
			return usage("--fix-digests writes folders of CSV files, and %s is none", p.Name)
		}
	}
	for _, p := range packages {
		filled, written, err := loader.Fix(p.Name, texts)
		if err != nil {
			return &failure{code: exitProblems, err: err}
		}
		fmt.Fprintf(cmd.ErrOrStderr(), "%s: %d cells filled, %d files written\n", p.Name, filled, len(written))
	}
	return nil
}

// problemFormats are the ways to print problems. SARIF is what code review tools read.
var problemFormats = map[string]func(io.Writer, []loader.Problem) error{
	"text": func(w io.Writer, problems []loader.Problem) error {
		for _, p := range problems {
			if _, err := fmt.Fprintln(w, p); err != nil {
				return err
			}
		}
		return nil
	},
	"json": func(w io.Writer, problems []loader.Problem) error {
		if problems == nil {
			problems = []loader.Problem{}
		}
		return escape.Indented(w, problems)
	},
	"sarif": func(w io.Writer, problems []loader.Problem) error { return escape.Indented(w, sarif(problems)) },
}

// sarif makes a log in the Static Analysis Results Interchange Format 2.1.0.
func sarif(problems []loader.Problem) any {
	type m = map[string]any
	results := make([]any, 0, len(problems))
	for _, p := range problems {
		physical := m{"artifactLocation": m{"uri": (&url.URL{Path: p.File}).String()}}
		location := m{"physicalLocation": physical}
		switch {
		case p.At != "": // a sheet and a node have no lines that a region could name
			location["logicalLocations"] = []any{m{"fullyQualifiedName": p.At}}
		case p.Line > 0:
			physical["region"] = m{"startLine": p.Line}
		}
		bare := p
		bare.File, bare.Line, bare.At = "", 0, ""
		results = append(results, m{"ruleId": "data", "level": "error", "message": m{"text": bare.String()[len(": "):]}, "locations": []any{location}})
	}
	return m{"version": "2.1.0", "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
		"runs": []any{m{"tool": m{"driver": m{"name": "innograph", "version": version(), "rules": []any{m{"id": "data"}}}}, "results": results}}}
}
