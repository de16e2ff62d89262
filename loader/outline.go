package loader

import (
	"regexp"
	"strings"
	"unicode"
)

// heading is a line, or the beginning of one, that names a section.
type heading struct {
	start int // code point
	level int // 1 is the highest
	title string
}

// Levels of headings in Chinese plans: a chapter or 一、, then （一）, then 1.,
// then a box with its numbered items.
const (
	chapterLevel = 1 + iota
	sectionLevel
	itemLevel
	boxLevel
	boxItemLevel
)

const maxTitle = 40 // runes; a longer line is a sentence

var (
	chapterForm = regexp.MustCompile(`^(第[一二三四五六七八九十]+章|[一二三四五六七八九十]+、|附件 ?[0-9]*|附表 ?[0-9]*)`)
	sectionForm = regexp.MustCompile(`^[（(][一二三四五六七八九十]+[)）]`)
	itemForm    = regexp.MustCompile(`^([0-9]{1,2})[.．、] ?[^0-9 ]`)
	boxForm     = regexp.MustCompile(`^(专栏 ?[0-9]+|表 ?[0-9]+)`)
	tocForm     = regexp.MustCompile(`(\.{4,}|[-—] ?[0-9]+ ?[-—]$|\t)`)
	bookmark    = regexp.MustCompile(`\[bookmark:[^\]]*\]`)
)

// outline finds the headings of a text. Plans come from page scans: headings
// carry marks of the conversion, share a line with their text, or, in a text
// that is one line, stand after a space.
func outline(text []rune) []heading {
	var list []heading
	boxItem := -1 // number of the last item of the open box; -1: no box is open
	for _, c := range candidates(text) {
		title, level := headingOf(c.text)
		if level == 0 {
			continue
		}
		if level == itemLevel {
			n := itemNumber(title)
			listed := strings.HasPrefix(strings.TrimSpace(c.text), "- ")
			if boxItem >= 0 && n == boxItem+1 && (listed || boxItem > 0 || strings.Contains(c.text, "：")) {
				level, boxItem = boxItemLevel, n
			} else {
				boxItem = -1
			}
		} else if level == boxLevel {
			boxItem = 0
		} else {
			boxItem = -1
		}
		list = append(list, heading{c.start, level, title})
	}
	return list
}

type candidate struct {
	start int
	text  string // to the end of the line, 200 runes at most
}

// candidates are the places where a heading may begin: every line, and in a
// text of very long lines also after a space.
func candidates(text []rune) []candidate {
	var list []candidate
	lineStart := true
	lineLen := 0
	for i := 0; i < len(text); i++ {
		if lineStart {
			lineLen = 0
			for j := i; j < len(text) && text[j] != '\n'; j++ {
				lineLen++
			}
		}
		if lineStart || lineLen > 3000 && i > 0 && text[i-1] == ' ' {
			end := i
			for end < len(text) && text[end] != '\n' && end < i+200 {
				end++
			}
			list = append(list, candidate{i, string(text[i:end])})
		}
		lineStart = text[i] == '\n'
	}
	return list
}

// headingOf gives title and level of what a line begins with; 0 if it is no heading.
func headingOf(line string) (string, int) {
	clean := strings.TrimSpace(bookmark.ReplaceAllString(line, ""))
	clean = strings.TrimSpace(strings.TrimPrefix(clean, "- "))
	clean = strings.TrimLeft(clean, "*#— \t")
	if clean == "" || tocForm.MatchString(clean) && !boxForm.MatchString(clean) {
		return "", 0
	}
	level := 0
	switch {
	case chapterForm.MatchString(clean):
		level = chapterLevel
	case sectionForm.MatchString(clean):
		level = sectionLevel
	case itemForm.MatchString(clean):
		level = itemLevel
	case boxForm.MatchString(clean):
		level = boxLevel
	default:
		return "", 0
	}
	title := cutTitle(clean, level)
	if title == "" {
		return "", 0
	}
	return title, level
}

// cutTitle takes the title off a line: all of a short line without a full
// stop, else what stands before the first stop. It is empty if the line reads
// as a sentence.
func cutTitle(line string, level int) string {
	runes := []rune(line)
	for i, c := range runes {
		if i > maxTitle {
			return ""
		}
		stop := c == '。' || c == '*' || c == '；' || c == '：' && level != boxLevel
		if c == ' ' && i > 4 && level <= itemLevel && len(runes) > maxTitle+10 {
			stop = true // one-line texts end a heading with a space
		}
		if stop {
			title := strings.TrimSpace(string(runes[:i]))
			if c == '；' || len([]rune(title)) < 4 {
				return ""
			}
			return title
		}
	}
	return strings.TrimRightFunc(line, unicode.IsSpace)
}

func itemNumber(title string) int {
	n := 0
	for _, c := range title {
		if c < '0' || c > '9' {
			break
		}
		n = n*10 + int(c-'0')
	}
	return n
}

// Section is the path of headings above a place, joined by " > ".
func (t *Text) Section(at int) string {
	var open [boxItemLevel + 1]string
	for _, h := range t.outline {
		if h.start > at {
			break
		}
		open[h.level] = h.title
		for deeper := h.level + 1; deeper < len(open); deeper++ {
			open[deeper] = ""
		}
	}
	var path []string
	for _, title := range open {
		if title != "" {
			path = append(path, title)
		}
	}
	return strings.Join(path, " > ")
}
