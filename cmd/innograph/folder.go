package main

import (
	"io/fs"
	"os"
)

// folder is the file system of a data package. Links inside it are followed, those
// that lead out of it are not: a package from elsewhere must not show other files
// of this machine in its problems.
type folder string

func (f folder) Open(name string) (fs.File, error) {
	file, err := os.OpenInRoot(string(f), name)
	if err != nil {
		return nil, err // not a nil *os.File
	}
	return file, nil
}

// Stat does not open the file: a pipe would wait for its writer.
func (f folder) Stat(name string) (fs.FileInfo, error) {
	root, err := os.OpenRoot(string(f))
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return root.Stat(name)
}
