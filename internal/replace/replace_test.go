package replace

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

func TestFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "x")
	put := func(text string, fail error) error {
		return File(path, func(w io.Writer) error {
			_, err := io.WriteString(w, text)
			return errors.Join(err, fail)
		})
	}
	if err := put("old", nil); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	if err := put("half", broken); !errors.Is(err, broken) {
		t.Errorf("the error of the writer is %v", err)
	}
	if data, err := os.ReadFile(path); err != nil || string(data) != "old" {
		t.Errorf("after a failed write the file holds %q, %v", data, err)
	}
	if err := put("new", nil); err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(path); err != nil || string(data) != "new" {
		t.Errorf("the file holds %q, %v", data, err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("files are left aside: %v", left)
	}
	if err := File(filepath.Join(path, "below a file"), func(io.Writer) error { return nil }); err == nil {
		t.Error("a file below a file is written")
	}
}

// What a killed process left goes with the next write; what somebody is writing,
// and what is no such file, stays.
func TestSweep(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a [folder] *")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	at := func(name string) string { return filepath.Join(dir, name) }
	there := func(name string) bool {
		_, err := os.Lstat(at(name))
		return err == nil
	}
	for _, name := range []string{".innograph-123", "innograph-1", ".innograph", "other"} {
		if err := os.WriteFile(at(name), []byte("left"), 0o600); err != nil {
			t.Fatal(err)
		}
		old := time.Now().Add(-48 * time.Hour)
		if err := os.Chtimes(at(name), old, old); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(at("other"), at(".innograph-link")); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(at(".innograph-folder"), 0o755); err != nil {
		t.Fatal(err)
	}
	err := File(at("slow"), func(w io.Writer) error {
		if _, err := io.WriteString(w, "slow"); err != nil {
			return err
		}
		if there(".innograph-123") {
			t.Error("what a killed process left is still there")
		}
		return File(at("quick"), func(w io.Writer) error { // another loader, meanwhile
			_, err := io.WriteString(w, "quick")
			return err
		})
	})
	if err != nil {
		t.Fatalf("a file was taken away while it was written: %v", err)
	}
	for _, name := range []string{"slow", "quick"} {
		if data, err := os.ReadFile(at(name)); err != nil || string(data) != name {
			t.Errorf("%s holds %q, %v", name, data, err)
		}
	}
	for _, name := range []string{"innograph-1", ".innograph", "other", ".innograph-link", ".innograph-folder"} {
		if !there(name) {
			t.Errorf("%s is gone", name)
		}
	}
}

// Loaders that write into one folder at once do not take each other's files.
func TestManyWriters(t *testing.T) {
	dir := t.TempDir()
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			for range 20 {
				if err := File(filepath.Join(dir, fmt.Sprint(i)), func(w io.Writer) error { _, err := io.WriteString(w, "x"); return err }); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	if left, _ := filepath.Glob(filepath.Join(dir, ".*")); len(left) > 0 {
		t.Errorf("left aside: %v", left)
	}
}
