package bench

import (
	"bufio"
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/innograph/innograph/schema"
	"github.com/innograph/innograph/server"
)

//go:embed queries/*.graphql
var queries embed.FS

// HTTPFigure is what a contender needs for one question over HTTP: times of one
// request after the other on one connection, and requests a second on several.
type HTTPFigure struct {
	Contender string
	Times
	PerSecond, PerSecondRatio float64
}

// HTTPRow is one question over HTTP: the floor first, then GraphQL.
type HTTPRow struct {
	Question string
	Bytes    int // of the median answer
	Figures  []HTTPFigure
}

// connections ask at the same time where requests a second are counted.
const connections = 4

// service is a contender that listens.
type service struct {
	name string
	addr string
	path func(question string) string
}

// listen serves a handler on a free port of this machine until the context ends.
func listen(ctx context.Context, handler http.Handler) (string, error) {
	l, err := server.Listen("127.0.0.1:0")
	if err != nil {
		return "", err
	}
	s := &http.Server{Handler: handler}
	go func() { _ = s.Serve(l) }() // ends with Close
	context.AfterFunc(ctx, func() { _ = s.Close() })
	return l.Addr().String(), nil
}

// services starts the floor and the GraphQL server over the same data.
func (d *data) services(ctx context.Context) ([]service, error) {
	quiet := slog.New(slog.DiscardHandler)
	s, err := schema.New(schema.Config{Graph: d.through.graph, Finder: d.through.finder, Logger: quiet})
	if err != nil {
		return nil, err
	}
	floor, err := listen(ctx, d.floor.handler())
	if err != nil {
		return nil, err
	}
	own, err := listen(ctx, server.New(server.Config{Schema: func() (*schema.Schema, func()) { return s, func() {} }, Logger: quiet, Rate: -1}))
	if err != nil {
		return nil, err
	}
	return []service{
		{"floor", floor, func(question string) string { return "/" + question }},
		{"GraphQL", own, func(string) string { return "/graphql" }},
	}, nil
}

// client is one connection to a service.
type client struct {
	conn net.Conn
	r    *bufio.Reader
	body bytes.Buffer
}

func (s service) dial() (*client, error) {
	conn, err := net.Dial("tcp", s.addr)
	if err != nil {
		return nil, err
	}
	return &client{conn: conn, r: bufio.NewReaderSize(conn, 64<<10)}, nil
}

// ask sends a request and reads the answer, which holds until the next one.
func (c *client) ask(request []byte) ([]byte, error) {
	if _, err := c.conn.Write(request); err != nil {
		return nil, err
	}
	response, err := http.ReadResponse(c.r, nil)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	c.body.Reset()
	if _, err := c.body.ReadFrom(response.Body); err != nil {
		return nil, err
	}
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", response.Status, c.body.Bytes())
	}
	return c.body.Bytes(), nil
}

// requests are the bytes of HTTP requests for inputs.
func (s service) requests(question, document string, inputs []input) ([][]byte, error) {
	list := make([][]byte, len(inputs))
	for i, in := range inputs {
		body, err := json.Marshal(struct {
			Query     string    `json:"query"`
			Variables variables `json:"variables"`
		}{document, variablesOf(question, in)})
		if err != nil {
			return nil, err
		}
		list[i] = append(fmt.Appendf(nil, "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n", s.path(question), s.addr, len(body)), body...)
	}
	return list, nil
}

