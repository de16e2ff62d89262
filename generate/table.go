package generate

import (
	"fmt"
	"io"

	"github.com/innograph/innograph/internal/datapackage"
)

// flushAt is how many bytes of a table are held before they are written.
const flushAt = 128 << 10

// table writes one file. Cells hold no comma, quote or line break: the words
// they are made of have none. The first error of the file stays.
type table struct {
	name  string
	out   io.WriteCloser
	buf   []byte
	rows  int
	bytes int64
	err   error
}

// row writes whole cells and ends the line.
func (t *table) row(cells ...string) {
	t.cells(cells...)
	t.end()
}

func (t *table) cells(cells ...string) {
	for _, c := range cells {
		t.buf = append(append(t.buf, c...), ',')
	}
}

// joined adds cells that have their commas already.
func (t *table) joined(cells []byte) { t.buf = append(append(t.buf, cells...), ',') }

func (t *table) end() {
	t.buf[len(t.buf)-1] = '\n'
	t.rows++
	if len(t.buf) >= flushAt {
		t.flush()
	}
}

func (t *table) flush() {
	if t.err == nil {
		_, t.err = t.out.Write(t.buf)
	}
	t.bytes += int64(len(t.buf))
	t.buf = t.buf[:0]
}

// parcel is one data package on its way out.
type parcel struct {
	name  string
	files map[string]*table

	sources, entities, names, identifiers, mentions, claims, indicators, observations, omissions *table
}

// sink makes the files of packages.
type sink func(pack, file string) (io.WriteCloser, error)

// newParcel opens the tables of a package and writes their headings. The tables
// that no county has come only with the shared one.
func newParcel(name string, shared bool, make sink) (*parcel, error) {
	p := &parcel{name: name, files: map[string]*table{}}
	for _, f := range []struct {
		file string
		to   **table
		in   bool
	}{
		{"sources.csv", &p.sources, true}, {"entities.csv", &p.entities, true}, {"names.csv", &p.names, true}, {"identifiers.csv", &p.identifiers, true}, {"mentions.csv", &p.mentions, true},
		{"claims.csv", &p.claims, true}, {"indicators.csv", &p.indicators, shared}, {"observations.csv", &p.observations, !shared}, {"omissions.csv", &p.omissions, !shared},
	} {
		if !f.in {
			continue
		}
		out, err := make(name, f.file)
		if err != nil {
			_, _, _ = p.close()
			return nil, err
		}
		t := &table{name: f.file, out: out}
		*f.to, p.files[f.file] = t, t
		t.row(datapackage.Named(f.file).Headings()...)
		t.rows = 0 // headings are no row
	}
	return p, nil
}

// close writes what is left and gives the counts of rows and bytes.
func (p *parcel) close() (rows int, size int64, err error) {
	for _, t := range p.files {
		t.flush()
		if closing := t.out.Close(); t.err == nil {
			t.err = closing
		}
		if t.err != nil && err == nil {
			err = fmt.Errorf("write %s/%s: %w", p.name, t.name, t.err)
		}
		rows, size = rows+t.rows, size+t.bytes
	}
	return rows, size, err
}
