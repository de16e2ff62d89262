// Package replace writes files so that a name stands for the old file or the
// whole new one, whatever happens: a crash, a full disk, a reader beside.
package replace

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// File writes a file aside, syncs it and renames it to path. If write or
// anything else fails, path is as it was and nothing is left beside it; only a
// process that is killed leaves its hidden file.
func File(path string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".innograph-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	defer os.Remove(f.Name()) // gone already when all went well
	err = write(f)
	if err == nil {
		err = f.Sync()
	}
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = os.Chmod(f.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return syncFolder(filepath.Dir(path))
}

// syncFolder makes a rename durable. Not every system can sync a folder, and
// the file is whole in either case, so what it says is no error.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return nil
	}
	_ = d.Sync()
	return d.Close()
}
