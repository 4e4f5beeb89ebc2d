package wire

import (
	"net/http"
	"time"
)

// NewServer returns an HTTP server with bounds on everything that a client may stretch: the time of its headers (5 s),
// of its whole request (15 s), of taking the answer (30 s, from the end of the request's headers), of an idle
// connection (2 min), and the size of its headers (32 KiB). A stream must lift its own deadlines with
// http.ResponseController; a websocket has none once it is hijacked. The caller sets Addr and the rest.
func NewServer(h http.Handler) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
	}
}
