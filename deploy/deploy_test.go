// Package deploy_test tries the examples of how innograph is run, as far as the
// machine has what they are for.
package deploy_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/innograph/innograph/server"
)

// at is a program of the machine; without it the test is skipped, which make test tells.
func at(t *testing.T, program string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		path, err = exec.LookPath("/usr/sbin/" + program)
	}
	if err != nil {
		t.Skipf("%s is not at hand", program)
	}
	return path
}

// behind serves over a real socket and remembers the paths that came through.
type behind struct {
	mu    sync.Mutex
	paths []string
	ids   []string
	fail  bool // answer 503
}

func (b *behind) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body) // what is cut off counts as read
	b.mu.Lock()
	defer b.mu.Unlock()
	b.paths, b.ids = append(b.paths, r.URL.Path), append(b.ids, r.Header.Get("X-Request-Id"))
	if b.fail {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	_, _ = fmt.Fprintf(w, "%s %s\n", r.Host, r.URL.Path) // the client may be gone
}

func (b *behind) reached() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.paths)
}

func serve(t *testing.T, h http.Handler) string {
	t.Helper()
	l, err := server.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() {
		done <- server.Serving{Grace: time.Millisecond, Logger: slog.New(slog.DiscardHandler)}.Serve(t.Context(), l, h)
	}()
	t.Cleanup(func() { <-done })
	return l.Addr().String()
}

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}

// certificate writes a certificate of its own for data.example.org.
func certificate(t *testing.T, dir string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), DNSNames: []string{"data.example.org"}}
	cert, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for name, block := range map[string]*pem.Block{"cert.pem": {Type: "CERTIFICATE", Bytes: cert}, "key.pem": {Type: "PRIVATE KEY", Bytes: private}} {
		if err := os.WriteFile(filepath.Join(dir, name), pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// startNginx runs the example before servers, and gives its ports.
func startNginx(t *testing.T, backends ...string) (plain, secure string) {
	t.Helper()
	nginx := at(t, "nginx")
	dir := t.TempDir()
	certificate(t, dir)
	example, err := os.ReadFile("nginx/innograph.conf")
	if err != nil {
		t.Fatal(err)
	}
	plain, secure = freePort(t), freePort(t)
	var servers strings.Builder
	for _, b := range backends {
		fmt.Fprintf(&servers, "server %s max_fails=2 fail_timeout=5s;\n", b)
	}
	conf := strings.NewReplacer(
		"server 127.0.0.1:8080 max_fails=2 fail_timeout=5s;", servers.String(), "/etc/nginx/tls", dir,
		"listen 80", "listen 127.0.0.1:"+plain, "listen 443", "listen 127.0.0.1:"+secure,
		"listen [::]:80", "listen [::1]:"+plain, "listen [::]:443", "listen [::1]:"+secure,
	).Replace(string(example))
	if l, err := net.Listen("tcp", "[::1]:0"); err == nil {
		l.Close()
	} else {
		conf = regexp.MustCompile(`(?m)^.*listen \[::1\].*$`).ReplaceAllString(conf, "")
	}
	user := ""
	if os.Geteuid() == 0 {
		user = "user root;\n"
	}
	whole := user + "daemon off; worker_processes 1; pid nginx.pid; error_log stderr;\nevents {}\nhttp {\naccess_log off;\n" +
		"client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;\n" + conf + "}\n"
	file := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(file, []byte(whole), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(nginx, "-t", "-p", dir, "-c", file).CombinedOutput(); err != nil {
		t.Fatalf("nginx -t: %v\n%s", err, out)
	}
	ctx, stop := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, nginx, "-p", dir, "-c", file)
	var log bytes.Buffer
	cmd.Stderr = &log
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stop()
		_ = cmd.Wait() // it was interrupted
		if t.Failed() {
			t.Logf("nginx: %s", log.String())
		}
	})
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		c, err := net.Dial("tcp", "127.0.0.1:"+secure)
		if err == nil {
			c.Close()
			return plain, secure
		}
		if time.Now().After(deadline) {
			t.Fatal("nginx does not listen")
		}
	}
}

// raw sends bytes over TLS and gives the answers until nginx closes or is silent for a moment.
func raw(t *testing.T, port, text string) (statuses []int, all string) {
	t.Helper()
	c, err := tls.Dial("tcp", "127.0.0.1:"+port, &tls.Config{InsecureSkipVerify: true, ServerName: "data.example.org", NextProtos: []string{"http/1.1"}})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := io.WriteString(c, text); err != nil {
		t.Fatal(err)
	}
	var bodies strings.Builder
	for in := bufio.NewReader(c); ; {
		if err := c.SetReadDeadline(time.Now().Add(300 * time.Millisecond)); err != nil {
			t.Fatal(err)
		}
		response, err := http.ReadResponse(in, nil)
		if err != nil {
			return statuses, bodies.String()
		}
		statuses = append(statuses, response.StatusCode)
		_, _ = io.Copy(&bodies, response.Body) // what is cut off counts as an answer too
		response.Body.Close()
	}
}

