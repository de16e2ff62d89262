package executor

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// Every code that an error may have is explained.
func TestCodesAreDocumented(t *testing.T) {
	source, err := os.ReadFile("errors.go")
	if err != nil {
		t.Fatal(err)
	}
	docs, err := os.ReadFile("../../docs/requests.md")
	if err != nil {
		t.Fatal(err)
	}
	codes := regexp.MustCompile(`Code\w+\s+= "([A-Z_]+)"`).FindAllStringSubmatch(string(source), -1)
	if len(codes) < 10 {
		t.Fatalf("%d codes", len(codes))
	}
	for _, c := range codes {
		if !strings.Contains(string(docs), "`"+c[1]+"`") {
			t.Errorf("docs/requests.md does not say what %s is", c[1])
		}
	}
}
