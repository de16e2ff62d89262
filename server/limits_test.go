package server

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// The documents tell the limits that the server has.
func TestLimitsOfDocuments(t *testing.T) {
	const kib = 1 << 10
	words := map[int]string{4: "four times as many", -4: "a quarter"}
	for file, sentences := range map[string][]string{
		"requests.md": {
			fmt.Sprintf("| body of a POST | %d KiB | status 413 |", defaultBody/kib),
			fmt.Sprintf("| requests worked on at once; that wait; how long | %d a processor; %s; %.0f s | status 503", runningPerProcessor, words[waitingPerRunning], defaultPatience.Seconds()),
			fmt.Sprintf("| headers with the URL | %d KiB | status 431 |", maxHeader/kib),
			fmt.Sprintf("%d,000 points a minute", DefaultRate/1000),
			fmt.Sprintf("From %d,%d bytes on an answer is compressed", worthCompressing/1000, worthCompressing%1000),
		},
		"operations.md": {
			fmt.Sprintf("`--shutdown-grace` (%.0f s)", DefaultGrace.Seconds()),
			fmt.Sprintf("| `--max-running` | %d for each processor |", runningPerProcessor),
			words[waitingPerRunning] + " wait for a second at most, the others get 503. Downloads have " + words[-runningPerStream],
			fmt.Sprintf("| `--max-connections` | %d |", DefaultConnections),
			fmt.Sprintf("| `--rate-limit` | %d |", DefaultRate),
		},
		"security.md": {
			fmt.Sprintf("cut off after %.0f s | `server` TestSlowloris", defaultHeaders.Seconds()),
			fmt.Sprintf("cut off after %.0f s; meanwhile", defaultRequest.Seconds()),
			fmt.Sprintf("%.0f s for an answer, %.0f s that a download may stand still", defaultAnswer.Seconds(), stalled.Seconds()),
			fmt.Sprintf("headers or addresses over %d KiB | 431", maxHeader/kib),
			fmt.Sprintf("bodies over %d KiB, told before or not | 413", defaultBody/kib),
			fmt.Sprintf("| %d,%03d are open (`--max-connections`)", DefaultConnections/1000, DefaultConnections%1000),
			fmt.Sprintf("| %d a processor are worked on, %s wait for a second at most", runningPerProcessor, words[waitingPerRunning]),
		},
	} {
		text, err := os.ReadFile("../docs/" + file)
		if err != nil {
			t.Fatal(err)
		}
		for _, sentence := range sentences {
			if !strings.Contains(string(text), sentence) {
				t.Errorf("docs/%s does not say %q", file, sentence)
			}
		}
	}
}
