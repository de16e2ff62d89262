package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	vegeta "github.com/tsenart/vegeta/v12/lib"
)

// seen is what answers told of versions.
type seen struct {
	failed, wrong int
	first, last   map[int]time.Time // by version: its first answer, and when its last one was asked for
}

// judge prints what was seen, and is an error if anything was not as wanted.
func (h *house) judge(list []*vegeta.Result) error {
	fmt.Println("| at | what happened | took |\n|---|---|---|")
	fmt.Println(strings.Join(h.told, "\n"))
	fmt.Println("\n| second | answers | failed | wrong | A | B | C | p50 | p99 |\n|---|---|---|---|---|---|---|---|---|")
	s := seen{first: map[int]time.Time{}, last: map[int]time.Time{}}
	const seconds = 5
	for from := 0; from < int(trialLength.Seconds()); from += seconds {
		h.window(list, from, from+seconds, &s)
	}
	fmt.Printf("\n%d requests, %d failed, %d wrong answers\n", len(list), s.failed, s.wrong)
	for i := 1; i < len(h.loads); i++ {
		l := h.loads[i]
		fmt.Printf("version %s: first answer %.2f s after its load, last answer of the version before %.2f s after it\n", h.versions[l.version].name, s.first[l.version].Sub(l.at).Seconds(), s.last[l.version-1].Sub(l.at).Seconds())
	}
	return h.verdict(&s)
}

// window prints what was seen from one second to another.
func (h *house) window(list []*vegeta.Result, from, to int, s *seen) {
	y, served, wrong := newTally(), [3]int{}, 0
	for _, r := range list {
		if at := r.Timestamp.Sub(h.began); at < time.Duration(from)*time.Second || at >= time.Duration(to)*time.Second {
			continue
		}
		y.add("", r)
		if r.Code != http.StatusOK {
			continue
		}
		possible := h.possible(r)
		switch len(possible) {
		case 0:
			wrong++
		case 1: // an answer that several versions give tells nothing
			v := possible[0]
			served[v]++
			if s.first[v].IsZero() || r.End().Before(s.first[v]) {
				s.first[v] = r.End()
			}
			if r.Timestamp.After(s.last[v]) {
				s.last[v] = r.Timestamp
			}
		}
	}
	l := y.all()
	s.failed, s.wrong = s.failed+y.wrong(), s.wrong+wrong
	fmt.Printf("| %d–%d | %d | %d | %d | %d | %d | %d | %v | %v |\n", from, to, len(l), y.wrong(), wrong, served[0], served[1], served[2], short(quantile(l, 0.5)), short(quantile(l, 0.99)))
}

// verdict is an error if anything was not as wanted.
func (h *house) verdict(s *seen) error {
	var wants []error
	if s.failed > 0 {
		wants = append(wants, fmt.Errorf("%d requests failed, and none should", s.failed))
	}
	if s.wrong > 0 {
		wants = append(wants, fmt.Errorf("%d answers were of no version that could be served", s.wrong))
	}
	for _, p := range h.servers {
		if v, err := h.serving(p); err == nil && v != h.loads[len(h.loads)-1].version {
			wants = append(wants, fmt.Errorf("%s serves version %s at the end", p.url, h.versions[v].name))
		}
	}
	return errors.Join(wants...)
}

// possible are the versions that may have given an answer: those that say the
// same, and that were loaded before it was given and not replaced too long before
// it was asked.
func (h *house) possible(r *vegeta.Result) []int {
	path := strings.TrimPrefix(r.URL, h.traffic.server)
	var list []int
	for i, l := range h.loads {
		// A load that is told of a moment after its commit may be served already.
		loaded := !r.End().Before(l.at.Add(-time.Second))
		replaced := i+1 < len(h.loads) && r.Timestamp.After(h.loads[i+1].at.Add(swapWithin))
		if loaded && !replaced && bytes.Equal(r.Body, h.versions[l.version].answers[path]) {
			list = append(list, l.version)
		}
	}
	return list
}

// serving is the version that a server serves now.
func (h *house) serving(p *process) (int, error) {
	body, err := fetch(p.url + "/graphql?query=" + url.QueryEscape("{counties{totalCount}}"))
	if err != nil {
		return 0, err // it is one of those killed
	}
	var answer struct {
		Data struct{ Counties struct{ TotalCount int } }
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return 0, err
	}
	for i, n := range sizes {
		if n == answer.Data.Counties.TotalCount {
			return i, nil
		}
	}
	return 0, fmt.Errorf("%d counties are of no version", answer.Data.Counties.TotalCount)
}
