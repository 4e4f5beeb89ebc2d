package server_test

import (
	"bytes"
	"log/slog"
	"net/netip"
	"sync"

	"github.com/tongxing/tongxing/server/wire"
)

func wireLog(h slog.Handler) slog.Handler { return wire.LogWithRequestID(h) }

func cidrs(texts ...string) (out []netip.Prefix, err error) {
	for _, s := range texts {
		p, err := netip.ParsePrefix(s)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

// lockedBuffer is a buffer that a server writes to while the test reads.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
