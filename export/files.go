package export

import (
	"archive/zip"
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/innograph/innograph/graph"
)

// archive takes the files of a form that has several, one after the other: a file is
// whole when the next begins.
type archive interface {
	create(name string) (io.Writer, error)
}

// Folder reports whether the form is several files: a zip as a stream, or a folder.
func (f *Format) Folder() bool { return f.files != nil }

// zipped writes files into a zip. Their time is the beginning of what a zip can
// say, so that the same data gives the same bytes.
type zipped struct{ *zip.Writer }

var zipTime = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

func (z zipped) create(name string) (io.Writer, error) {
	return z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: zipTime})
}

// ErrNotEmpty says that a folder to write has something in it.
var ErrNotEmpty = errors.New("the folder is not empty")

// WriteFolder writes a form of several files as a folder, which must not exist or be
// empty; else it is [ErrNotEmpty]. The files are written aside and the folder is renamed: under its
// name stands nothing or the whole.
func WriteFolder(ctx context.Context, dir string, part *graph.Part, f *Format, o Options) error {
	dir = filepath.Clean(dir)
	if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
		return fmt.Errorf("write %s: %w", dir, ErrNotEmpty)
	}
	aside, err := os.MkdirTemp(filepath.Dir(dir), ".innograph-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", dir, err)
	}
	defer os.RemoveAll(aside) // gone already when all went well
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	out := &folder{dir: aside, end: cancel}
	w := &writer{nil, o, ctx, part}
	err = f.files(w, out)
	if closing := out.close(); closing != nil {
		err = closing // the first thing that went wrong
	}
	if err == nil {
		err = os.Chmod(aside, 0o755)
	}
	if err == nil {
		err = os.Rename(aside, dir) // an empty folder gives way
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", dir, err)
	}
	return nil
}

// folder writes files into a folder.
type folder struct {
	dir  string
	end  context.CancelCauseFunc
	file *os.File
	buf  *bufio.Writer
}

func (d *folder) create(name string) (io.Writer, error) {
	if err := d.close(); err != nil {
		return nil, err
	}
	var err error
	if d.file, err = os.OpenFile(filepath.Join(d.dir, name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644); err != nil {
		return nil, err
	}
	d.buf = bufio.NewWriterSize(&ending{d.file, d.end}, bufferSize)
	return d.buf, nil
}

// close makes the open file whole, on the disk.
func (d *folder) close() error {
	if d.file == nil {
		return nil
	}
	err := d.buf.Flush()
	if err == nil {
		err = d.file.Sync()
	}
	if closing := d.file.Close(); err == nil {
		err = closing
	}
	d.file = nil
	return err
}
