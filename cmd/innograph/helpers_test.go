package main

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/innograph/innograph/internal/pgtest"
)

// command runs the program and gives what it says; no password may be in it.
func command(t testing.TB, wantExit int, args ...string) (stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	if got := run(t.Context(), args, strings.NewReader(""), &out, &errs); got != wantExit {
		t.Fatalf("innograph %q exits with %d, want %d\n%s%s", args, got, wantExit, &out, &errs)
	}
	if strings.Contains(out.String()+errs.String(), pgtest.Password) {
		t.Errorf("innograph %q tells the password:\n%s%s", args, &out, &errs)
	}
	return out.String(), errs.String()
}

// contains holds that words stand in a text.
func contains(t testing.TB, text, words string) {
	t.Helper()
	if !strings.Contains(text, words) {
		t.Errorf("%q is not in:\n%s", words, text)
	}
}

// until waits until something is so, and gives how long it took. What does not come
// about in time fails the test with what is logged.
func until(t testing.TB, most time.Duration, what string, log fmt.Stringer, is func() bool) time.Duration {
	t.Helper()
	began := time.Now()
	for time.Since(began) < most {
		if is() {
			return time.Since(began)
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("after %v it is not one that %s; the log:\n%s", most, what, log)
	return 0
}
