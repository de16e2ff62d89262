package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/internal/escape"
	"github.com/innograph/innograph/loader"
	"github.com/innograph/innograph/server"
)

func doctorCommand() *cobra.Command {
	d := doctor{}
	var format, memory string
	cmd := &cobra.Command{
		Use: "doctor", Short: "Say what is in the way of serving, and what to mend", Args: takes(0, 0),
		Long: "Doctor takes the flags of serve and looks at what serve would use: data, store, texts, address, memory, disk, files, tools.\n" +
			"It changes nothing. Each line is ok, warn or fail, with what to do; the exit code is 1 when something fails.",
		Example: "  innograph doctor --store file:graph.innograph --sources plans/\n  innograph doctor --data plans/ --format json",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if format != "text" && format != "json" {
				return usage("--format %s: unknown format; use text or json", format)
			}
			var err error
			if d.limit, err = parseSize(memory); err != nil {
				return usage("--memory-limit: %v", err)
			}
			d.examine(cmd)
			if err := d.print(cmd.OutOrStdout(), format); err != nil {
				return err
			}
			return d.verdict()
		},
	}
	d.data.register(cmd)
	d.data.registerBase(cmd)
	d.data.registerStore(cmd)
	cmd.Flags().StringVar(&d.addr, "addr", defaultAddr, "`HOST:PORT` that serve is to listen on")
	cmd.Flags().StringVar(&memory, "memory-limit", "", "`SIZE` that serve is to have")
	cmd.Flags().IntVar(&d.connections, "max-connections", server.DefaultConnections, "`NUMBER` of connections that serve is to keep open")
	cmd.Flags().StringVar(&format, "format", "text", "`FORMAT` of the result: text or json")
	return cmd
}

// Findings of the doctor.
const (
	isOK   = "ok"
	isWarn = "warn"
	isFail = "fail"
)

// finding is one line of what the doctor says.
type finding struct {
	Status  string `json:"status"`
	Check   string `json:"check"`
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
}

// doctor looks at what serve would use.
type doctor struct {
	data        dataFlags
	addr        string
	limit       int64 // bytes of memory; 0: none
	connections int

	found []finding
	facts *graph.Facts // of the packages, if they are without problems
	quads int64        // in the store, or in a graph of the packages, about
	file  string       // of the store; empty: the graph is in memory
}

func (d *doctor) say(status, check, hint, format string, args ...any) {
	d.found = append(d.found, finding{status, check, fmt.Sprintf(format, args...), hint})
}

func (d *doctor) examine(cmd *cobra.Command) {
	d.program()
	d.tools(cmd.Context())
	base, err := graph.ParseBase(d.data.base)
	if err != nil {
		d.say(isFail, "base", "--base is an absolute http or https IRI that ends in / or #", "%v", err)
	} else {
		d.say(isOK, "base", "", "%s", base)
	}
	path, err := storePath(d.data.store)
	switch {
	case err != nil:
		d.say(isFail, "store", "use memory: or file:PATH", "%v", err)
	case path != "":
		d.file = path
		d.store(cmd, base)
	case graph.IsDatabase(d.data.store):
		d.database(cmd)
	default:
		d.packages(cmd)
	}
	d.sources()
	d.port()
	d.memory()
	d.files()
}

// packages loads the data packages as serve does.
func (d *doctor) packages(cmd *cobra.Command) {
	list, err := d.data.packages()
	if err != nil {
		d.say(isFail, "data", "--data names the folder of a data package, or of several", "%v", err)
		return
	}
	facts, problems, err := loader.Load(cmd.Context(), list, nil)
	switch {
	case err != nil:
		d.say(isFail, "data", "", "%v", err)
	case len(problems) > 0:
		d.say(isFail, "data", "innograph check shows all of them", "%s; the first: %s", count(len(problems), "problem"), strings.ReplaceAll(problems[0].String(), "\n    ", "; "))
	default:
		d.facts = facts
		// A graph has eight to ten quads for each claim and 14 for each observation: docs/performance.md.
		d.quads = int64(9*len(facts.Claims) + 3*len(facts.Entities) + 2*len(facts.Names) + 14*len(facts.Observations) + 7*len(facts.Mentions))
		d.say(isOK, "data", "", "%s: %s, %s", count(len(list), "package"), counts(len(facts.Entities), "entity", "entities"), count(len(facts.Claims), "claim"))
	}
}

