package escape

import (
	"bytes"
	"encoding/json"
	"io"
)

// JSON is v as JSON on one line, with <, > and & as they are: what is written is no
// HTML, and names have them.
func JSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// Indented writes v as JSON for people to read, as [JSON] spells it, by two spaces a
// level and with a line end.
func Indented(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
