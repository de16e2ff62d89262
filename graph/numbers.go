package graph

import "slices"

// Number is the 0-based place of an entity among [Part.Nodes], for forms that refer
// to nodes by number; false if it is none of them.
func (p *Part) Number(id ID) (int, bool) {
	n, ok := p.g.find(id)
	if !ok || !p.in.has(n) {
		return 0, false
	}
	return slices.BinarySearch(p.in.list, n)
}

// Degree is the number of the part's statements that an entity is subject or object of.
func (p *Part) Degree(id ID) int {
	n, ok := p.g.find(id)
	if !ok || !p.in.has(n) {
		return 0
	}
	degree := 0
	for _, side := range p.g.sides(n, Both) {
		counted := -1
		for i, l := range side {
			if !p.holds(&p.g.claims[l.claim]) || counted >= 0 && l.rank == side[counted].rank && l.other == side[counted].other {
				continue
			}
			counted, degree = i, degree+1
		}
	}
	return degree
}
