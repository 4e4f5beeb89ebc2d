package wire

import (
	"net/http"
	"slices"
)

// guard refuses what a page of another site makes a browser send with the user's cookies. A POST of JSON is refused by
// its Sec-Fetch-Site or Origin (net/http's CrossOriginProtection). A GET executes queries only, and cannot be read by
// the other page, but costs work: it is refused by the same headers, unless a header forces the browser to ask first.
type guard struct {
	protection *http.CrossOriginProtection
	allowed    []string
}

// preflightHeaders are headers that a browser does not send to another site without asking it first, and that GraphQL
// clients send for this very purpose; so is a Content-Type of JSON.
var preflightHeaders = []string{"Apollo-Require-Preflight", "X-Apollo-Operation-Name", "GraphQL-Preflight", "X-Requested-With"}

func newGuard(allowed []string) (*guard, error) {
	g := &guard{http.NewCrossOriginProtection(), allowed}
	for _, origin := range allowed {
		if err := g.protection.AddTrustedOrigin(origin); err != nil {
			return nil, err
		}
	}
	g.protection.SetDenyHandler(http.HandlerFunc(denyCrossSite))
	return g, nil
}

func denyCrossSite(w http.ResponseWriter, r *http.Request) {
	Refuse(w, r, http.StatusForbidden, CodeCrossSite, "The request comes from a page of another site, which may not send it.")
}

// wrap puts the guard before next.
func (g *guard) wrap(next http.Handler) http.Handler {
	return g.protection.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// A websocket's opening is a GET that its transport checks the origin of.
		if r.Method == http.MethodGet && r.Header.Get("Upgrade") == "" && r.URL.RawQuery != "" && !g.safeGet(r) {
			denyCrossSite(w, r)
			return
		}
		next.ServeHTTP(w, r)
	}))
}

// safeGet says whether no page of another site can have made the browser send this GET without asking.
func (g *guard) safeGet(r *http.Request) bool {
	if media := r.Header.Get("Content-Type"); media != "" && checkContent(r.Header) == nil {
		return true
	}
	for _, name := range preflightHeaders {
		if r.Header.Get(name) != "" {
			return true
		}
	}
	origin := r.Header.Get("Origin")
	if slices.Contains(g.allowed, origin) {
		return true
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "same-origin", "none":
		return true
	case "":
		// No browser of the last years. An older one sends no Origin with a simple GET, but it sends cookies.
		return (origin == "" || origin == "https://"+r.Host || origin == "http://"+r.Host) && r.Header.Get("Cookie") == ""
	}
	return false
}
