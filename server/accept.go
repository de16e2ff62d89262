package server

import (
	"strconv"
	"strings"
)

// preferred is which of the offered media types a client likes best, as its Accept
// says (RFC 9110, section 12.5.1): the most specific range that fits a type gives
// its quality, and of types of one quality the first offered wins. -1: it takes none.
// Who says nothing takes everything; what cannot be read says nothing.
func preferred(accept, offered []string) int {
	ranges := mediaRanges(accept)
	if len(ranges) == 0 {
		return 0
	}
	best, liked := -1, 0.0
	for i, name := range offered {
		if q := quality(ranges, name); q > liked {
			best, liked = i, q
		}
	}
	return best
}

// mediaRange is an element of Accept.
type mediaRange struct {
	name string // text/turtle, text/*, */*
	q    float64
}

func mediaRanges(accept []string) []mediaRange {
	var list []mediaRange
	for _, part := range strings.Split(strings.Join(accept, ","), ",") {
		params := strings.Split(part, ";")
		x := mediaRange{strings.ToLower(strings.TrimSpace(params[0])), 1}
		if main, sub, ok := strings.Cut(x.name, "/"); !ok || main == "" || sub == "" {
			continue
		}
		for _, p := range params[1:] {
			name, value, _ := strings.Cut(p, "=")
			if !strings.EqualFold(strings.TrimSpace(name), "q") {
				continue
			}
			q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
			if err != nil || !(q >= 0 && q <= 1) {
				q = 0
			}
			x.q = q
			break
		}
		list = append(list, x)
	}
	return list
}

// quality is that of the most specific range that a type is in; 0 if it is in none.
func quality(ranges []mediaRange, name string) float64 {
	main, _, _ := strings.Cut(name, "/")
	for _, fitting := range []string{name, main + "/*", "*/*"} {
		for _, r := range ranges {
			if r.name == fitting {
				return r.q
			}
		}
	}
	return 0
}