// store opens the file of a store and looks at the folder that it is renewed in.
func (d *doctor) store(cmd *cobra.Command, base graph.Base) {
	g, err := graph.Open(d.file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		d.say(isFail, "store", fmt.Sprintf("innograph load --store file:%s makes it", d.file), "%s is not there", d.file)
		return
	case errors.Is(err, fs.ErrPermission):
		d.say(isFail, "store", "let the user that serves read it: chmod or chown", "%s may not be read", d.file)
		return
	case err != nil:
		d.say(isFail, "store", "innograph load makes it anew from the packages", "%v", err)
		return
	}
	defer g.Close()
	d.quads = g.Stats().Quads
	d.say(isOK, "store", "", "%s: %d quads, whole", d.file, d.quads)
	if cmd.Flags().Changed("base") && g.Base() != base {
		d.say(isWarn, "store", "load with the same --base; the one of the store is served", "the store has the base %s", g.Base())
	}
	info, err := os.Stat(d.file)
	if err != nil {
		d.say(isFail, "store", "", "%v", err)
		return
	}
	folder := filepath.Dir(d.file)
	if info.Mode().Perm()&0o002 != 0 || writable(folder) {
		d.say(isWarn, "permissions", "chmod o-w "+d.file+" "+folder, "anybody on this machine may change the store")
	} else {
		d.say(isOK, "permissions", "", "nobody but its owner and group may change the store")
	}
	if left, _ := filepath.Glob(filepath.Join(folder, ".innograph-*")); len(left) > 0 {
		d.say(isWarn, "left over", "the next innograph load removes what nobody is writing", "%s of loads that run or were killed in %s", count(len(left), "file"), folder)
	}
	d.disk(folder, info.Size())
}

// database reads what is served from a database, all of it.
func (d *doctor) database(cmd *cobra.Command) {
	g, err := d.data.hydrate(cmd.Context())
	if err != nil {
		d.say(isFail, "store", "is the database up, and has innograph load put packages into it?", "%v", err)
		return
	}
	defer g.Close()
	d.quads = g.Stats().Quads
	d.say(isOK, "store", "", "%s: %d quads, version %d", graph.RedactAddress(d.data.store), d.quads, d.data.held.Sequence)
}

// writable reports whether anybody may exchange files in a folder.
func writable(folder string) bool {
	info, err := os.Stat(folder)
	return err == nil && info.Mode().Perm()&0o002 != 0 && info.Mode()&fs.ModeSticky == 0
}

// disk looks whether a store of the same size fits beside the one that is there.
func (d *doctor) disk(folder string, size int64) {
	free, known := freeSpace(folder)
	switch {
	case !known:
	case free < size:
		d.say(isFail, "disk", "a new store is written beside the old one: make room", "%s has %s left, the store takes %s", folder, humanize.IBytes(uint64(free)), humanize.IBytes(uint64(size)))
	case free < 2*size:
		d.say(isWarn, "disk", "a new store is written beside the old one: make room before it grows", "%s has %s left, the store takes %s", folder, humanize.IBytes(uint64(free)), humanize.IBytes(uint64(size)))
	default:
		d.say(isOK, "disk", "", "%s has %s left", folder, humanize.IBytes(uint64(free)))
	}
}

// port looks whether serve could listen.
func (d *doctor) port() {
	l, err := server.Listen(d.addr)
	if err != nil {
		d.say(isFail, "address", "--addr or INNOGRAPH_ADDR chooses another address; a running innograph has its own", "%v", err)
		return
	}
	defer l.Close()
	if tcp, ok := l.Addr().(*net.TCPAddr); ok && !tcp.IP.IsLoopback() {
		d.say(isWarn, "address", "put a proxy with TLS before it: docs/operations.md", "%s is free, and other machines reach it", d.addr)
		return
	}
	d.say(isOK, "address", "", "%s is free", d.addr)
}

func (d *doctor) print(w io.Writer, format string) error {
	if format == "json" {
		return escape.Indented(w, d.found)
	}
	for _, f := range d.found {
		if _, err := fmt.Fprintf(w, "%-5s %-12s %s\n", f.Status, f.Check, f.Message); err != nil {
			return err
		}
		if f.Hint != "" {
			if _, err := fmt.Fprintf(w, "%18s %s\n", "→", f.Hint); err != nil {
				return err
			}
		}
	}
	return nil
}

// verdict is a failure if something failed.
func (d *doctor) verdict() error {
	failed := 0
	for _, f := range d.found {
		if f.Status == isFail {
			failed++
		}
	}
	if failed == 0 {
		return nil
	}
	return &failure{code: exitProblems, err: fmt.Errorf("%s failed", count(failed, "check"))}
}
