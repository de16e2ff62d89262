package reconcile_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "write the answers anew")

// Requests and their answers over the seeds, one file a case.
func TestAnswers(t *testing.T) {
	h := over(seedSchema(t))
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) < 10 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			answer := run(t, h, string(a.Files[0].Data))
			if *update {
				a.Files = append(a.Files[:1], txtar.File{Name: "answer", Data: answer})
				if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(a.Files[1].Data), string(answer)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// run sends "GET address" or "POST field" with the value below it; JSON is indented.
func run(t *testing.T, h http.Handler, request string) []byte {
	t.Helper()
	first, rest, _ := strings.Cut(request, "\n")
	method, what, _ := strings.Cut(first, " ")
	var answer string
	if method == http.MethodPost {
		answer = post(t, h, what, rest)
	} else {
		answer = get(t, h, what)
	}
	if !json.Valid([]byte(answer)) {
		return []byte(answer)
	}
	var b bytes.Buffer
	if err := json.Indent(&b, []byte(answer), "", "  "); err != nil {
		t.Fatal(err)
	}
	return append(b.Bytes(), '\n')
}
