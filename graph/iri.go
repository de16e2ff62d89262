package graph

import (
	"fmt"
	"strings"
)

// ID names a thing inside innograph: "county/330324", "claim/8f3a…". It is
// ASCII: the prefix of its type, a slash, and lower-case letters, digits and
// hyphens. Under a base it is an IRI; see [Base].
type ID string

// DefaultBase is the base of IRIs unless the user sets another.
const DefaultBase = "https://innograph.github.io/id/"

// Prefixes of ids that are not entities'.
const (
	SourcePrefix      = "source"
	IndicatorPrefix   = "indicator"
	ClaimPrefix       = "claim"
	ObservationPrefix = "observation"
	mentionPrefix     = "mention"
	omissionPrefix    = "omission"
	identifierPrefix  = "identifier"
)

// maxID bounds the length of an id in bytes; IRIs stay readable and index keys small.
const maxID = 160

// ParseID checks the form of s: a prefix of letters, a slash, and a name of
// lower-case letters, digits and single hyphens inside it. It does not ask
// whether anything has this id.
func ParseID(s string) (ID, error) {
	prefix, name, found := strings.Cut(s, "/")
	switch {
	case len(s) > maxID:
		return "", fmt.Errorf("id of %d bytes, at most %d are allowed", len(s), maxID)
	case !found || prefix == "" || name == "":
		return "", fmt.Errorf("id %q is not of the form prefix/name", s)
	case !isLower(prefix):
		return "", fmt.Errorf("id %q: prefix %q has more than lower-case letters", s, prefix)
	case !isSlug(name):
		return "", fmt.Errorf("id %q: name %q has more than lower-case letters, digits and inner hyphens", s, name)
	}
	return ID(s), nil
}

// Prefix is what stands before the slash.
func (id ID) Prefix() string {
	prefix, _, _ := strings.Cut(string(id), "/")
	return prefix
}

// Type is the type of the entity with this id, by its prefix.
func (id ID) Type() (Type, bool) {
	t, ok := typeByPrefix[id.Prefix()]
	return t, ok
}

// Base is the IRI prefix under which ids are minted. It ends in a slash or a hash.
type Base string

// ParseBase checks that s is an absolute http or https IRI of ASCII characters
// that ends in "/" or "#", so that ids can be cut off again.
func ParseBase(s string) (Base, error) {
	rest, ok := strings.CutPrefix(s, "https://")
	if !ok {
		rest, ok = strings.CutPrefix(s, "http://")
	}
	switch {
	case !ok || rest == "" || rest[0] == '/':
		return "", fmt.Errorf("base %q is not an absolute http or https IRI", s)
	case !strings.HasSuffix(s, "/") && !strings.HasSuffix(s, "#"):
		return "", fmt.Errorf("base %q does not end in / or #", s)
	}
	for _, c := range s {
		if c <= ' ' || c >= 0x7f || strings.ContainsRune("<>\"{}|\\^`", c) {
			return "", fmt.Errorf("base %q holds %q, which no IRI of innograph may hold", s, c)
		}
	}
	return Base(s), nil
}

// IRI is the full IRI of id.
func (b Base) IRI(id ID) string { return string(b) + string(id) }

// ID cuts the base off iri; false if iri is not under the base or what is left is no id.
func (b Base) ID(iri string) (ID, bool) {
	rest, ok := strings.CutPrefix(iri, string(b))
	if !ok {
		return "", false
	}
	id, err := ParseID(rest)
	return id, err == nil
}

func isLower(s string) bool {
	for i := range len(s) {
		if s[i] < 'a' || s[i] > 'z' {
			return false
		}
	}
	return true
}

func isSlug(s string) bool {
	if s[0] == '-' || s[len(s)-1] == '-' || strings.Contains(s, "--") {
		return false
	}
	for i := range len(s) {
		c := s[i]
		if c != '-' && (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}

// IDPrefixes are what ids begin with, entities' first. What stands behind one and a slash is
// digits, lower-case letters and inner hyphens, which Turtle and JSON-LD take without escapes.
func IDPrefixes() []string {
	var list []string
	for _, t := range Ontology.Types {
		list = append(list, t.Prefix)
	}
	return append(list, SourcePrefix, IndicatorPrefix, ClaimPrefix, ObservationPrefix, mentionPrefix, omissionPrefix, identifierPrefix)
}
