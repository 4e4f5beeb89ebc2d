package server

import (
	"os"
	"runtime/debug"
)

// TuneMemory lets the heap grow to five times what is live before it is collected, up to a soft limit of 400 MiB:
// collecting is the dearest part of a small server's work (docs/performance.md). GOGC and GOMEMLIMIT win over it.
func TuneMemory() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(400 << 20)
	}
}
