package database

import (
	"context"
	"database/sql"
	"errors"
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
	g, isGroup := db.write.(*group)
	if isGroup {
		// To change a table SQLite makes it anew and drops the old one, which would delete the rows that refer to it;
		// within a migration's transaction the pragma has no effect (sqlite.org/lang_altertable.html, section 7).
		if _, err := g.db.ExecContext(ctx, "PRAGMA foreign_keys = OFF"); err != nil {
			return fmt.Errorf("migrate: %w", err)
		}
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if isGroup {
		return enforce(ctx, g.db)
	}
	return nil
}

// enforce puts foreign keys back into force once the rows are seen to keep them.
func enforce(ctx context.Context, conn *sql.DB) error {
	var table string
	switch err := conn.QueryRowContext(ctx, `SELECT "table" FROM pragma_foreign_key_check LIMIT 1`).Scan(&table); {
	case err == nil:
		return fmt.Errorf("migrate: rows of %s refer to rows that are not there", table)
	case !errors.Is(err, sql.ErrNoRows):
		return fmt.Errorf("migrate: %w", err)
	}
	if _, err := conn.ExecContext(ctx, "PRAGMA foreign_keys = ON"); err != nil {
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
