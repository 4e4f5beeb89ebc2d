package main

import (
	"os"
	"strings"
	"testing"

	"github.com/tongxing/tongxing/internal/testkit"
)

func TestMain(m *testing.M) {
	if os.Getenv("TONGXING_BENCH_CLIENT") != "" {
		_ = send()
		return
	}
	testkit.Main(m)
}

// The measure itself checks that the product and the hand-written handler say the same.
func TestTheProductSaysWhatTheHandWrittenHandlerSays(t *testing.T) {
	var out strings.Builder
	s := settings{playbooks: 60, organizations: 5, long: 60, requests: 2, rounds: 1, parallel: 2}
	if err := run(t.Context(), &out, s); err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
}
