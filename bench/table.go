package bench

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"
)

// String is the report as tables in Markdown, each under a heading.
func (r *Report) String() string {
	var b strings.Builder
	r.machine(&b)
	r.building(&b)
	for _, s := range r.Sizes {
		s.questions(&b)
		s.overHTTP(&b)
	}
	r.growth(&b)
	r.goals(&b)
	return b.String()
}

func (r *Report) machine(b *strings.Builder) {
	b.WriteString("## Machine\n\n| processors | system | Go | day | runs |\n|---|---|---|---|---|\n")
	fmt.Fprintf(b, "| %d × %s | %s/%s | %s | %s | %d, interleaved |\n", runtime.NumCPU(), processor(), runtime.GOOS, runtime.GOARCH, strings.TrimPrefix(runtime.Version(), "go"), r.Day.Format(time.DateOnly), r.Runs)
	b.WriteString("\n## Questions\n\n| | asks for |\n|---|---|\n")
	for _, row := range r.Sizes[0].Rows {
		fmt.Fprintf(b, "| %s | %s |\n", row.Question, row.What)
	}
}

func (r *Report) building(b *strings.Builder) {
	b.WriteString("\n## Building\n\n| |")
	for _, s := range r.Sizes {
		fmt.Fprintf(b, " %d counties |", s.Counties)
	}
	b.WriteString("\n|---|" + strings.Repeat("---|", len(r.Sizes)) + "\n")
	for _, line := range []struct {
		what string
		show func(Build) string
	}{
		{"quads", func(x Build) string { return thousands(x.Quads) }},
		{"CSV packages → facts, all checks", func(x Build) string { return span(x.Load) }},
		{"facts → graph (`graph.Build`)", func(x Build) string { return span(x.Graph) }},
		{"quads/s from CSV packages, checks included", func(x Build) string { return rate(x.perSecond(x.Load + x.Graph)) }},
		{"quads/s from facts in memory, encoding included", func(x Build) string { return rate(x.perSecond(x.Graph)) }},
		{"quads/s from quads in memory (columns alone)", func(x Build) string { return rate(x.perSecond(x.Columns)) }},
		{"facts → file (`graph.WriteFile`)", func(x Build) string { return span(x.Write) }},
		{"file, bytes", func(x Build) string { return thousands(x.FileBytes) }},
		{"bytes a quad", func(x Build) string { return fmt.Sprintf("%.1f", float64(x.FileBytes)/float64(x.Quads)) }},
		{"opening the file, all of it checked", func(x Build) string { return span(x.Open) }},
		{"opening to first answer (B2)", func(x Build) string { return span(x.First) }},
		{"index of names from the graph (`search.New`)", func(x Build) string { return span(x.Index) }},
		{"floor from facts", func(x Build) string { return span(x.Floor) }},
		{"Cayley's memory store from quads, quads/s", func(x Build) string { return rate(x.perSecond(x.Cayley)) }},
		{"heap of the graph", func(x Build) string { return mebibytes(x.GraphHeap) }},
		{"heap of the index of names", func(x Build) string { return mebibytes(x.IndexHeap) }},
		{"heap of the floor, with the facts", func(x Build) string { return mebibytes(x.FloorHeap + x.FactsHeap) }},
		{"heap of Cayley's memory store, beside the quads", func(x Build) string { return mebibytes(x.CayleyHeap) }},
	} {
		fmt.Fprintf(b, "| %s |", line.what)
		for _, s := range r.Sizes {
			fmt.Fprintf(b, " %s |", line.show(s.Build))
		}
		b.WriteString("\n")
	}
}

func (s Size) questions(b *strings.Builder) {
	fmt.Fprintf(b, "\n## Questions at %d counties\n\n", s.Counties)
	b.WriteString("| | contender | found p50 | p99 | × floor | spread | written p50 | × floor | spread | allocs | bytes | inputs | answer |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|\n")
	for _, row := range s.Rows {
		for i, f := range row.Figures {
			name, inputs, size := "", "", ""
			if i == 0 {
				name, inputs, size = row.Question, fmt.Sprint(row.Inputs), thousands(int64(row.Bytes))
				if row.Refused > 0 {
					inputs += fmt.Sprintf(" (%d too wide)", row.Refused)
				}
			}
			fmt.Fprintf(b, "| %s | %s | %s | %s | %s | %s | %s | %s | %s | %s | %s | %s | %s |\n", name, f.Contender, span(f.Find.P50), span(f.Find.P99),
				ratio(f.Find, i), spread(f.Find, i), span(f.Answer.P50), ratio(f.Answer, i), spread(f.Answer, i), thousands(int64(f.Allocs+0.5)), thousands(int64(f.AllocBytes+0.5)), inputs, size)
		}
	}
}

