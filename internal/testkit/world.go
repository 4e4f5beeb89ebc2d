package testkit

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"

	"github.com/tongxing/tongxing/server"
)

// World is the whole product on an empty database, served over HTTP.
type World struct {
	App *server.App
	URL string
}

// Each runs the test on SQLite and on PostgreSQL; with TONGXING_TEST_DATABASE=sqlite on that alone, while writing code.
func Each(t *testing.T, test func(*testing.T, *World)) {
	names := []string{"SQLite", "PostgreSQL"}
	if os.Getenv("TONGXING_TEST_DATABASE") == "sqlite" {
		names = names[:1]
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			address := ""
			if name == "PostgreSQL" {
				address = postgres(t)
			}
			test(t, Serve(t, server.Config{Database: address, Introspection: true, RequestsPerSec: 100_000}))
		})
	}
}

// Serve serves the product as configured until the test ends, with its data in a folder of its own: SQLite, unless the
// configuration says otherwise.
func Serve(t testing.TB, cfg server.Config) *World {
	t.Helper()
	cfg.Data = t.TempDir()
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	}
	app, err := server.Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(app.Handler)
	t.Cleanup(func() {
		srv.Close()
		if err := app.Close(); err != nil {
			t.Error(err)
		}
	})
	return &World{App: app, URL: srv.URL}
}

// Answer is what the API said.
type Answer struct {
	Data   map[string]any `json:"data"`
	Errors []struct {
		Message    string
		Extensions map[string]any
	} `json:"errors"`
}

// Ask sends an operation as the holder of the token; "" for a stranger.
func (w *World) Ask(t testing.TB, token, query string, variables map[string]any) Answer {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.URL+"/graphql", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var a Answer
	if err := json.NewDecoder(res.Body).Decode(&a); err != nil {
		t.Fatalf("status %d: %v", res.StatusCode, err)
	}
	return a
}

// Get walks the data of an answer that must have no errors: by names of fields and indexes of lists.
func (a Answer) Get(t testing.TB, path ...any) any {
	t.Helper()
	if len(a.Errors) > 0 {
		t.Fatalf("errors: %+v", a.Errors)
	}
	var v any = a.Data
	for _, p := range path {
		switch p := p.(type) {
		case string:
			m, ok := v.(map[string]any)
			if !ok {
				t.Fatalf("no %q in %v", p, v)
			}
			v = m[p]
		case int:
			l, ok := v.([]any)
			if !ok || p >= len(l) {
				t.Fatalf("no %d in %v", p, v)
			}
			v = l[p]
		}
	}
	return v
}
