package database

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"

	"entgo.io/ent/dialect"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// Migration is one step of the schema's history.
type Migration struct {
	Name    string
	Applied bool
}

func (db *DB) provider(files fs.FS) (*goose.Provider, error) {
	folder, d, options := "sqlite", goose.DialectSQLite3, []goose.ProviderOption{}
	conn := db.read
	if db.dialect == dialect.Postgres {
		folder, d = "postgres", goose.DialectPostgres
		locker, err := lock.NewPostgresSessionLocker() // servers that start at once migrate one after the other
		if err != nil {
			return nil, fmt.Errorf("migration lock: %w", err)
		}
		options = append(options, goose.WithSessionLocker(locker))
	} else if g, ok := db.write.(*group); ok {
		conn = g.db // one connection, transactions begin immediately: SQLite's own lock orders the servers
	}
	sub, err := fs.Sub(files, folder)
	if err != nil {
		return nil, fmt.Errorf("migrations of %s: %w", folder, err)
	}
	return goose.NewProvider(d, conn, sub, options...)
}

// Migrate applies the migrations that are missing, under a lock. files has one folder a dialect.
func (db *DB) Migrate(ctx context.Context, files fs.FS) error {
	p, err := db.provider(files)
	if err != nil {
		return err
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

// Migrations lists all migrations, oldest first, and whether each has been applied.
func (db *DB) Migrations(ctx context.Context, files fs.FS) ([]Migration, error) {
	p, err := db.provider(files)
	if err != nil {
		return nil, err
	}
	status, err := p.Status(ctx)
	if err != nil {
		return nil, fmt.Errorf("migration status: %w", err)
	}
	out := make([]Migration, len(status))
	for i, s := range status {
		out[i] = Migration{Name: s.Source.Path, Applied: s.State == goose.StateApplied}
	}
	return out, nil
}

// Ready reports whether the database answers.
func (db *DB) Ready(ctx context.Context) error {
	var one int
	if err := db.read.QueryRowContext(ctx, "SELECT 1").Scan(&one); err != nil && err != sql.ErrNoRows {
		return err
	}
	return nil
}
