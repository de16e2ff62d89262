package main

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/search"
	"github.com/innograph/innograph/server"
)

const tutorial = "../../docs/tutorial.md"

// consoles are the sessions of a page: what is typed behind "$ ", with the lines of
// a document below it, and what the program prints.
var (
	consoles = regexp.MustCompile("(?s)```console\n(.*?)```\n")
	commands = regexp.MustCompile(`(?m)^\$ (.*<<'Q'\n(?:.*\n)*?Q|.*)\n`)
)

// Every command of the tutorial is run, and prints what stands there. -update
// writes it anew.
func TestCommandsOfTheTutorial(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile(tutorial)
	if err != nil {
		t.Fatal(err)
	}
	text := string(page)
	sessions := consoles.FindAllStringSubmatch(text, -1)
	if len(sessions) != 10 {
		t.Fatalf("%d sessions, want one for each question", len(sessions))
	}
	for _, session := range sessions {
		var got strings.Builder
		for _, command := range commands.FindAllStringSubmatch(session[1], -1) {
			got.WriteString("$ " + command[1] + "\n")
			run := exec.Command("sh", "-c", command[1])
			run.Stderr = os.Stderr
			out, err := run.Output()
			if err != nil {
				t.Fatalf("%s: %v", command[1], err)
			}
			got.Write(out)
		}
		if *update {
			text = strings.Replace(text, session[1], got.String(), 1)
		} else if diff := cmp.Diff(session[1], got.String()); diff != "" {
			t.Errorf("session (-docs/tutorial.md +printed):\n%s", diff)
		}
	}
	if *update {
		if err := os.WriteFile(tutorial, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// Every page that the tutorial names is there.
func TestPagesOfTheTutorial(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(tutorial)
	if err != nil {
		t.Fatal(err)
	}
	cmd := &cobra.Command{}
	cmd.SetContext(t.Context())
	snap, err := open(cmd, &dataFlags{base: graph.DefaultBase}, search.New)
	if err != nil {
		t.Fatal(err)
	}
	var now live
	now.swap(snap)
	h := server.New(server.Config{Schema: now.acquire, Logger: slog.New(slog.DiscardHandler)})
	pages := regexp.MustCompile("`(/[^` ]*)`").FindAllStringSubmatch(string(text), -1)
	if len(pages) < 12 {
		t.Fatalf("only %d pages are named", len(pages))
	}
	for _, page := range pages {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, page[1], nil))
		if w.Code != http.StatusOK {
			t.Errorf("%s: %d", page[1], w.Code)
		}
	}
}
