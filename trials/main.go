// Trials drive running innograph servers from outside, as users and faults do:
//
//	trials soak   load for half an hour with swaps, then five times too much
//	trials chaos  servers, database and data change under load
//
// They are a module of their own: what they need, the program does not.
package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	trials := map[string]func(context.Context, []string) error{"soak": soak, "chaos": chaos}
	if len(os.Args) < 2 || trials[os.Args[1]] == nil {
		fmt.Fprintln(os.Stderr, "usage: trials soak|chaos [flags]")
		os.Exit(2)
	}
	if err := trials[os.Args[1]](ctx, os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, "trials:", err)
		os.Exit(1)
	}
}

// freeAddress is a port of this machine that nobody listens on.
func freeAddress() string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err) // a machine without a loopback has nothing to try
	}
	defer l.Close()
	return l.Addr().String()
}
