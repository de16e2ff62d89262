//go:build unix

package replace_test

import (
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/innograph/innograph/internal/replace"
)

// A pipe gets what is written, and is a pipe afterwards; so it is with /dev/null.
func TestPipesStayPipes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skip(err)
	}
	got := make(chan string, 1)
	go func() {
		data, _ := os.ReadFile(path)
		got <- string(data)
	}()
	if err := replace.File(path, func(w io.Writer) error { _, err := io.WriteString(w, "text"); return err }); err != nil {
		t.Fatal(err)
	}
	info, err := os.Lstat(path)
	if err != nil || info.Mode()&os.ModeNamedPipe == 0 {
		t.Fatalf("the pipe is %v, %v", info.Mode(), err)
	}
	if text := <-got; text != "text" {
		t.Errorf("the pipe gave %q", text)
	}
}
