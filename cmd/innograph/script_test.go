package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/innograph/innograph/loader"
)

var update = flag.Bool("update", false, "rewrite the files that scripts compare output with")

// quickExit has programs built with -race exit at once; else each takes a second.
const quickExit = "atexit_sleep_ms=0"

func TestMain(m *testing.M) {
	if err := os.Setenv("GORACE", quickExit); err != nil {
		panic(err)
	}
	testscript.Main(m, map[string]func(){"innograph": main})
}

// The program as it is typed: one script a subcommand. Each finds these in its folder:
//
//	good/    a data package without problems, of which the script may make a bad one
//	texts/   the text of its source, plan-2021
//
// and has these commands beside those of testscript:
//
//	exits CODE PROGRAM ARGS...   run it, and hold its exit code against CODE
//	dump FOLDER FILE             write a package as one file: .nq, .nq.gz, .xlsx or .zip
//	taken                        listen on a free port and put its address into $TAKEN
//	serving ARGS...              start innograph serve ARGS in the background; when it says
//	                             where it listens, put that into $ADDR
//	get PATH                     print the answer of the server to stdout
//	interrupted                  interrupt the server; it is to exit with 0, its output is
//	                             stdout and stderr
//	terminated                   the same with SIGTERM
//
// and the condition [root]: the tests run as root.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Condition: func(name string) (bool, error) {
			if name != "root" {
				return false, fmt.Errorf("unknown condition %s", name)
			}
			return os.Geteuid() == 0, nil
		},
		Dir: "testdata", UpdateScripts: *update, RequireExplicitExec: true, RequireUniqueNames: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("GORACE", quickExit)
			env.Values[servedKey{}] = &served{env: env.Vars}
			return writeGood(env.WorkDir)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "dump": dump, "taken": taken, "serving": serving, "get": get, "interrupted": interrupted, "terminated": terminated},
	})
}

// goodText is the invented text of source/plan-2021, goodFiles a package with
// what it says.
const goodText = `一、总体情况
某县与某大学共建阀门研究院，服务泵阀产业。
到2025年，研发投入达到3亿元。
邻县与某大学合作。
`

var goodFiles = map[string]string{
	"datapackage.json": `{"name": "good", "resources": []}`,
	"sources.csv": `id,kind,title,issuer,number,issued,period_start,period_end,region,sha256,runes
source/plan-2021,plan,某县科技规划,某县政府,某政〔2021〕1号,2021-06,2021,2025,county/999901,,
source/yearbook,reference,某省年鉴,,,2020,,,,,
`,
	"entities.csv": `id,type,kind,level,name,name_en
county/999901,County,,,某县,Some County
county/999902,County,,,邻县,
university/some,University,,,某大学,
platform/999901-valve,Platform,rd-institute,,阀门研究院,
industry/valves,Industry,,,泵阀产业,
`,
	"names.csv":      "entity,name,lang,kind\nuniversity/some,某大,zh,short\n",
	"indicators.csv": "id,name,name_en,unit,better,definition\nindicator/rd-spending,研发投入,R&D spending,亿元,higher,\n",
	"claims.csv": `subject,predicate,object,status,role,source,section,start,end,digest
county/999901,partnersWith,university/some,existing,,source/plan-2021,,7,20,
county/999902,partnersWith,university/some,existing,,source/plan-2021,,47,55,
university/some,builds,platform/999901-valve,planned,co-builds,source/plan-2021,,7,20,
platform/999901-valve,serves,industry/valves,planned,,source/plan-2021,,21,27,
`,
	"observations.csv": `entity,indicator,period,role,measure,bound,value,unit,source,section,start,end,digest
county/999901,indicator/rd-spending,2025,target,annual,,3,亿元,source/plan-2021,,36,45,
`,
	"mentions.csv": "entity,source,section,start,end,digest\nindustry/valves,source/yearbook,,,,\n",
}

// writeGood writes the good package; loader.Fix adds digests, as it does for curators.
func writeGood(dir string) error {
	files := map[string]string{"texts/plan-2021.txt": goodText}
	for name, data := range goodFiles {
		files["good/"+name] = data
	}
	for name, data := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, []byte(data), 0o644); err != nil {
			return err
		}
	}
	texts, err := loader.ReadTexts(os.DirFS(filepath.Join(dir, "texts")))
	if err != nil {
		return err
	}
	_, _, err = loader.Fix(filepath.Join(dir, "good"), texts)
	return err
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM ARGS...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var exit *exec.ExitError
	switch err := ts.Exec(args[1], args[2:]...); {
	case errors.As(err, &exit):
		got = exit.ExitCode()
	default:
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("%s exits with %d, want %d", args[1], got, want)
	}
}

func taken(ts *testscript.TestScript, _ bool, _ []string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Defer(func() { l.Close() })
	ts.Setenv("TAKEN", l.Addr().String())
}

// served is the server that a script has started.
type served struct {
	env    []string // of the script, so that no INNOGRAPH_… of the user's counts
	cmd    *exec.Cmd
	stdout strings.Builder
	lines  *bufio.Reader
	stderr strings.Builder
}

type servedKey struct{}

var listensAt = regexp.MustCompile(`http://([0-9.:]+|\[::\]:[0-9]+)/graphql`)

func serving(ts *testscript.TestScript, _ bool, args []string) {
	s := ts.Value(servedKey{}).(*served)
	// Scripts run side by side, each with its own environment; the program is on the path of all.
	program, err := exec.LookPath("innograph")
	ts.Check(err)
	s.cmd = exec.Command(program, append([]string{"serve"}, args...)...)
	s.cmd.Dir, s.cmd.Env, s.cmd.Stderr = ts.MkAbs("."), s.env, &s.stderr
	out, err := s.cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(s.cmd.Start())
	ts.Defer(func() { _ = s.cmd.Process.Kill() }) // gone already, unless the script failed before
	s.lines = bufio.NewReader(out)
	for {
		line, err := s.lines.ReadString('\n')
		s.stdout.WriteString(line)
		if m := listensAt.FindStringSubmatch(line); m != nil {
			ts.Setenv("ADDR", m[1])
			return
		}
		if err != nil {
			_ = s.cmd.Wait()
			ts.Fatalf("the server ended before it said where it listens:\n%s%s", s.stdout.String(), s.stderr.String())
		}
	}
}

func get(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: get PATH")
	}
	path, query, _ := strings.Cut(args[0], "?query=")
	address := url.URL{Scheme: "http", Host: ts.Getenv("ADDR"), Path: path}
	if query != "" {
		address.RawQuery = url.Values{"query": {query}}.Encode()
	}
	answer, err := http.Get(address.String())
	ts.Check(err)
	defer answer.Body.Close()
	_, err = io.Copy(ts.Stdout(), answer.Body)
	ts.Check(err)
}

func interrupted(ts *testscript.TestScript, _ bool, _ []string) { end(ts, os.Interrupt) }

func terminated(ts *testscript.TestScript, _ bool, _ []string) { end(ts, syscall.SIGTERM) }

func end(ts *testscript.TestScript, signal os.Signal) {
	s := ts.Value(servedKey{}).(*served)
	ts.Check(s.cmd.Process.Signal(signal))
	_, err := io.Copy(&s.stdout, s.lines)
	ts.Check(err)
	if err := s.cmd.Wait(); err != nil {
		ts.Fatalf("after %s: %v\n%s", signal, err, s.stderr.String())
	}
	_, _ = io.WriteString(ts.Stdout(), s.stdout.String()) // a buffer takes everything
	_, _ = io.WriteString(ts.Stderr(), s.stderr.String())
}
