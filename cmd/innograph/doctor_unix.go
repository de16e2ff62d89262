//go:build linux || darwin

package main

import "syscall"

// freeSpace is what users other than root may still write below a folder, in bytes.
func freeSpace(folder string) (free int64, known bool) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(folder, &s); err != nil {
		return 0, false
	}
	return int64(s.Bavail) * int64(s.Bsize), true
}

// openFiles is how many files this process may have open: Go raises the soft limit to the hard one.
func openFiles() (most uint64, known bool) {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return 0, false
	}
	return limit.Cur, true
}