// What nginx and innograph may frame differently is never a request of its own.
func TestSmugglingThroughNginx(t *testing.T) {
	b := &behind{}
	_, port := startNginx(t, serve(t, b))
	const inner = "GET /smuggled HTTP/1.1\r\nHost: data.example.org\r\n\r\n"
	for name, headers := range map[string]string{
		"length and chunks":        "Content-Length: %d\r\nTransfer-Encoding: chunked\r\n",
		"chunks and length":        "Transfer-Encoding: chunked\r\nContent-Length: %d\r\n",
		"two lengths":              "Content-Length: 0\r\nContent-Length: %d\r\n",
		"a folded encoding":        "X-A: a\r\n Transfer-Encoding: chunked\r\nContent-Length: %d\r\n",
		"an encoding in disguise":  "Transfer-Encoding: xchunked\r\nContent-Length: %d\r\n",
		"a space before the colon": "Transfer-Encoding : chunked\r\nContent-Length: %d\r\n",
		"a tab before the value":   "Transfer-Encoding:\tchunked\r\nContent-Length: %d\r\n",
		"an underscore":            "Transfer_Encoding: chunked\r\nContent-Length: %d\r\n",
		"a bare line feed":         "X-A: a\nTransfer-Encoding: chunked\r\nContent-Length: %d\r\n",
		"a vertical tab":           "Transfer-Encoding: \x0bchunked\r\nContent-Length: %d\r\n",
	} {
		body := "0\r\n\r\n" + inner
		text := "POST /graphql HTTP/1.1\r\nHost: data.example.org\r\n" + fmt.Sprintf(headers, len(body)) + "\r\n" + body
		statuses, _ := raw(t, port, text)
		if len(statuses) != 1 {
			t.Errorf("%s: %d answers %v", name, len(statuses), statuses)
		}
		if slices.Contains(b.reached(), "/smuggled") {
			t.Fatalf("%s: what stands in a body reached the server as a request", name)
		}
	}
}

// Names other than its own are not answered; what is the server's own is not
// shown; each request has an id; a server that sheds is not the end of it.
func TestNginx(t *testing.T) {
	shedding, well := &behind{fail: true}, &behind{}
	plain, port := startNginx(t, serve(t, shedding), serve(t, well))
	get := func(path string) string {
		return "GET " + path + " HTTP/1.1\r\nHost: data.example.org\r\nConnection: close\r\n\r\n"
	}
	// Requests are asked again of the other server, POST too; afterwards nginx knows and
	// leaves it alone for a while.
	for range 6 {
		if statuses, _ := raw(t, port, "POST /graphql HTTP/1.1\r\nHost: data.example.org\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"); !slices.Equal(statuses, []int{200}) {
			t.Errorf("beside a server that sheds: %v", statuses)
		}
	}
	for path, want := range map[string]int{"/": 200, "/graphql?query=x": 200, "/metrics": 404, "/readyz": 404, "/healthz": 200, "/../etc/passwd": 400} {
		if statuses, body := raw(t, port, get(path)); !slices.Equal(statuses, []int{want}) || strings.Contains(body, "root:") {
			t.Errorf("%s: %v, want %d", path, statuses, want)
		}
	}
	if statuses, _ := raw(t, port, strings.Replace(get("/"), "data.example.org", "evil.example", 1)); len(statuses) > 0 {
		t.Errorf("another name is answered: %v", statuses)
	}
	long := "POST /graphql HTTP/1.1\r\nHost: data.example.org\r\nContent-Length: 300000\r\nConnection: close\r\n\r\n"
	if statuses, _ := raw(t, port, long); !slices.Equal(statuses, []int{413}) {
		t.Errorf("a large body: %v", statuses)
	}
	response, err := (&http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}).Do(request(t, plain))
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if to := response.Header.Get("Location"); to != "https://data.example.org/x?y=1" {
		t.Errorf("without TLS: %d to %q", response.StatusCode, to)
	}
	if len(shedding.reached()) == 0 {
		t.Error("the server that sheds was never asked")
	}
	for _, id := range well.ids {
		if !regexp.MustCompile(`^[0-9a-f]{32}$`).MatchString(id) {
			t.Errorf("the id of a request is %q", id)
		}
	}
}

func request(t *testing.T, port string) *http.Request {
	t.Helper()
	r, err := http.NewRequest("GET", "http://127.0.0.1:"+port+"/x?y=1", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Host = "data.example.org"
	return r
}

// systemd knows every line of the unit, and finds little left to take away.
func TestUnit(t *testing.T) {
	systemd := at(t, "systemd-analyze")
	dir := t.TempDir()
	unit, err := os.ReadFile("systemd/innograph.service")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "innograph.service")
	if err := os.WriteFile(file, bytes.ReplaceAll(unit, []byte("/usr/local/bin/innograph"), []byte("/bin/true")), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(systemd, "verify", file).CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("verify: %v\n%s", err, out)
	}
	out, err := exec.Command(systemd, "security", "--offline=yes", "--threshold=15", "--no-pager", file).CombinedOutput()
	if err != nil {
		t.Errorf("security: %v\n%s", err, out)
	}
}

// docs/operations.md says what to do at every alert, and at no other.
func TestAlertsHaveARow(t *testing.T) {
	named := func(file, pattern string) (names []string) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(string(text), -1) {
			names = append(names, strings.Split(m[1], ", ")...)
		}
		slices.Sort(names)
		return names
	}
	rules, rows := named("prometheus/alerts.yml", `(?m)alert: (\w+)$`), named("../docs/operations.md", `(?m)^\| (Innograph[\w, ]+) \|`)
	if !slices.Equal(rules, rows) || len(rules) == 0 {
		t.Errorf("rules %v, rows %v", rules, rows)
	}
}
