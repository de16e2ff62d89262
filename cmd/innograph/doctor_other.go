//go:build !(linux || darwin)

package main

// freeSpace is not told on this system.
func freeSpace(string) (free int64, known bool) { return 0, false }

// openFiles has no limit to be told on this system.
func openFiles() (most uint64, known bool) { return 0, false }