func (s Size) overHTTP(b *strings.Builder) {
	fmt.Fprintf(b, "\n### Over HTTP, %d connections for requests a second\n\n", connections)
	b.WriteString("| | contender | p50 | p99 | × floor | spread | requests/s | × floor | answer |\n|---|---|---|---|---|---|---|---|---|\n")
	for _, row := range s.HTTP {
		for i, f := range row.Figures {
			name, size, share := "", "", factor(f.PerSecondRatio)
			if i == 0 {
				name, size, share = row.Question, thousands(int64(row.Bytes)), ""
			}
			fmt.Fprintf(b, "| %s | %s | %s | %s | %s | %s | %s | %s | %s |\n", name, f.Contender, span(f.P50), span(f.P99), ratio(f.Times, i), spread(f.Times, i), rate(f.PerSecond), share, size)
		}
	}
}

func ratio(t Times, contender int) string {
	if contender == 0 {
		return ""
	}
	return factor(t.Ratio)
}

func spread(t Times, contender int) string {
	if contender == 0 {
		return ""
	}
	return factor(t.Low) + "–" + factor(t.High)
}

// factor prints a ratio to two places, one from ten times up, none from a hundred up.
func factor(x float64) string {
	switch {
	case x < 10:
		return fmt.Sprintf("%.2f", x)
	case x < 100:
		return fmt.Sprintf("%.1f", x)
	}
	return thousands(int64(x + 0.5))
}

// reference is the size that growth is measured from.
const reference = 230

// grown pairs the rows of the largest size with those at 230 counties; nil if
// these are not measured or nothing is larger.
func (r *Report) grown() (from, to *Size) {
	to = &r.Sizes[len(r.Sizes)-1]
	for i := range r.Sizes {
		if r.Sizes[i].Counties == reference && to.Counties > reference {
			return &r.Sizes[i], to
		}
	}
	return nil, to
}

func growth(from, to Row, contender int) float64 {
	return float64(to.Figures[contender].Find.P50) / float64(from.Figures[contender].Find.P50)
}

func (r *Report) growth(b *strings.Builder) {
	from, to := r.grown()
	if from == nil {
		return
	}
	fmt.Fprintf(b, "\n## Growth from %d to %d counties\n\n| | graph | floor | bytes of the answer |\n|---|---|---|---|\n", reference, to.Counties)
	for i, row := range to.Rows {
		old := from.Rows[i]
		fmt.Fprintf(b, "| %s | × %.2f | × %.2f | × %.2f |\n", row.Question, growth(old, row, 1), growth(old, row, 0), float64(row.Bytes)/float64(old.Bytes))
	}
}

// goals holds the largest size against what is to be reached.
func (r *Report) goals(b *strings.Builder) {
	from, to := r.grown()
	fmt.Fprintf(b, "\n## Goals at %d counties\n\n| goal | figure | |\n|---|---|---|\n", to.Counties)
	line := func(goal, figure string, met bool) {
		verdict := "met"
		if !met {
			verdict = "**missed**"
		}
		fmt.Fprintf(b, "| %s | %s | %s |\n", goal, figure, verdict)
	}
	csv, memory := to.perSecond(to.Load+to.Graph), to.perSecond(to.Graph)
	line("600,000 quads/s in memory, encoding included", rate(memory), memory >= 600_000)
	line("400,000 quads/s from CSV packages with checks", rate(csv), csv >= 400_000)
	bytes := float64(to.FileBytes) / float64(to.Quads)
	line("70 bytes a quad", fmt.Sprintf("%.1f", bytes), bytes <= 70)
	line("first answer within 1 s of opening", span(to.First), to.First <= time.Second)
	for i, row := range to.Rows {
		t := row.Figures[1].Find
		line(row.Question+" through graph within 1.3 × floor", factor(t.Ratio), t.Ratio <= 1.3)
		if from != nil && row.grows {
			g := growth(from.Rows[i], row, 1)
			line(fmt.Sprintf("%s at most 1.5 × its cost at %d counties", row.Question, reference), factor(g), g <= 1.5)
		}
	}
	for _, row := range to.HTTP {
		f := row.Figures[1]
		line(row.Question+" over HTTP within 2.5 × floor", factor(f.Ratio), f.Ratio <= 2.5)
		line(row.Question+" over HTTP at least a third of the floor's requests/s", factor(f.PerSecondRatio), f.PerSecondRatio >= 1./3)
	}
}

func span(d time.Duration) string {
	switch {
	case d == 0:
		return "–"
	case d < time.Microsecond:
		return fmt.Sprintf("%d ns", d)
	case d < time.Millisecond:
		return fmt.Sprintf("%.3g µs", float64(d)/1e3)
	case d < time.Second:
		return fmt.Sprintf("%.3g ms", float64(d)/1e6)
	}
	return fmt.Sprintf("%.3g s", d.Seconds())
}

func rate(perSecond float64) string {
	if perSecond == 0 {
		return "–"
	}
	return thousands(int64(perSecond))
}

func mebibytes(n int64) string {
	if n == 0 {
		return "–"
	}
	return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20))
}

func thousands(n int64) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%s,%03d", thousands(n/1000), n%1000)
}

// processor names the processor where Linux tells it.
func processor() string {
	data, _ := os.ReadFile("/proc/cpuinfo") // elsewhere it stays unnamed
	for _, line := range strings.Split(string(data), "\n") {
		if name, ok := strings.CutPrefix(line, "model name"); ok {
			return strings.TrimSpace(strings.TrimLeft(name, "\t :"))
		}
	}
	return "unknown processor"
}
