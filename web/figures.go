package web

import "strings"

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
// "at least 3%".
func valueOf(l language, o any) string {
	text := grouped(textAt(o, "value"))
	if to := textAt(o, "valueTo"); to != "" {
		text += "–" + grouped(to)
	}
	unit := textAt(o, "unit")
	switch {
	case unit == "":
	case unit == "%":
		text += "%"
	default:
		text += " " + unitOf(l, unit)
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
	if l == chinese {
		return unit
	}
	if en, known := englishUnits[unit]; known {
		return en
	}
	return unit
}

var englishUnits = map[string]string{
	"": "", "%": "%", "家": "", "个": "", "件": "", "项": "", "名": "", "位": "", "套": "", "台": "", "所": "", "支": "", "只": "", "幢": "buildings",
	"亿元": "× 100 million yuan", "千万元": "× 10 million yuan", "万元": "× 10,000 yuan", "万元/人": "× 10,000 yuan per person", "万元/亩": "× 10,000 yuan per mu",
	"人": "people", "人年": "person-years", "人次": "participants", "万人": "× 10,000 people", "万人次": "× 10,000 participants", "场次": "events", "年": "years", "倍": "times",
	"亩": "mu", "万亩": "× 10,000 mu", "平方米": "m²", "万平方米": "× 10,000 m²", "平方公里": "km²", "吨": "t", "万吨": "× 10,000 t", "台套": "sets",
	"万台": "× 10,000", "万套": "× 10,000 sets", "万只": "× 10,000", "亿只": "× 100 million", "万双": "× 10,000 pairs", "万份": "× 10,000 copies",
}
