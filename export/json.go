package export

import (
	"strconv"

	"github.com/innograph/innograph/internal/escape"
)

// appendJSON appends text as a JSON string, quotes included.
func appendJSON(b []byte, text string) []byte { return escape.AppendQuoted(b, text) }

// appendMember appends `"name":"text"`.
func appendMember(b []byte, name, text string) []byte {
	return appendJSON(append(appendJSON(b, name), ':'), text)
}

// appendNumber appends `"name":n`.
func appendNumber(b []byte, name string, n int) []byte {
	return strconv.AppendInt(append(appendJSON(b, name), ':'), int64(n), 10)
}
