// Package database opens the database and runs transactions on it: SQLite by default, PostgreSQL when grown.
//
// The transaction travels in the context. DB is an ent driver that runs each statement on the context's
// transaction, or on the pool of readers when there is none; a write outside a transaction is refused. So one
// ent client serves reads and commands alike, and entities never belong to a finished transaction.
package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	_ "github.com/jackc/pgx/v5/stdlib" // driver "pgx"
	_ "modernc.org/sqlite"             // driver "sqlite"; docs/adr/0001-sqlite-driver.md
)

// ErrOutsideTransaction is returned for a write whose context carries no transaction.
var ErrOutsideTransaction = errors.New("database: write outside a transaction")

// DB is the database. It implements ent's dialect.Driver.
type DB struct {
	dialect string
	read    *sql.DB
	write   writer
	// prepared reads by statements that are kept compiled; nil where the driver keeps them itself.
	prepared *prepared
}

// writer runs functions in transactions.
type writer interface {
	run(ctx context.Context, fn func(*sql.Tx) error) error
	close() error
}

// Open opens the database at the address: a postgres:// URL, or the path of a SQLite file, which is created.
func Open(ctx context.Context, address string) (*DB, error) {
	if strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://") {
		db, err := sql.Open("pgx", address)
		if err != nil {
			return nil, fmt.Errorf("open PostgreSQL: %w", err)
		}
		db.SetMaxOpenConns(8 * runtime.GOMAXPROCS(0))
		db.SetMaxIdleConns(4 * runtime.GOMAXPROCS(0))
		if err := db.PingContext(ctx); err != nil {
			return nil, errors.Join(fmt.Errorf("reach PostgreSQL: %w", err), db.Close())
		}
		return &DB{dialect: dialect.Postgres, read: db, write: &pool{db}}, nil
	}
	return openSQLite(ctx, address)
}

// openSQLite opens one connection that writes and a few that read. synchronous=FULL makes every commit durable;
// group commit (group.go) makes that affordable.
func openSQLite(ctx context.Context, path string) (*DB, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("path of the SQLite file: %w", err)
	}
	pragmas := []string{"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(ON)", "cache_size(-32000)"}
	dsn := func(more url.Values) string {
		q := url.Values{"_pragma": pragmas, "_time_format": {"sqlite"}, "_timezone": {"UTC"}}
		for k, v := range more {
			q[k] = append(append([]string{}, q[k]...), v...)
		}
		return (&url.URL{Scheme: "file", Path: abs, RawQuery: q.Encode()}).String()
	}
	w, err := sql.Open("sqlite", dsn(url.Values{"_txlock": {"immediate"}}))
	if err != nil {
		return nil, fmt.Errorf("open SQLite: %w", err)
	}
	w.SetMaxOpenConns(1)
	if err := w.PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open SQLite file %s: %w", abs, err), w.Close())
	}
	r, err := sql.Open("sqlite", dsn(url.Values{"_pragma": {"query_only(ON)"}}))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open SQLite: %w", err), w.Close())
	}
	r.SetMaxOpenConns(runtime.GOMAXPROCS(0) + 2)
	r.SetMaxIdleConns(runtime.GOMAXPROCS(0) + 2)
	return &DB{dialect: dialect.SQLite, read: r, write: newGroup(w), prepared: newPrepared(r)}, nil
}

type txKey struct{}

// Write runs fn in a transaction that its context carries, and commits when fn returns nil. fn must do nothing but
// read and write the database: on SQLite it holds the one writer. It may run again on PostgreSQL after a deadlock.
func (db *DB) Write(ctx context.Context, fn func(context.Context) error) error {
	if ctx.Value(txKey{}) != nil {
		return errors.New("database: transaction inside a transaction")
	}
	return db.write.run(ctx, func(tx *sql.Tx) error {
		return fn(context.WithValue(ctx, txKey{}, tx))
	})
}

// SQL is the pool of readers, for probes and migrations.
func (db *DB) SQL() *sql.DB { return db.read }

type counterKey struct{}

// CountQueries returns a context in which statements are counted; read the count with the function.
func CountQueries(ctx context.Context) (context.Context, func() int64) {
	n := new(atomic.Int64)
	return context.WithValue(ctx, counterKey{}, n), n.Load
}

func (db *DB) conn(ctx context.Context) entsql.Conn {
	if n, ok := ctx.Value(counterKey{}).(*atomic.Int64); ok {
		n.Add(1)
	}
	if tx, ok := ctx.Value(txKey{}).(*sql.Tx); ok {
		return entsql.Conn{ExecQuerier: tx}
	}
	if db.prepared != nil {
		return entsql.Conn{ExecQuerier: db.prepared}
	}
	return entsql.Conn{ExecQuerier: db.read}
}

// Exec implements dialect.Driver.
func (db *DB) Exec(ctx context.Context, query string, args, v any) error {
	if ctx.Value(txKey{}) == nil {
		return ErrOutsideTransaction
	}
	return db.conn(ctx).Exec(ctx, query, args, v)
}

// Query implements dialect.Driver.
func (db *DB) Query(ctx context.Context, query string, args, v any) error {
	return db.conn(ctx).Query(ctx, query, args, v)
}

// Tx implements dialect.Driver: ent asks for one when a row has edges; the context's is used.
func (db *DB) Tx(ctx context.Context) (dialect.Tx, error) {
	if ctx.Value(txKey{}) == nil {
		return nil, ErrOutsideTransaction
	}
	return dialect.NopTx(db), nil
}

// Dialect implements dialect.Driver.
func (db *DB) Dialect() string { return db.dialect }

// Close closes the database once the running transactions have ended.
func (db *DB) Close() error {
	if db.prepared != nil {
		db.prepared.close()
	}
	return errors.Join(db.write.close(), db.read.Close())
}
