// Command migration writes the next versioned migration of each dialect: the difference between the migrations so
// far and ent/schema. PostgreSQL's are replayed in a private cluster that it starts.
//
//	go run ./internal/migration NAME
package main

import (
	"context"
	"fmt"
	"log"
	"os"

	atlas "ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/sqltool"
	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"
	"entgo.io/ent/dialect/sql/schema"
	"github.com/tongxing/tongxing/ent/migrate"
	"github.com/tongxing/tongxing/internal/testkit"

	_ "github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite"
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: go run ./internal/migration NAME")
	}
	diff(dialect.SQLite, "sqlite", "file:migration?mode=memory&cache=shared&_pragma=foreign_keys(1)")
	address, stop, err := testkit.StartPostgres()
	if err != nil {
		log.Fatal(err)
	}
	defer stop()
	diff(dialect.Postgres, "pgx", address)
}

func diff(name, driver, dsn string) {
	folder := map[string]string{dialect.SQLite: "sqlite", dialect.Postgres: "postgres"}[name]
	dir, err := sqltool.NewGooseDir("ent/migrate/" + folder)
	if err != nil {
		log.Fatal(err)
	}
	// A migration that was written or taken out by hand is part of the sum too.
	sum, err := dir.Checksum()
	if err != nil {
		log.Fatal(err)
	}
	if err := atlas.WriteSumFile(dir, sum); err != nil {
		log.Fatal(err)
	}
	drv, err := sql.Open(driver, dsn)
	if err != nil {
		log.Fatal(err)
	}
	defer drv.Close()
	m, err := schema.NewMigrate(sql.OpenDB(name, drv.DB()),
		schema.WithDir(dir), schema.WithFormatter(sqltool.GooseFormatter),
		schema.WithMigrationMode(schema.ModeReplay), schema.WithDialect(name),
		schema.WithDropColumn(true), schema.WithDropIndex(true))
	if err != nil {
		log.Fatal(err)
	}
	if err := m.NamedDiff(context.Background(), os.Args[1], migrate.Tables...); err != nil {
		log.Fatal(fmt.Errorf("%s: %w", name, err))
	}
}
