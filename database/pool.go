package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"
)

// pool is PostgreSQL's writer: a transaction for each command, on any connection.
type pool struct{ db *sql.DB }

// attempts is how often a command runs that loses to others by deadlock or serialization failure.
const attempts = 3

func (p *pool) run(ctx context.Context, fn func(*sql.Tx) error) (err error) {
	for range attempts {
		if err = p.once(ctx, fn); !retryable(err) {
			return err
		}
	}
	return err
}

func (p *pool) once(ctx context.Context, fn func(*sql.Tx) error) error {
	tx, err := p.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	if err := safely(tx, fn); err != nil {
		_ = tx.Rollback() // the command's error says more
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

// retryable reports serialization failures and deadlocks (PostgreSQL's class 40).
func retryable(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01")
}

func (p *pool) close() error { return nil } // the pool is DB.read too, which closes it
