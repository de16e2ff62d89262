package loader

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"github.com/piprate/json-gold/ld"
	"golang.org/x/text/encoding"
	"golang.org/x/text/transform"

	"github.com/innograph/innograph/graph"
)

// Limits of JSON-LD. The document is read in batches of nodes, so that its size
// does not count; a context is small, and stands at the head.
const (
	maxNode     = 8 << 20  // bytes of one node, or of a document that is no list of nodes
	maxContext  = 64 << 10 // bytes of JSON
	maxNesting  = 32       // levels inside a node; ours has 4
	nodesAtOnce = 256
)

// unknownTerm is what stands before a property that no context explains: without it
// JSON-LD drops such a property without a word.
const unknownTerm = "unknown-term:"

// linked reads the nodes of a document of JSON-LD.
type linked struct {
	*reader
	context any // of the head, or nil
	batch   []any
	nodes   []string // @ids of nodes in the order in which they came; the place of a quad is its number here
	told    int      // problems
	yield   func(int, *graph.Quad) bool
	quad    graph.Quad
	some    bool // a quad has come
	stop    bool
}

// at names a node, as it has no line.
func (l *linked) at(line int, _ string) (int, string) {
	if line < len(l.nodes) {
		return 0, l.nodes[line]
	}
	return 0, ""
}

func (r *reader) jsonld(ctx context.Context, f *formFile) tableRows {
	l := &linked{reader: r, nodes: []string{""}}
	return r.decoded(graph.Decode(l.quads(ctx, f)), l)
}

func (l *linked) quads(ctx context.Context, f io.Reader) iter.Seq2[int, *graph.Quad] {
	return func(yield func(int, *graph.Quad) bool) {
		l.yield = yield
		before := len(l.list)
		l.document(ctx, f)
		if !l.some && !l.stop && len(l.list) == before {
			l.add(Problem{File: l.name, What: "holds no statement", Wanted: "JSON-LD with the context of our vocabulary"})
		}
	}
}

// tell makes a problem of an error, and stops after too many.
func (l *linked) tell(what, node string, err error) {
	l.add(Problem{File: l.name, At: node, What: what, Wanted: "JSON-LD 1.1 in our vocabulary (docs/data-format.md)", Hint: shortenTo(300, err.Error())})
	if l.told++; l.told >= graph.MaxMisfits {
		l.stop = true
	}
}

// document reads a list of nodes, an object of a context and a list of nodes, or
// one node. What does not parse is told with the line that it begins in or before.
func (l *linked) document(ctx context.Context, f io.Reader) {
	meter := &allowance{Reader: f, left: maxNode, err: fmt.Errorf("a node is larger than %d bytes; {\"@context\": …, \"@graph\": [ … ]} may hold as many nodes as you like", maxNode)}
	text := bufio.NewReader(transform.NewReader(meter, encoding.UTF8Validator))
	in := json.NewDecoder(text)
	err := errMarked
	if begin, _ := text.Peek(len(mark)); string(begin) != mark {
		err = l.nodesOf(ctx, in, meter)
	}
	if err == nil || l.stop {
		return
	}
	if errors.Is(err, encoding.ErrInvalidUTF8) {
		err = errors.New("the text is not UTF-8")
	}
	l.tell("cannot be read as JSON-LD", "", err)
	l.list[len(l.list)-1].Line = l.lineAt(in.InputOffset())
}

var errMarked = errors.New(`a byte order mark stands before it; save the file as "UTF-8", not as "UTF-8 with BOM"`)

// lineAt is the line of an offset in the file, which is read once more; 0 if that fails.
func (l *linked) lineAt(offset int64) int {
	f, err := l.fsys.Open(l.file)
	if err != nil {
		return 0
	}
	defer f.Close()
	in, line := bufio.NewReader(io.LimitReader(f, offset)), 1
	for {
		switch c, err := in.ReadByte(); {
		case err == io.EOF:
			return line
		case err != nil:
			return 0
		case c == '\n':
			line++
		}
	}
}

func (l *linked) nodesOf(ctx context.Context, in *json.Decoder, meter *allowance) error {
	first, err := in.Token()
	if err != nil {
		return ended(err)
	}
	switch first {
	case json.Delim('['):
		if err := l.nodeList(ctx, in, meter); err != nil {
			return err
		}
	case json.Delim('{'):
		if err := l.object(ctx, in, meter); err != nil {
			return err
		}
	default:
		return errors.New("the document is neither an object nor a list")
	}
	l.flush()
	if _, err := in.Token(); err != io.EOF && !l.stop {
		return errors.New("something stands behind the end of the document")
	}
	return nil
}

// ended says of a document that it ends too early; no error stays none.
func ended(err error) error {
	if err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("the document ends too early")
	}
	return err
}

// object reads the keys of the document. If it has but a context and a graph, the
// nodes of that are read one by one; else it is one node.
func (l *linked) object(ctx context.Context, in *json.Decoder, meter *allowance) error {
	node := map[string]any{}
	graphs := false
	for in.More() && !l.stop {
		token, err := in.Token()
		if err != nil {
			return ended(err)
		}
		key := token.(string) // the decoder sees to that
		if _, twice := node[key]; twice || key == "@graph" && graphs {
			return fmt.Errorf("%q stands twice in the document", key)
		}
		if key == "@graph" && len(node) == 0 {
			open, err := in.Token()
			if err != nil {
				return ended(err)
			}
			if open != json.Delim('[') {
				return errors.New("@graph is no list")
			}
			graphs = true
			if err := l.nodeList(ctx, in, meter); err != nil {
				return err
			}
			continue
		}
		var value any
		if err := in.Decode(&value); err != nil {
			return ended(err)
		}
		if key == "@context" {
			if graphs {
				return errors.New("the context stands behind the graph that it is for; put @context first")
			}
			if err := l.head(value); err != nil {
				return err
			}
			continue
		}
		if graphs {
			return fmt.Errorf("%q stands beside @graph; a document of many nodes has @context and @graph alone", key)
		}
		node[key] = value
	}
	if len(node) > 0 {
		l.take(node)
	}
	if l.stop {
		return nil
	}
	_, err := in.Token()
	return ended(err)
}

