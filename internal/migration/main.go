// Command migration writes the next versioned migration of each dialect: the difference between the migrations so
// far and ent/schema. PostgreSQL needs an empty database to replay them in (TONGXING_MIGRATION_POSTGRES).
//
//	go run ./internal/migration NAME
package main

import (
	"context"
	"fmt"
	"log"
	"os"

	"ariga.io/atlas/sql/sqltool"
	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"
	"entgo.io/ent/dialect/sql/schema"
	"github.com/tongxing/tongxing/ent/migrate"

	_ "github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite"
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: go run ./internal/migration NAME")
	}
	diff(dialect.SQLite, "sqlite", "file:migration?mode=memory&cache=shared&_pragma=foreign_keys(1)")
	if address := os.Getenv("TONGXING_MIGRATION_POSTGRES"); address != "" {
		diff(dialect.Postgres, "pgx", address)
	} else {
		log.Print("PostgreSQL left out: TONGXING_MIGRATION_POSTGRES is not set")
	}
}

func diff(name, driver, dsn string) {
	folder := map[string]string{dialect.SQLite: "sqlite", dialect.Postgres: "postgres"}[name]
	dir, err := sqltool.NewGooseDir("ent/migrate/" + folder)
	if err != nil {
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
