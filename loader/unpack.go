package loader

import (
	"archive/zip"
	"compress/gzip"
	"errors"
	"io"
	"strings"
)

// maxRatio is how many times a compressed file may grow; N-Quads grow some 20 times.
const maxRatio = 200

// grown is how large what is in a compressed file of a size may be.
func grown(size int64) int64 { return min(maxForm, 1<<20+maxRatio*size) }

// errGrown is what reading a file ends with that grows beyond its allowance.
var errGrown = errors.New("the file grows more than any data does when it is unpacked")

// allowance reads until left bytes have been read; more is an error.
type allowance struct {
	io.Reader
	left int64
	err  error
}

func (a *allowance) Read(b []byte) (int, error) {
	if a.left <= 0 {
		return 0, a.err
	}
	n, err := a.Reader.Read(b[:min(int64(len(b)), a.left)])
	a.left -= int64(n)
	return n, err
}

// unpacked is the text in a file: what a .gz holds, else the file.
func (f *formFile) unpacked(name string) (io.Reader, error) {
	if !strings.HasSuffix(name, ".gz") {
		return f.Reader, nil
	}
	zip, err := gzip.NewReader(f.Reader)
	if err != nil {
		return nil, err
	}
	return &allowance{zip, grown(f.size), errGrown}, nil
}

// modest refuses an archive that grows more than any data does when it is unpacked.
// Readers of entries hold themselves to the sizes given here.
func modest(archive *zip.Reader, size int64) error {
	var total uint64
	for _, entry := range archive.File {
		total += entry.UncompressedSize64
		if entry.UncompressedSize64 > uint64(grown(size)) || total > uint64(grown(size)) {
			return errGrown
		}
	}
	return nil
}
