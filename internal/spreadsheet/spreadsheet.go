// Package spreadsheet keeps cells of CSV from being read as formulas.
package spreadsheet

import (
	"regexp"
	"strings"
)

// number is a cell that begins as a formula may and is none.
var number = regexp.MustCompile(`^[+-]?[0-9]+(\.[0-9]+)?%?$`)

// Guard puts an apostrophe before a cell that a spreadsheet would take for a
// formula, as OWASP advises ("CSV Injection"): one that begins with =, +, - or @
// (full width, too), a tab or a line end. Numbers stay. It alters data, so it is
// for who opens a file by a double click, not for who reads it with a program.
func Guard(cell string) string {
	if cell == "" || number.MatchString(cell) || !strings.ContainsRune("=+-@＝＋－＠\t\r\n", []rune(cell)[0]) {
		return cell
	}
	return "'" + cell
}
