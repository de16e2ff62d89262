package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"github.com/innograph/innograph/loader"
)

// refused prints the problems that stand in the way, and is the failure that
// says what was left undone.
func refused(cmd *cobra.Command, problems []loader.Problem, undone string) error {
	for _, p := range problems {
		fmt.Fprintln(cmd.ErrOrStderr(), p)
	}
	return &failure{code: exitProblems, err: fmt.Errorf("%s; %s", count(len(problems), "problem"), undone)}
}

// terminal reports whether a writer is one: progress is shown nowhere else.
func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&fs.ModeCharDevice != 0
}

func newBar(w io.Writer) *progressbar.ProgressBar {
	return progressbar.NewOptions64(-1, progressbar.OptionSetWriter(w), progressbar.OptionSetDescription("reading packages"),
		progressbar.OptionShowBytes(true), progressbar.OptionClearOnFinish(), progressbar.OptionThrottle(100*time.Millisecond))
}

// plain drops the path that os errors repeat.
func plain(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// progress counts counties on a terminal, on one line, and is silent elsewhere.
func progress(w io.Writer, counties int) (tell func(int), end func()) {
	if !terminal(w) {
		return nil, func() {}
	}
	return func(done int) { fmt.Fprintf(w, "\r%d of %d counties", done, counties) },
		func() { fmt.Fprint(w, "\r\x1b[K") }
}

// count spells a number of things, as in "1 problem", "2 problems".
func count(n int, thing string) string { return counts(n, thing, thing+"s") }

func counts(n int, one, several string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprint(n, " ", several)
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// target refuses to write where no file can be, before there is something to write.
func target(flag, value, path string) error {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return usage("%s %s: %s is a folder", flag, value, path)
	}
	folder := filepath.Dir(path)
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return usage("%s %s: %s is no folder", flag, value, folder)
	}
	return nil
}
