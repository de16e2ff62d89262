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
	utf8 bool // no other charset is asked for
}

func mediaRanges(accept []string) []mediaRange {
	var list []mediaRange
	for _, part := range strings.Split(strings.Join(accept, ","), ",") {
		params := strings.Split(part, ";")
		x := mediaRange{name: strings.ToLower(strings.TrimSpace(params[0])), q: 1, utf8: true}
		if main, sub, ok := strings.Cut(x.name, "/"); !ok || main == "" || sub == "" {
			continue
		}
		for _, p := range params[1:] {
			name, value, _ := strings.Cut(p, "=")
			switch name, value = strings.TrimSpace(name), strings.TrimSpace(value); {
			case strings.EqualFold(name, "charset"):
				x.utf8 = strings.EqualFold(strings.Trim(value, `"`), "utf-8")
			case strings.EqualFold(name, "q"):
				var err error
				if x.q, err = strconv.ParseFloat(value, 64); err != nil || !(x.q >= 0 && x.q <= 1) {
					x.q = 0
				}
			}
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

// acceptable chooses between the media types of GraphQL answers: the one with the highest
// quality, a named type before a wildcard. named says that it was named.
func acceptable(headers []string) (best string, named, ok bool) {
	if strings.TrimSpace(strings.Join(headers, ",")) == "" {
		return mediaJSON, false, true
	}
	quality := 0.0
	for _, r := range mediaRanges(headers) {
		media, isNamed := r.name, true
		switch r.name {
		case mediaJSON, mediaResponse:
		case "*/*", "application/*":
			media, isNamed = mediaJSON, false
		default:
			continue
		}
		if r.utf8 && (r.q > quality || r.q == quality && r.q > 0 && isNamed && !named) {
			best, quality, named = media, r.q, isNamed
		}
	}
	return best, named, best != ""
}
