package columnar

import (
	"fmt"
	"sync"

	cayley "github.com/cayleygraph/cayley/graph"
)

// Name is the name of this backend in Cayley's registry.
const Name = "columnar"

// Register makes cayley.NewGraph(Name, path, nil) open a store's file. It is a
// call and no side effect of the import; calling it again does nothing.
var Register = sync.OnceFunc(func() {
	cayley.RegisterQuadStore(Name, cayley.QuadStoreRegistration{
		NewFunc:      func(path string, _ cayley.Options) (cayley.QuadStore, error) { return Open(path) },
		UpgradeFunc:  func(string, cayley.Options) error { return ErrReadOnly },
		InitFunc:     func(string, cayley.Options) error { return fmt.Errorf("%w: a Builder makes its file", ErrReadOnly) },
		IsPersistent: true,
	})
})
