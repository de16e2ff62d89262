package executor

import (
	"container/list"
	"sync"
)

// cache holds values by text, bounded in bytes; what was not used for longest
// goes first. It is safe for concurrent use.
type cache[V any] struct {
	mu    sync.Mutex
	limit int // bytes; a cache with none holds nothing
	used  int
	order *list.List // of *cached, the last used in front
	at    map[string]*list.Element

	hits, misses int64 // of get
}

type cached[V any] struct {
	key   string
	value V
	size  int
}

func newCache[V any](limit int) *cache[V] {
	return &cache[V]{limit: limit, order: list.New(), at: map[string]*list.Element{}}
}

func (c *cache[V]) get(key string) (value V, found bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e := c.at[key]; e != nil {
		c.order.MoveToFront(e)
		c.hits++
		return e.Value.(*cached[V]).value, true
	}
	c.misses++
	return value, false
}

// CacheStats is how a cache does since the executor was made.
type CacheStats struct {
	Hits, Misses   int64
	Entries, Bytes int
}

func (c *cache[V]) stats() CacheStats {
	c.mu.Lock()
	defer c.mu.Unlock()
	return CacheStats{c.hits, c.misses, len(c.at), c.used}
}

// put adds a value of so many bytes, key included, or says that one has grown.
// Values over an eighth of the cache are not kept.
func (c *cache[V]) put(key string, value V, size int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e := c.at[key]; e != nil {
		c.remove(e)
	}
	if size > c.limit/8 {
		return
	}
	c.at[key] = c.order.PushFront(&cached[V]{key, value, size})
	c.used += size
	for c.used > c.limit {
		c.remove(c.order.Back())
	}
}

func (c *cache[V]) remove(e *list.Element) {
	old := c.order.Remove(e).(*cached[V])
	delete(c.at, old.key)
	c.used -= old.size
}
