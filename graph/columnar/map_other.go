//go:build !unix

package columnar

import "os"

// mapFile reads a file whole, where it cannot be mapped.
func mapFile(path string, _ int64) ([]byte, func() error, error) {
	data, err := os.ReadFile(path)
	return data, func() error { return nil }, err
}
