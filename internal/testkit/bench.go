package testkit

import (
	"net/http/httptest"
	"testing"

	"github.com/tongxing/tongxing/server"
)

// EachBench runs the benchmark on SQLite and on PostgreSQL.
func EachBench(b *testing.B, bench func(*testing.B, *World)) {
	for _, name := range []string{"SQLite", "PostgreSQL"} {
		b.Run(name, func(b *testing.B) {
			address := ""
			if name == "PostgreSQL" {
				address = postgres(b)
			}
			app, err := server.Open(b.Context(), server.Config{Data: b.TempDir(), Database: address, RequestsPerSec: 100_000})
			if err != nil {
				b.Fatal(err)
			}
			srv := httptest.NewServer(app.Handler)
			b.Cleanup(func() {
				srv.Close()
				if err := app.Close(); err != nil {
					b.Error(err)
				}
			})
			bench(b, &World{App: app, URL: srv.URL})
		})
	}
}
