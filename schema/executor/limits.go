package executor

import "time"

// Limits bound what a request may ask for. The zero value of a field means its
// default. They stand before the parser and the validator, since both can be
// made to burn time or memory by small documents.
type Limits struct {
	Bytes   int           // of a document; default 65,536
	Tokens  int           // of a document; default 4,000
	Nesting int           // of brackets of all kinds; default 60
	Name    int           // bytes of a name; default 128
	Depth   int           // of selections with fragments spread; a field of Query is level 1; default 25
	Fields  int           // with fragments spread; default 2,000
	Nodes   int           // that the answer may hold, page size times page size; default 500,000
	Page    int           // entries of one page; default 500
	Dear    int           // parts of an operation that look at much, after Costs.Dear; default 20
	Planned int           // fields of an operation for all types that its values have; default 20,000
	Answer  int           // bytes of the data of an answer; default 16 MiB
	Time    time.Duration // of execution; default 20 s

	Documents int // bytes that prepared documents may take; default 32 MiB
	Persisted int // bytes of the texts of persisted queries; default 4 MiB, negative: none are taken
}

// WithDefaults fills in the defaults.
func (l Limits) WithDefaults() Limits {
	set := func(field *int, value int) {
		if *field == 0 {
			*field = value
		}
	}
	set(&l.Bytes, 64<<10)
	set(&l.Tokens, 4000)
	set(&l.Nesting, 60)
	set(&l.Name, 128)
	set(&l.Depth, 25)
	set(&l.Fields, 2000)
	set(&l.Nodes, 500_000)
	set(&l.Page, 500)
	set(&l.Dear, 20)
	set(&l.Planned, 20_000)
	set(&l.Answer, 16<<20)
	set(&l.Documents, 32<<20)
	set(&l.Persisted, 4<<20)
	if l.Time == 0 {
		l.Time = 20 * time.Second
	}
	return l
}
