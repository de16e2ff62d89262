package main

import (
	"bufio"
	"context"
	"fmt"
	"io/fs"
	"math"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/dustin/go-humanize"

	"github.com/innograph/innograph/loader"
	"github.com/innograph/innograph/web"
)

// program says what this is, and whether its pages have scripts.
func (d *doctor) program() {
	d.say(isOK, "program", "", "innograph %s, %s, %s/%s", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	if _, err := fs.Stat(web.Bundles(), "manifest.json"); err != nil {
		d.say(isWarn, "front end", "build with Node 20 or later at hand: make web, then go build", "scripts are not in this binary: no canvas, charts, suggestions, GraphiQL")
	} else {
		d.say(isOK, "front end", "", "scripts are in this binary")
	}
}

// tool is a program that is of use, and when.
type tool struct {
	name    string
	args    []string
	least   int // the least major version, or the least minor one where minor is set
	minor   bool
	missing string // what does not work without it
}

var numbers = regexp.MustCompile(`(\d+)(?:\.(\d+))?`)

// tools looks for programs that are of use where the doctor is asked: those that
// build innograph in its source folder, psql where the store is in PostgreSQL.
func (d *doctor) tools(ctx context.Context) {
	var list []tool
	if head, err := os.ReadFile("go.mod"); err == nil && strings.HasPrefix(string(head), "module github.com/innograph/innograph\n") {
		list = append(list,
			tool{"go", []string{"version"}, 26, true, "innograph cannot be built"},
			tool{"node", []string{"--version"}, 20, false, "the front end cannot be built"})
	}
	if strings.HasPrefix(d.data.store, "postgres") {
		list = append(list, tool{"psql", []string{"--version"}, 13, false, "backups of the store have to be made elsewhere"})
	}
	for _, t := range list {
		d.tool(ctx, t)
	}
}

func (d *doctor) tool(ctx context.Context, t tool) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, t.name, t.args...).Output()
	m := numbers.FindStringSubmatch(string(out))
	if err != nil || m == nil {
		d.say(isWarn, t.name, "install "+t.name, "not at hand: %s", t.missing)
		return
	}
	at, least := m[1], fmt.Sprint(t.least)
	if t.minor {
		at, least = m[2], "1."+least
	}
	if number, err := strconv.Atoi(at); err != nil || number < t.least {
		d.say(isWarn, t.name, "install version "+least+" or later", "version %s: %s", m[0], t.missing)
		return
	}
	d.say(isOK, t.name, "", "version %s", m[0])
}

// sources holds the texts against what the packages say of them.
func (d *doctor) sources() {
	if d.data.sources == "" {
		d.say(isOK, "sources", "", "none asked for: passages are cited, not quoted (--sources DIR has them quoted)")
		return
	}
	texts, err := d.data.texts()
	if err != nil {
		d.say(isFail, "sources", "--sources names the folder with the texts, one NAME.txt for each source/NAME", "%v", err)
		return
	}
	if d.facts == nil {
		d.say(isOK, "sources", "", "%s; give --data as well to hold them against the packages", count(len(texts), "text"))
		return
	}
	missing, changed := loader.Texts{}, []string{}
	known := 0
	for _, s := range d.facts.Sources {
		text := texts[s.ID]
		switch {
		case s.Kind == "reference":
		case text == nil:
			missing[s.ID] = nil
		case s.SHA256 != "" && text.SHA256() != s.SHA256:
			changed = append(changed, string(s.ID))
		default:
			known++
		}
	}
	switch {
	case len(changed) > 0:
		d.say(isFail, "sources", "take the text that the package was made from, or place the locators anew: innograph check --fix-digests", "%s other than the packages were made from: %s", counts(len(changed), "source has", "sources have")+" a text", strings.Join(changed, ", "))
	case len(missing) > 0:
		d.say(isWarn, "sources", "their passages are cited, not quoted", "%s without a text in %s", count(len(missing), "source"), d.data.sources)
	default:
		d.say(isOK, "sources", "", "%s, each as the packages say", count(known, "text"))
	}
}

// What a graph takes, in bytes a quad: docs/performance.md, 2026-11-22. The second
// is the index of names, which is in memory also where the store is a file.
const (
	bytesPerQuad      = 60
	bytesPerNamedQuad = 20
	bytesBesides      = 128 << 20 // the program, documents, answers
)

// memory holds what is there against what serve would take. A new graph is made
// beside the old one.
func (d *doctor) memory() {
	need := int64(bytesBesides) + 2*bytesPerNamedQuad*d.quads
	if d.file == "" {
		need += 2 * bytesPerQuad * d.quads
	}
	wanted := humanize.IBytes(uint64(need))
	if d.limit > 0 && d.limit < need {
		d.say(isWarn, "memory", fmt.Sprintf("--memory-limit %s, or a store in a file", wanted), "a limit of %s is less than the %s that a reload takes: requests would be refused meanwhile", humanize.IBytes(uint64(d.limit)), wanted)
		return
	}
	free := availableMemory("/proc/meminfo", "/sys/fs/cgroup/memory.max")
	switch {
	case free == 0:
		d.say(isOK, "memory", "", "some %s are needed; what is there cannot be told here", wanted)
	case free < need:
		d.say(isWarn, "memory", "serve from a file (innograph load --store file:PATH), or make room", "%s are there, some %s are needed", humanize.IBytes(uint64(free)), wanted)
	default:
		d.say(isOK, "memory", "", "%s are there, some %s are needed", humanize.IBytes(uint64(free)), wanted)
	}
}

// availableMemory is how much memory a process may take, in bytes, as Linux and
// its control group say; 0 where nobody says.
func availableMemory(meminfo, group string) int64 {
	available := int64(math.MaxInt64)
	if f, err := os.Open(meminfo); err == nil {
		defer f.Close()
		for lines := bufio.NewScanner(f); lines.Scan(); {
			if fields := strings.Fields(lines.Text()); len(fields) > 1 && fields[0] == "MemAvailable:" {
				if kib, err := strconv.ParseInt(fields[1], 10, 64); err == nil {
					available = kib << 10
				}
			}
		}
	}
	if text, err := os.ReadFile(group); err == nil {
		if most, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64); err == nil {
			available = min(available, most)
		}
	}
	if available == math.MaxInt64 {
		return 0
	}
	return available
}

// files looks whether as many connections can be open as serve would keep.
func (d *doctor) files() {
	const besides = 64 // files of the program itself
	most, known := openFiles()
	switch {
	case !known:
	case most < uint64(d.connections)+besides:
		d.say(isWarn, "open files", fmt.Sprintf("ulimit -n %d (systemd: LimitNOFILE), or a lower --max-connections", d.connections+besides), "%d may be open, %d connections may come", most, d.connections)
	default:
		d.say(isOK, "open files", "", "%d may be open", most)
	}
}
