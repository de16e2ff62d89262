package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

const (
	askEvery    = 2 * time.Second // a standby tells nothing of itself, so all are asked
	answerIn    = 5 * time.Second
	readOnly    = "25006" // what a standby says to LISTEN
	unsupported = "0A000" // what CockroachDB says to it
)

// Await waits until the database holds a newer version than one, and gives it. The
// error says that the database does not answer, or that it holds none; the caller
// waits a while and tries again.
func (d *Database) Await(ctx context.Context, than Version) (Version, error) {
	v, err := d.await(ctx, than)
	return v, explain(err)
}

func (d *Database) await(ctx context.Context, than Version) (Version, error) {
	c, err := d.readers.Acquire(ctx)
	if err != nil {
		return Version{}, err
	}
	defer c.Release()
	var refused *pgconn.PgError
	if _, err := c.Exec(ctx, "LISTEN "+channel); err != nil && !(errors.As(err, &refused) && (refused.Code == readOnly || refused.Code == unsupported)) {
		return Version{}, err
	}
	for {
		asking, cancel := context.WithTimeoutCause(ctx, answerIn, fmt.Errorf("has not said its version for %v", answerIn))
		v, err := version(asking, c)
		if err != nil && asking.Err() != nil {
			err = context.Cause(asking)
		}
		cancel()
		if err != nil || v.NewerThan(than) {
			return v, err
		}
		told, cancel := context.WithTimeout(ctx, askEvery)
		_, err = c.Conn().WaitForNotification(told)
		late := told.Err() != nil
		cancel()
		if ctx.Err() != nil {
			return v, ctx.Err()
		}
		if err != nil && !late {
			return v, err
		}
	}
}
