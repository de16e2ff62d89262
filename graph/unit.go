package graph

import (
	"math/big"
	"strings"
)

// unit is a row of the table of units: values of one dimension can be compared
// after multiplying with the factor.
type unit struct {
	name      string
	dimension string
	factor    string // how many of the dimension's base unit one is: a decimal or a fraction
}

// units lists every unit that observations may have, as plans print them.
var units = []unit{
	{"%", "share", "1"}, {"倍", "times", "1"}, {"分", "score", "1"}, {"点", "score", "1"}, {"位", "rank", "1"},
	{"元", "money", "1"}, {"万元", "money", "10000"}, {"千万元", "money", "10000000"}, {"亿元", "money", "100000000"},
	{"元/人", "money a head", "1"}, {"万元/人", "money a head", "10000"}, {"万元/亩", "money a mu", "10000"},
	{"人", "people", "1"}, {"名", "people", "1"}, {"万人", "people", "10000"}, {"人次", "visits", "1"}, {"万人次", "visits", "10000"},
	{"人年", "people", "1"}, {"人年/万人", "people", "1"}, // full-time equivalents: plans print 人 and 人年 for one indicator
	{"家", "bodies", "1"}, {"个", "bodies", "1"}, {"所", "bodies", "1"}, {"家/千家", "bodies in a thousand", "1"},
	{"件", "items", "1"}, {"项", "items", "1"}, {"件/万人", "items", "1"}, {"篇", "items", "1"}, {"份", "copies", "1"}, {"万份", "copies", "10000"},
	{"平方米", "area", "1"}, {"亩", "area", "2000/3"}, {"万亩", "area", "20000000/3"}, {"公顷", "area", "10000"}, {"万平方米", "area", "10000"}, {"平方公里", "area", "1000000"},
	{"台", "pieces", "1"}, {"万台", "pieces", "10000"}, {"台套", "pieces", "1"}, {"套", "pieces", "1"}, {"万套", "pieces", "10000"},
	{"只", "pieces", "1"}, {"万只", "pieces", "10000"}, {"亿只", "pieces", "100000000"}, {"支", "teams", "1"}, {"张", "sheets", "1"}, {"双", "pairs", "1"}, {"万双", "pairs", "10000"},
	{"吨", "mass", "1"}, {"万吨", "mass", "10000"}, {"公里", "length", "1"}, {"年", "years", "1"}, {"次", "times held", "1"}, {"期", "times held", "1"}, {"场", "times held", "1"}, {"场次", "times held", "1"},
	{"座", "buildings", "1"}, {"幢", "buildings", "1"}, {"处", "places", "1"}, {"条", "lines", "1"}, {"辆", "vehicles", "1"}, {"户", "households", "1"}, {"种", "sorts", "1"}, {"部", "works", "1"}, {"千瓦", "power", "1"},
}

// Units lists the names of all units.
func Units() []string {
	names := make([]string, len(units))
	for i, u := range units {
		names[i] = u.name
	}
	return names
}

func findUnit(name string) (unit, bool) {
	for _, u := range units {
		if u.name == name {
			return u, true
		}
	}
	return unit{}, false
}

// Comparable reports whether values in two units can be converted into each other.
func Comparable(a, b string) bool {
	ua, okA := findUnit(a)
	ub, okB := findUnit(b)
	return okA && okB && ua.dimension == ub.dimension
}

// Convert gives value, a decimal in unit from, as an exact number in unit to;
// false if value is no decimal or the units do not compare.
func Convert(value, from, to string) (*big.Rat, bool) {
	if !IsDecimal(value) || !Comparable(from, to) {
		return nil, false
	}
	number, _ := new(big.Rat).SetString(value)
	a, _ := findUnit(from)
	b, _ := findUnit(to)
	fa, _ := new(big.Rat).SetString(a.factor)
	fb, _ := new(big.Rat).SetString(b.factor)
	return number.Mul(number, fa).Quo(number, fb), true
}

// IsDecimal reports whether s is a decimal as plans print them: digits with at
// most one point, and a sign in front at most.
func IsDecimal(s string) bool {
	whole, fraction, point := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	return len(s) <= 40 && isDigits(whole) && (!point || isDigits(fraction))
}

func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
