package main

import (
	"strings"
	"testing"
)

// A terminal takes nothing in a table for an order.
func TestTablesGiveNoOrders(t *testing.T) {
	var b strings.Builder
	rows := &table{columns: []string{"name"}, rows: []map[string]string{{"name": "某县\x1b]0;owned\x07\x1b[2J\u009b31m"}}}
	if err := writeTable(&b, rows); err != nil {
		t.Fatal(err)
	}
	if text := b.String(); strings.ContainsAny(text, "\x1b\x07\u009b") || !strings.Contains(text, "某县") {
		t.Errorf("the table is %q", text)
	}
}
