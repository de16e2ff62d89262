package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// process is a running innograph server.
type process struct {
	cmd  *exec.Cmd
	url  string // "http://127.0.0.1:41234", without a slash at the end
	done chan struct{}
	log  string // file of what it writes to standard error
}

// start starts `innograph serve` with arguments, and waits until it answers. The
// environment has what the arguments should not show.
func start(ctx context.Context, binary, addr, log string, environment []string, args ...string) (*process, error) {
	file, err := os.OpenFile(log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	p := &process{cmd: exec.Command(binary, append([]string{"serve", "--addr", addr, "--rate-limit", "0"}, args...)...), done: make(chan struct{}), log: log}
	p.cmd.Env = append(os.Environ(), environment...)
	p.cmd.Stderr = file
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		defer close(p.done)
		lines := bufio.NewScanner(out)
		for lines.Scan() { // the pipe is read to its end, or the server would stand still
		}
		_ = p.cmd.Wait() // how it ended is for those who ended it
	}()
	p.url = "http://" + addr
	return p, p.wait(ctx, time.Minute)
}

// wait waits until the server answers.
func (p *process) wait(ctx context.Context, most time.Duration) error {
	for end := time.Now().Add(most); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if r, err := http.Get(p.url + "/readyz"); err == nil {
			r.Body.Close()
			if r.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-p.done:
			text, _ := os.ReadFile(p.log) // it tells why, if it is there
			return fmt.Errorf("the server ended: %s", text)
		case <-ctx.Done():
			return ctx.Err()
		default:
		}
	}
	return errors.New("the server does not become ready")
}

// stop ends the server in good order.
func (p *process) stop() {
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	<-p.done
}

// kill ends it at once.
func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	<-p.done
}

// sample is what a process uses.
type sample struct {
	anonymous  int64 // bytes of memory that no file stands behind
	files      int
	goroutines int
	heap       int64 // bytes in use
}

// sample reads what Linux and the server's own metrics say.
func (p *process) sample() (s sample, err error) {
	proc := filepath.Join("/proc", strconv.Itoa(p.cmd.Process.Pid))
	status, err := os.ReadFile(filepath.Join(proc, "status"))
	if err != nil {
		return s, err
	}
	for _, line := range strings.Split(string(status), "\n") {
		if rest, ok := strings.CutPrefix(line, "RssAnon:"); ok {
			kilobytes, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 10, 64)
			if err != nil {
				return s, err
			}
			s.anonymous = kilobytes << 10
		}
	}
	open, err := os.ReadDir(filepath.Join(proc, "fd"))
	if err != nil {
		return s, err
	}
	s.files = len(open)
	goroutines, err := p.metric("go_goroutines")
	if err != nil {
		return s, err
	}
	heap, err := p.metric("go_memstats_heap_inuse_bytes")
	s.goroutines, s.heap = int(goroutines), int64(heap)
	return s, err
}

// metric reads a number without labels off the server's metrics.
func (p *process) metric(name string) (float64, error) {
	r, err := http.Get(p.url + "/metrics")
	if err != nil {
		return 0, err
	}
	defer r.Body.Close()
	for lines := bufio.NewScanner(r.Body); lines.Scan(); {
		if value, ok := strings.CutPrefix(lines.Text(), name+" "); ok {
			return strconv.ParseFloat(value, 64)
		}
	}
	return 0, fmt.Errorf("%s has no metric %s", p.url, name)
}
