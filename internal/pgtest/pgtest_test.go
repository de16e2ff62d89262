package pgtest

import (
	"testing"

	"github.com/jackc/pgx/v5"
)

// A primary, its standby, the primary's end and the standby in its place.
func TestServers(t *testing.T) {
	ctx := t.Context()
	primary := Start(t)
	primary.Database(t)
	primary.Exec(t, "postgres", "CREATE TABLE notes (text TEXT)")
	standby := primary.Standby(t)
	primary.Exec(t, "postgres", "INSERT INTO notes VALUES ('one')")
	standby.CaughtUp(t, primary)
	primary.Kill(t)
	if c, err := pgx.Connect(ctx, primary.Address("postgres")); err == nil {
		c.Close(ctx)
		t.Error("a killed server answers")
	}
	standby.Promote(t)
	standby.Exec(t, "postgres", "INSERT INTO notes VALUES ('two')")
	c, err := pgx.Connect(ctx, Address("postgres", primary, standby))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close(ctx)
	var n int
	if err := c.QueryRow(ctx, "SELECT count(*) FROM notes").Scan(&n); err != nil || n != 2 {
		t.Errorf("the standby that was promoted has %d notes, error %v; want 2", n, err)
	}
	primary.Up(t)
	primary.Stop(t)
}