// overHTTP puts a question to the floor and to GraphQL over HTTP, in turn.
func (c Config) overHTTP(services []service, q question, inputs []input, largest bool) (HTTPRow, error) {
	row := HTTPRow{Question: q.Name}
	name := q.Name
	if name == "B8c" {
		name = "B8"
	}
	document, err := queries.ReadFile("queries/" + name + ".graphql")
	if err != nil {
		return row, err
	}
	requests := make([][][]byte, len(services))
	for i, s := range services {
		if requests[i], err = s.requests(q.Name, string(document), inputs); err != nil {
			return row, err
		}
	}
	if err := compareServices(services, requests, &row); err != nil {
		return row, fmt.Errorf("%s over HTTP: %w", q.Name, err)
	}
	if c.Profiles != "" && largest {
		if err := c.profileService(q.Name+".http", services[1], inputs, requests[1]); err != nil {
			return row, err
		}
	}
	find, rates := make([][]block, len(services)), make([][]float64, len(services))
	for run := range c.Runs {
		for i, s := range services {
			times, err := s.oneByOne(requests[i], run, c.Block)
			if err != nil {
				return row, fmt.Errorf("%s over HTTP: %w", q.Name, err)
			}
			find[i] = append(find[i], block{find: times})
			rate, err := s.together(requests[i], run, c.Block)
			if err != nil {
				return row, fmt.Errorf("%s over HTTP: %w", q.Name, err)
			}
			rates[i] = append(rates[i], rate)
		}
	}
	for i, s := range services {
		f := HTTPFigure{Contender: s.name, PerSecond: median(rates[i])}
		f.Times = times(find[i], find[0], func(b block) []time.Duration { return b.find })
		var ratios []float64
		for run, rate := range rates[i] {
			ratios = append(ratios, rate/rates[0][run])
		}
		f.PerSecondRatio = median(ratios)
		row.Figures = append(row.Figures, f)
	}
	return row, nil
}

// profileService profiles a service that is asked on one connection; client and
// service are one process.
func (c Config) profileService(name string, s service, inputs []input, requests [][]byte) error {
	connection, err := s.dial()
	if err != nil {
		return err
	}
	defer connection.conn.Close()
	i := 0
	return c.profile(name, inputs, func(input) error {
		_, err := connection.ask(requests[i%len(requests)])
		i++
		return err
	})
}

// checkedHTTP answers of each question are compared byte for byte.
const checkedHTTP = 50

func compareServices(services []service, requests [][][]byte, row *HTTPRow) error {
	var sizes []int
	for n := range min(checkedHTTP, len(requests[0])) {
		var want []byte
		for i, s := range services {
			c, err := s.dial()
			if err != nil {
				return err
			}
			got, err := c.ask(requests[i][n])
			c.conn.Close()
			if err != nil {
				return fmt.Errorf("%s: %w", s.name, err)
			}
			var answer struct{ Data, Errors json.RawMessage }
			if err := json.Unmarshal(got, &answer); err != nil || answer.Errors != nil {
				return errors.Join(fmt.Errorf("%s answers %s", s.name, got[:min(len(got), 500)]), err)
			}
			if want == nil {
				want = answer.Data
				sizes = append(sizes, len(got))
			}
			if err := differ(string(requests[i][n]), s.name, want, answer.Data); err != nil {
				return err
			}
		}
	}
	row.Bytes = median(sizes)
	return nil
}

// oneByOne asks on one connection for about so long, in the order of inputs,
// beginning at another one each run.
func (s service) oneByOne(requests [][]byte, run int, long time.Duration) ([]time.Duration, error) {
	c, err := s.dial()
	if err != nil {
		return nil, err
	}
	defer c.conn.Close()
	var list []time.Duration
	for began, i := time.Now(), run*len(requests)/5; len(list) < fewest || time.Since(began) < long; i++ {
		start := time.Now()
		if _, err := c.ask(requests[i%len(requests)]); err != nil {
			return nil, err
		}
		list = append(list, time.Since(start))
	}
	return list, nil
}

// together counts requests a second on several connections at once.
func (s service) together(requests [][]byte, run int, long time.Duration) (float64, error) {
	var group sync.WaitGroup
	counts, failures := make([]int, connections), make([]error, connections)
	began := time.Now()
	for n := range connections {
		group.Go(func() {
			c, err := s.dial()
			if err != nil {
				failures[n] = err
				return
			}
			defer c.conn.Close()
			for i := (run + n) * len(requests) / 7; time.Since(began) < long; i++ {
				if _, failures[n] = c.ask(requests[i%len(requests)]); failures[n] != nil {
					return
				}
				counts[n]++
			}
		})
	}
	group.Wait()
	took := time.Since(began)
	sum := 0
	for _, n := range counts {
		sum += n
	}
	return float64(sum) / took.Seconds(), errors.Join(failures...)
}
