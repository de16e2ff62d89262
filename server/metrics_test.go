package server_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/innograph/innograph/schema"
	"github.com/innograph/innograph/server"
)

// scraped are the lines of /metrics after some requests of each kind.
func scraped(t *testing.T) string {
	t.Helper()
	monitor := server.NewMonitor("test")
	h := handlerOf(t, func(c *server.Config) {
		c.Monitor = monitor
		s, _ := c.Schema()
		monitor.Swapped(server.Snapshot{Schema: s, Quads: 7, Claims: 2, Observations: 3})
		monitor.SwapFailed()
		c.Metrics = true
	})
	known := schema.Documents()[1]
	variables := known.Variables
	body := fmt.Sprintf(`{"query":%q,"variables":%s}`, known.Text, variables)
	post := func(body string) answer { return send(t, h, "POST", "/graphql", body, "Content-Type", oldType) }
	post(body)
	post(body)
	post(`{"query":"query Made_up_by_a_client { __typename }"}`)
	post(`{"query":"{"}`)
	post(`{"query":"` + strings.Repeat(" ", 5000) + `"}`)
	send(t, h, "GET", "/county/999901", "")
	for i := range 20 {
		send(t, h, "GET", fmt.Sprintf("/nope/%d", i), "")
		send(t, h, fmt.Sprintf("MADE%d", i), "/", "")
	}
	a := send(t, h, "GET", "/metrics", "")
	if a.status != 200 || !strings.HasPrefix(a.header.Get("Content-Type"), "text/plain") {
		t.Fatalf("/metrics: %d %v", a.status, a.header)
	}
	return a.body
}

func TestMetrics(t *testing.T) {
	text := scraped(t)
	for _, want := range []string{
		`innograph_http_requests_total{code="200",method="GET",route="/county/{name}"} 1`,
		`innograph_http_requests_total{code="404",method="GET",route="/{prefix}/{name}"} 20`,
		`innograph_http_requests_total{code="405",method="other",route="/"} 20`,
		`innograph_graphql_operations_total{operation="County"} 2`,
		`innograph_graphql_operations_total{operation="other"} 1`,
		`innograph_graphql_cost_points_count 3`,
		`innograph_refused_requests_total{reason="body_too_large"} 1`,
		`innograph_refused_requests_total{reason="graphql_parse_failed"} 1`,
		`innograph_document_cache_hits_total 1`,
		`innograph_snapshot_quads 7`,
		`innograph_snapshot_swaps_total 1`,
		`innograph_snapshot_swap_failures_total 1`,
		`innograph_http_requests_running 0`,
		`innograph_ready 1`,
	} {
		if !strings.Contains(text, "\n"+want+"\n") {
			t.Errorf("no line %s", want)
		}
	}
	if strings.Contains(text, "Made_up") || strings.Contains(text, "MADE") || strings.Contains(text, "nope") {
		t.Error("clients make values of labels")
	}
	if !regexp.MustCompile(`(?m)^innograph_snapshot_info\{version="[0-9a-f]{64}"\} 1$`).MatchString(text) {
		t.Error("the version of the snapshot is not told")
	}
}

// Every metric that the dashboard and the alert rules name is there.
func TestMetricsOfDashboardsExist(t *testing.T) {
	there := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^([a-z_]+)[{ ]`).FindAllStringSubmatch(scraped(t), -1) {
		there[m[1]] = true
	}
	for _, file := range []string{"grafana/innograph.json", "prometheus/alerts.yml"} {
		data, err := os.ReadFile("../deploy/" + file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(file, ".json") && !json.Valid(data) {
			t.Errorf("%s is no JSON", file)
		}
		names := regexp.MustCompile(`\b(innograph|go|process)_[a-z_]+`).FindAllString(string(data), -1)
		if len(names) < 8 {
			t.Errorf("%s names %d metrics", file, len(names))
		}
		for _, name := range names {
			if !there[name] {
				t.Errorf("%s: there is no metric %s", file, name)
			}
		}
	}
}

// Metrics are among the routes only where the config says so; beside that they
// have a handler of their own, with the probes.
func TestMetricsElsewhere(t *testing.T) {
	if a := send(t, handler(t), "GET", "/metrics", ""); a.status != 404 {
		t.Errorf("/metrics among the routes: %d", a.status)
	}
	monitor := server.NewMonitor("test")
	for path, want := range map[string]int{"/metrics": 200, "/healthz": 200, "/readyz": 503, "/": 404, "/graphql": 404} {
		if a := send(t, monitor.Handler(), http.MethodGet, path, ""); a.status != want {
			t.Errorf("%s at the address of metrics: %d, want %d", path, a.status, want)
		}
	}
}
