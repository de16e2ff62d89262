package export

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"hash/crc32"
	"io"
	"io/fs"
	"slices"
	"strings"
)

// ordered is a zip whose files come in the order of their names, whatever order they are
// written in: the library writes sheets in another one each time. What is compressed is
// held in memory until the end.
type ordered struct {
	out     io.Writer
	deflate *flate.Writer // of the last of the entries; making one costs more than most files
	entries []*compressed
}

func newOrdered(out io.Writer) *ordered {
	deflate, err := flate.NewWriter(nil, flate.BestSpeed)
	if err != nil {
		panic(err) // the level is one of the package's own
	}
	return &ordered{out: out, deflate: deflate}
}

// Create begins a file; the one before is whole then.
func (o *ordered) Create(name string) (io.Writer, error) {
	if err := o.close(); err != nil {
		return nil, err
	}
	e := &compressed{name: name, deflate: o.deflate}
	e.deflate.Reset(&e.body)
	o.entries = append(o.entries, e)
	return e, nil
}

// AddFS adds files of a folder.
func (o *ordered) AddFS(files fs.FS) error {
	return fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		e, err := o.Create(name)
		if err == nil {
			_, err = e.Write(data)
		}
		return err
	})
}

// Close writes the zip.
func (o *ordered) Close() error {
	if err := o.close(); err != nil {
		return err
	}
	slices.SortFunc(o.entries, func(a, b *compressed) int { return strings.Compare(a.name, b.name) })
	z := zip.NewWriter(o.out)
	for _, e := range o.entries {
		h := &zip.FileHeader{Name: e.name, Method: zip.Deflate, Modified: zipTime, CRC32: e.sum, UncompressedSize64: e.size, CompressedSize64: uint64(e.body.Len())}
		file, err := z.CreateRaw(h)
		if err == nil {
			_, err = e.body.WriteTo(file)
		}
		if err != nil {
			return err
		}
	}
	return z.Close()
}

func (o *ordered) close() error {
	if len(o.entries) == 0 {
		return nil
	}
	return o.deflate.Close()
}

// compressed is a file as it stands in a zip.
type compressed struct {
	name    string
	body    bytes.Buffer
	deflate *flate.Writer
	sum     uint32
	size    uint64
}

func (e *compressed) Write(b []byte) (int, error) {
	e.sum = crc32.Update(e.sum, crc32.IEEETable, b)
	e.size += uint64(len(b))
	return e.deflate.Write(b)
}
