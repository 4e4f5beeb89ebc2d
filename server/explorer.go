package server

import (
	"embed"
	"io/fs"
	"net/http"
)

// The explorer: GraphiQL 3.8 and React 18 as their npm packages have them (MIT; licences beside them), so that no
// content delivery network is asked.
//
//go:embed graphiql
var graphiql embed.FS

// explorer serves the page at /graphiql and its files below.
func explorer() http.Handler {
	files, err := fs.Sub(graphiql, "graphiql")
	if err != nil {
		panic(err) // embedded above
	}
	serve := http.StripPrefix("/graphiql", http.FileServerFS(files))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Content-Security-Policy", "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; frame-ancestors 'none'")
		if r.URL.Path == "/graphiql" {
			r = r.Clone(r.Context())
			r.URL.Path = "/graphiql/"
		}
		serve.ServeHTTP(w, r)
	})
}
