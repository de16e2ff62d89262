package schema

import (
	"cmp"
	"embed"
	"encoding/json"
	"io/fs"
	"strings"
)

//go:embed documents
var documents embed.FS

// Document is a GraphQL document to start from, as the contract with clients
// has it: it runs as written.
type Document struct {
	Name      string // "01-universities-and-counties"
	Title     string // what it asks: its first comment line
	TitleZh   string // the same in Chinese; the English title if there is none
	Text      string
	Variables string // JSON
}

// Documents lists the documents in the order of their names.
func Documents() []Document {
	paths, err := fs.Glob(documents, "documents/*.graphql")
	if err != nil {
		panic(err) // the pattern is right
	}
	chinese := map[string]string{}
	if err := json.Unmarshal([]byte(mustRead("documents/titles.zh.json")), &chinese); err != nil {
		panic(err) // the file is in the binary
	}
	var list []Document
	for _, path := range paths {
		text := mustRead(path)
		base := strings.TrimSuffix(path, ".graphql")
		title, _, _ := strings.Cut(strings.TrimLeft(text, "# "), "\n")
		name := strings.TrimPrefix(base, "documents/")
		list = append(list, Document{name, title, cmp.Or(chinese[name], title), text, strings.TrimSpace(mustRead(base + ".json"))})
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
