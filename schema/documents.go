package schema

import (
	"embed"
	"io/fs"
	"strings"
)

//go:embed documents
var documents embed.FS

// Document is a GraphQL document to start from, as the contract with clients
// has it: it runs as written.
type Document struct {
	Name      string // "01-universities-and-counties"
	Title     string // its first comment line
	Text      string
	Variables string // JSON
}

// Documents lists the documents in the order of their names.
func Documents() []Document {
	names, err := fs.Glob(documents, "documents/*.graphql")
	if err != nil {
		panic(err) // the pattern is right
	}
	var list []Document
	for _, name := range names {
		text := mustRead(name)
		base := strings.TrimSuffix(name, ".graphql")
		title, _, _ := strings.Cut(strings.TrimLeft(text, "# "), "\n")
		list = append(list, Document{strings.TrimPrefix(base, "documents/"), title, text, strings.TrimSpace(mustRead(base + ".json"))})
	}
	return list
}

func mustRead(name string) string {
	data, err := documents.ReadFile(name)
	if err != nil {
		panic(err) // every document has its variables beside it in the binary
	}
	return string(data)
}
