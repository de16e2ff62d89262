package loader

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/innograph/innograph/internal/datapackage"
)

// maxArchive bounds a .zip in bytes; it is held in memory.
const maxArchive = 256 << 20

// Archive gives the packages in a .zip of one folder of CSV files, or of several folders.
// name is how problems name the archive. What is unpacked is bounded, and only
// regular files in it are read.
func Archive(name string, fsys fs.FS, file string) ([]Package, error) {
	f, err := fsys.Open(file)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxArchive+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	if len(data) > maxArchive {
		return nil, fmt.Errorf("%s is larger than %d bytes", name, maxArchive)
	}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err == nil {
		err = modest(archive, int64(len(data)))
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	var list []Package
	for _, folder := range packageFolders(archive) {
		inside, err := fs.Sub(archive, folder)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		list = append(list, Package{Name: path.Join(name, folder), FS: inside})
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("%s holds no data package (entities.csv or %s, at the top or one folder down)", name, datapackage.DescriptorFile)
	}
	return list, nil
}

// packageFolders are the folders of an archive that hold a package, by name: the top, or
// the folders in it.
func packageFolders(archive *zip.Reader) []string {
	isPackage := func(dir string) bool {
		for _, file := range []string{"entities.csv", datapackage.DescriptorFile} {
			if _, err := fs.Stat(archive, path.Join(dir, file)); err == nil {
				return true
			}
		}
		return false
	}
	if isPackage(".") {
		return []string{"."}
	}
	entries, err := fs.ReadDir(archive, ".")
	if err != nil {
		return nil
	}
	var folders []string
	for _, e := range entries {
		if e.IsDir() && !strings.HasPrefix(e.Name(), ".") && isPackage(e.Name()) {
			folders = append(folders, e.Name())
		}
	}
	return folders
}
