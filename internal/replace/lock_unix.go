//go:build linux || darwin || freebsd

package replace

import (
	"os"
	"syscall"
)

// lock takes a file for this process until it is unlocked or the process ends.
// If somebody has it, lock waits or is an error.
func lock(name string, wait bool) (unlock func(), err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	how := syscall.LOCK_EX
	if !wait {
		how |= syscall.LOCK_NB
	}
	for err = syscall.EINTR; err == syscall.EINTR; {
		err = syscall.Flock(int(f.Fd()), how)
	}
	if err != nil {
		_ = f.Close() // the first error tells
		return nil, err
	}
	return func() { _ = f.Close() }, nil // which unlocks it
}
