package server

import (
	"math"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/innograph/innograph/schema/executor"
)

// meters hold the allowance of each client: a bucket that a full allowance fits
// into and that fills up again within a minute.
type meters struct {
	perMinute int // 0: nobody counts
	now       func() time.Time
	mu        sync.Mutex
	clients   map[netip.Prefix]*rate.Limiter
	swept     time.Time
}

// maxClients is how many clients are known before those with a full allowance
// are forgotten, which changes nothing for them.
const maxClients = 10_000

func newMeters(perMinute int) *meters {
	return &meters{perMinute: perMinute, now: time.Now, clients: map[netip.Prefix]*rate.Limiter{}}
}

// of gives the meter of the client of a request; nil if nobody counts. Clients
// are told apart by address, those of IPv6 by network.
func (m *meters) of(r *http.Request) executor.Meter {
	if m.perMinute <= 0 {
		return nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	client := clientOf(r.RemoteAddr)
	limiter := m.clients[client]
	if limiter == nil {
		m.sweep()
		limiter = rate.NewLimiter(rate.Limit(float64(m.perMinute)/60), m.perMinute)
		m.clients[client] = limiter
	}
	return &meter{m, limiter}
}

// sweep forgets clients whose allowance is full, at most once a second; if there
// are too many others all are forgotten.
func (m *meters) sweep() {
	now := m.now()
	if len(m.clients) < maxClients || now.Sub(m.swept) < time.Second && len(m.clients) < 2*maxClients {
		return
	}
	m.swept = now
	for client, limiter := range m.clients {
		if limiter.TokensAt(now) >= float64(m.perMinute) {
			delete(m.clients, client)
		}
	}
	if len(m.clients) >= 2*maxClients {
		clear(m.clients)
	}
}

func clientOf(address string) netip.Prefix {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return netip.Prefix{}
	}
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return netip.Prefix{}
	}
	ip = ip.Unmap().WithZone("")
	bits := ip.BitLen()
	if ip.Is6() {
		bits = 64 // one customer has a network, not an address
	}
	prefix, _ := ip.Prefix(bits) // the number of bits fits
	return prefix
}

// points is the cost of a request that may ask for so many nodes.
func points(nodes int) int { return max(1, (nodes+99)/100) }

// meter is the allowance of one client.
type meter struct {
	all     *meters
	limiter *rate.Limiter
}

// Charge implements [executor.Meter]. A request that costs more than a full
// allowance is charged a full one.
func (m *meter) Charge(nodes int) executor.Allowance {
	now := m.all.now()
	cost := min(points(nodes), m.all.perMinute)
	a := executor.Allowance{Limit: m.all.perMinute, Cost: cost}
	if !m.limiter.AllowN(now, cost) {
		missing := float64(cost) - m.limiter.TokensAt(now)
		a.Wait = time.Duration(missing / float64(m.limiter.Limit()) * float64(time.Second))
	}
	tokens := m.limiter.TokensAt(now)
	a.Remaining = max(0, int(math.Floor(tokens)))
	a.ResetAt = now.Add(time.Duration((float64(a.Limit) - tokens) / float64(m.limiter.Limit()) * float64(time.Second)))
	return a
}
