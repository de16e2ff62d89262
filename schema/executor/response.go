package executor

import (
	"encoding/json"
	"slices"
	"strconv"
	"sync"
	"time"
)

// Response is the answer to a request.
type Response struct {
	// Data is the data as JSON, keys in the order of the document; nil if the
	// request was refused. It holds until Release.
	Data     []byte
	Errors   []*Error
	Cost     Cost
	Wait     time.Duration // when a client that has used up its allowance may come again
	executed bool
	tellCost bool
	buffer   *[]byte
	pool     *sync.Pool
}

// Cost is what a request asked for and what it got.
type Cost struct {
	Asked int // nodes: page size times page size down each branch
	Nodes int // objects and elements of lists in the answer
	Bytes int // of the data
}

// Refusal is the answer to a request that is not executed.
func Refusal(errs ...*Error) *Response { return &Response{Errors: errs} }

// Refused reports whether the request was not executed: then there is no data,
// not even null.
func (r *Response) Refused() bool { return !r.executed }

// ReadOnly reports whether the request was refused because it asked for a
// mutation or a subscription.
func (r *Response) ReadOnly() bool { return r.has(CodeMutation) }

// Limited reports whether the request was refused because the client has used
// up its allowance.
func (r *Response) Limited() bool { return r.has(CodeLimited) }

// Failed reports whether the request was given up for an inner failure.
func (r *Response) Failed() bool { return r.has(CodeInternal) }

// Unknown reports whether a persisted query was asked for that is not known: the
// client sends it again with its text.
func (r *Response) Unknown() bool { return r.has(CodeNotFound) || r.has(CodeNotSupported) }

// Reason is the code of the error for which there is no data; empty if there is some.
func (r *Response) Reason() string {
	if len(r.Errors) > 0 && (r.Refused() || string(r.Data) == "null") {
		return r.Errors[0].Code
	}
	return ""
}

func (r *Response) has(code string) bool {
	return r.Refused() && len(r.Errors) > 0 && r.Errors[0].Code == code
}

// Parts are the answer as JSON in three parts, to be written one after the
// other: errors first, then data, as the specification advises, then extensions.
func (r *Response) Parts() [3][]byte {
	head, tail := []byte{'{'}, []byte{'}'}
	if len(r.Errors) > 0 || !r.executed {
		head = append(head, `"errors":[`...)
		for i, e := range r.Errors {
			if i > 0 {
				head = append(head, ',')
			}
			text, err := e.MarshalJSON()
			if err != nil {
				panic(err) // details of errors are plain values
			}
			head = append(head, text...)
		}
		head = append(head, ']')
	}
	if !r.executed {
		return [3][]byte{head, nil, tail}
	}
	if len(r.Errors) > 0 {
		head = append(head, ',')
	}
	if r.tellCost {
		tail = append(tail[:0], `,"extensions":{"cost":{"asked":`...)
		tail = strconv.AppendInt(tail, int64(r.Cost.Asked), 10)
		tail = append(tail, `,"nodes":`...)
		tail = strconv.AppendInt(tail, int64(r.Cost.Nodes), 10)
		tail = append(tail, `,"bytes":`...)
		tail = append(strconv.AppendInt(tail, int64(r.Cost.Bytes), 10), "}}}"...)
	}
	return [3][]byte{append(head, `"data":`...), r.Data, tail}
}

// Decode reads the data into a value, as encoding/json does.
func (r *Response) Decode(into any) error { return json.Unmarshal(r.Data, into) }

// MarshalJSON gives the parts as one.
func (r *Response) MarshalJSON() ([]byte, error) {
	parts := r.Parts()
	return slices.Concat(parts[:]...), nil
}

// maxPooled is how large a buffer may be, in bytes, that waits for the next request.
const maxPooled = 1 << 20

// Release gives the memory of Data back for other answers; nothing of it may be
// used afterwards. Calling it is worth it where many requests are answered.
func (r *Response) Release() {
	if !r.executed {
		return // others may have the same refusal
	}
	if r.buffer != nil && cap(*r.buffer) <= maxPooled {
		r.pool.Put(r.buffer)
	}
	r.buffer, r.Data = nil, nil
}
