// Package replace writes files so that a name stands for the old file or the
// whole new one, whatever happens: a crash, a full disk, a reader beside.
package replace

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// pattern is the name of files that are being written. Those of a process that
// was killed stay until the next [File] or [Sweep] in their folder.
const pattern = ".innograph-*"

// File writes a file aside, syncs it and renames it to path. If write or
// anything else fails, path is as it was and nothing is left beside it; only a
// process that is killed leaves its hidden file. A device or a pipe is written
// to as it stands: renamed over, /dev/null would be a file from then on.
func File(path string, write func(io.Writer) error) error {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() && !info.IsDir() {
		return through(path, write)
	}
	Sweep(filepath.Dir(path))
	f, unlock, err := aside(filepath.Dir(path))
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	defer unlock()
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

// aside makes a file that no sweep takes away until it is unlocked.
func aside(dir string) (f *os.File, unlock func(), err error) {
	for {
		f, err = os.CreateTemp(dir, pattern)
		if err != nil {
			return nil, nil, err
		}
		if unlock, err = lock(f.Name(), true); err == nil {
			if _, err = os.Lstat(f.Name()); err == nil {
				return f, unlock, nil
			}
			unlock()
		}
		_ = f.Close()
		if !errors.Is(err, fs.ErrNotExist) {
			_ = os.Remove(f.Name()) // the first error tells
			return nil, nil, err
		}
		// A sweep came between making and locking it.
	}
}

// Sweep removes what killed processes left in a folder, and gives the names. What
// somebody is writing stays, as does what cannot be removed.
func Sweep(dir string) (removed []string) {
	left, err := filepath.Glob(filepath.Join(escape(dir), pattern))
	if err != nil {
		return nil
	}
	for _, name := range left {
		if info, err := os.Lstat(name); err != nil || !info.Mode().IsRegular() {
			continue
		}
		unlock, err := lock(name, false)
		if err != nil {
			continue
		}
		if os.Remove(name) == nil {
			removed = append(removed, name)
		}
		unlock()
	}
	return removed
}

// escape makes a folder's name match itself only.
func escape(dir string) string {
	if filepath.Separator == '\\' {
		return dir // there is no escape where it separates
	}
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(dir)
}

// through writes to what is no file.
func through(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err == nil {
		err = write(f)
		if closing := f.Close(); err == nil {
			err = closing
		}
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
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