// nodeList reads nodes to the end of their list.
func (l *linked) nodeList(ctx context.Context, in *json.Decoder, meter *allowance) error {
	for in.More() && !l.stop {
		if ctx.Err() != nil {
			l.stop = true
			return nil
		}
		meter.left = maxNode
		var node any
		if err := in.Decode(&node); err != nil {
			return ended(err)
		}
		l.take(node)
	}
	if l.stop {
		return nil
	}
	_, err := in.Token()
	return ended(err)
}

// head takes the context of the document.
func (l *linked) head(value any) error {
	if data, err := json.Marshal(value); err != nil || len(data) > maxContext {
		return fmt.Errorf("the context is larger than %d bytes", maxContext)
	}
	if nesting(value) > maxNesting {
		return fmt.Errorf("the context is nested deeper than %d levels", maxNesting)
	}
	l.context = value
	if _, err := l.expand(nil); err != nil {
		return err
	}
	return nil
}

// take puts a node into the batch.
func (l *linked) take(node any) {
	_, object := node.(map[string]any)
	switch id := idOf(node); {
	case !object:
		l.tell("a node cannot be read", "", errors.New("it is no object"))
		return
	case nesting(node) > maxNesting:
		l.tell("a node cannot be read", id, fmt.Errorf("it is nested deeper than %d levels", maxNesting))
		return
	case contextInside(node):
		l.tell("a node cannot be read", id, errors.New("it has a context of its own; the context stands at the head of the document"))
		return
	}
	if l.batch = append(l.batch, node); len(l.batch) == nodesAtOnce {
		l.flush()
	}
}

func idOf(node any) string {
	object, _ := node.(map[string]any)
	id, _ := object["@id"].(string)
	return id
}

// nesting is how many levels a value has; it looks no further than one too many.
func nesting(value any) int { return deepest(value, maxNesting+1) }

func deepest(value any, most int) int {
	deep := 0
	look := func(inner any) {
		if most > 0 {
			deep = max(deep, deepest(inner, most-1))
		}
	}
	switch v := value.(type) {
	case map[string]any:
		for _, inner := range v {
			look(inner)
		}
	case []any:
		for _, inner := range v {
			look(inner)
		}
	default:
		return 0
	}
	return deep + 1
}

func contextInside(value any) bool {
	switch v := value.(type) {
	case map[string]any:
		for key, inner := range v {
			if key == "@context" || contextInside(inner) {
				return true
			}
		}
	case []any:
		return slices.ContainsFunc(v, contextInside)
	}
	return false
}

// flush hands on the quads of the batch. If it cannot be expanded, its nodes are
// taken one by one, to name the one that is wrong.
func (l *linked) flush() {
	batch := l.batch
	l.batch = nil
	if len(batch) == 0 || l.stop {
		return
	}
	nodes, err := l.expand(batch)
	if err == nil {
		l.walk(nodes)
		return
	}
	for _, node := range batch {
		nodes, err := l.expand([]any{node})
		if err != nil {
			l.tell("a node cannot be read", idOf(node), err)
		} else {
			l.walk(nodes)
		}
		if l.stop {
			return
		}
	}
}

// expand gives nodes with whole IRIs and without context. The library has died of
// odd documents before; that is a problem of the document.
func (l *linked) expand(nodes []any) (expanded []any, err error) {
	defer func() {
		if died := recover(); died != nil {
			err = fmt.Errorf("the JSON-LD processor gives up: %v", died)
		}
	}()
	options := ld.NewJsonLdOptions(graph.DefaultBase)
	remote := &contexts{}
	options.DocumentLoader = remote
	options.ExpandContext = map[string]any{"@vocab": unknownTerm}
	options.SafeMode = true
	if nodes == nil {
		nodes = []any{}
	}
	document := map[string]any{"@graph": nodes}
	if l.context != nil {
		document["@context"] = l.context
	}
	expanded, err = ld.NewJsonLdProcessor().Expand(document, options)
	if remote.refused != nil {
		return nil, remote.refused
	}
	return expanded, readable(err)
}

// readable says what the library found wrong.
func readable(err error) error {
	var of *ld.JsonLdError
	if errors.As(err, &of) && of.Details != nil {
		return fmt.Errorf("%s: %v", of.Code, of.Details)
	}
	return err
}

// contextFile is the last part of the address at which a server of innograph has its
// context.
const contextFile = "/context.jsonld"

// contexts gives our own context, whichever server it is named at, and no other: loading
// data asks nothing of the network.
type contexts struct{ refused error }

func (c *contexts) LoadDocument(iri string) (*ld.RemoteDocument, error) {
	if !strings.HasSuffix(iri, contextFile) {
		c.refused = fmt.Errorf("the context %s is not ours (…%s), and nothing is fetched from elsewhere; write it out in the document", iri, contextFile)
		return nil, c.refused
	}
	return &ld.RemoteDocument{DocumentURL: iri, Document: map[string]any{"@context": graph.Context()}}, nil
}
