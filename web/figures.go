package web

import (
	"regexp"
	"strings"
)

// grouped puts commas between thousands of a decimal, from five digits on; what is no number stays as it is.
func grouped(text string) string {
	whole, fraction, _ := strings.Cut(text, ".")
	digits := strings.TrimPrefix(whole, "-")
	if len(digits) < 5 || strings.Trim(digits+fraction, "0123456789") != "" {
		return text
	}
	var b strings.Builder
	b.WriteString(strings.TrimSuffix(whole, digits))
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(d)
	}
	if fraction != "" {
		b.WriteString("." + fraction)
	}
	return b.String()
}

// valueOf is what an observation says, with bound and unit: "3%以上", "超过 3%",
// "at least 3%". In English the units of ten thousand and more are written out.
func valueOf(l language, o any) string {
	text := numberOf(l, o)
	switch unit := unitOf(l, textAt(o, "unit")); unit {
	case "":
	case "%":
		text += "%"
	default:
		text += " " + unit
	}
	label := textAt(o, "boundLabel")
	switch bound := textAt(o, "bound"); {
	case label == "":
		return text
	case l == chinese && bound != "GT" && bound != "LT": // "以上", "以内" and "左右" follow the value
		return text + label
	}
	return label + " " + text
}

// numberOf is the number of an observation, or the interval.
func numberOf(l language, o any) string {
	value, to, tens := textAt(o, "value"), textAt(o, "valueTo"), 0
	if l == english {
		tens = englishUnits[textAt(o, "unit")].tens
	}
	if tens == 0 || !decimal.MatchString(value) {
		return join("–", grouped(value), grouped(to))
	}
	larger := times(value, tens)
	if to != "" {
		larger = times(to, tens)
	}
	for _, m := range magnitudes {
		if len(whole(larger)) > m.tens {
			return join("–", grouped(times(value, tens-m.tens)), grouped(times(to, tens-m.tens))) + m.word
		}
	}
	return join("–", grouped(times(value, tens)), grouped(times(to, tens)))
}

// printedOf is how a value stands in the text, if the page writes it otherwise.
func printedOf(l language, o any) string {
	unit := textAt(o, "unit")
	if l == chinese || englishUnits[unit].tens == 0 || !decimal.MatchString(textAt(o, "value")) {
		return ""
	}
	return numberOf(chinese, o) + " " + unit
}

// amountOf is a number of an observation as charts draw it: in the unit that the page writes.
func amountOf(l language, o any, number string) string {
	text := textAt(o, number)
	if l == chinese || !decimal.MatchString(text) {
		return text
	}
	return times(text, englishUnits[textAt(o, "unit")].tens)
}

// magnitudes are English words for powers of ten, the largest first.
var magnitudes = []struct {
	tens int
	word string
}{{9, " billion"}, {6, " million"}}

var decimal = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

// whole are the digits of a decimal before the point.
func whole(text string) string {
	digits, _, _ := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	return digits
}

// times is a decimal with its point moved by some places to the right, or to
// the left if there are fewer than none; exact, without zeros that say nothing.
func times(text string, tens int) string {
	if text == "" {
		return ""
	}
	before, after, _ := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	digits, point := before+after, len(before)+tens
	if point < 1 {
		digits, point = strings.Repeat("0", 1-point)+digits, 1
	}
	if missing := point - len(digits); missing > 0 {
		digits += strings.Repeat("0", missing)
	}
	before, after = strings.TrimLeft(digits[:point], "0"), strings.TrimRight(digits[point:], "0")
	if before == "" {
		before = "0"
	}
	number := join(".", before, after)
	if strings.HasPrefix(text, "-") && number != "0" {
		return "-" + number
	}
	return number
}

// measureOf is the measure of an observation, unless it is the plain one or its unit says so.
func measureOf(l language, words *ontology, o any) string {
	m := textAt(o, "measure")
	if m == "STOCK" || m == "SHARE" || m == "RATIO" {
		return ""
	}
	return words.label(l, "measures", m)
}

// periodOf is a year, or a span of years.
func periodOf(period string) string { return strings.ReplaceAll(period, "/", "–") }

// unitOf is a unit as the reader's language writes it. Chinese counters of things have no word in English.
func unitOf(l language, unit string) string {
	if en, known := englishUnits[unit]; known && l == english {
		return en.word
	}
	return unit
}

// englishUnits are units in English: a power of ten, which becomes part of the number, and a word.
var englishUnits = map[string]struct {
	tens int
	word string
}{
	"": {}, "%": {0, "%"}, "家": {}, "个": {}, "件": {}, "项": {}, "名": {}, "位": {}, "套": {}, "台": {}, "所": {}, "支": {}, "只": {}, "幢": {0, "buildings"},
	"亿元": {8, "yuan"}, "千万元": {7, "yuan"}, "万元": {4, "yuan"}, "万元/人": {4, "yuan per person"}, "万元/亩": {4, "yuan per mu"},
	"人": {0, "people"}, "人年": {0, "person-years"}, "人次": {0, "participants"}, "万人": {4, "people"}, "万人次": {4, "participants"}, "场次": {0, "events"}, "年": {0, "years"}, "倍": {0, "times"},
	"亩": {0, "mu"}, "万亩": {4, "mu"}, "平方米": {0, "m²"}, "万平方米": {4, "m²"}, "平方公里": {0, "km²"}, "吨": {0, "t"}, "万吨": {4, "t"}, "台套": {0, "sets"},
	"万台": {4, ""}, "万套": {4, "sets"}, "万只": {4, ""}, "亿只": {8, ""}, "万双": {4, "pairs"}, "万份": {4, "copies"},
}
