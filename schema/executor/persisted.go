package executor

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// persist finds the text of an automatic persisted query, as Apollo's protocol
// has them: first the hash alone is sent; where it is unknown the client sends
// hash and text, and the next time the hash will do.
func (e *Executor) persist(r Request) (text string, refused *Response) {
	switch {
	case r.Hash == "":
		return r.Query, nil
	case e.persisted.limit <= 0:
		return "", Refusal(&Error{Message: "PersistedQueryNotSupported", Code: CodeNotSupported})
	case r.Query != "":
		if !strings.EqualFold(r.Hash, hashOf(r.Query)) {
			return "", Refusal(BadInput("sha256Hash is not the SHA-256 of query"))
		}
		return r.Query, nil
	}
	text, found := e.persisted.get(strings.ToLower(r.Hash))
	if !found {
		return "", Refusal(&Error{Message: "PersistedQueryNotFound", Code: CodeNotFound})
	}
	return text, nil
}

// remember keeps the text of a persisted query. Only documents that may be
// executed are kept.
func (e *Executor) remember(r Request, d *document) {
	if r.Hash != "" && r.Query != "" {
		hash := strings.ToLower(r.Hash)
		e.persisted.put(hash, d.text, len(hash)+len(d.text)+200)
	}
}

func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
