package event

import (
	"context"
	"maps"
	"sync"
)

// Cursor says how far a reader has come: for each scope the seq of the last entry it has, 0 for none yet. Entries with a
// higher seq are still to come.
type Cursor map[string]int64

// Covers reports whether a reader at c has everything that a reader at other has. Scopes that other does not name do not count.
func (c Cursor) Covers(other Cursor) bool {
	for scope, seq := range other {
		if c[scope] < seq {
			return false
		}
	}
	return true
}

// Clone returns a copy that shares nothing with c.
func (c Cursor) Clone() Cursor { return maps.Clone(c) }

// Run is how the transport of a subscription and the source behind it speak about positions, past the GraphQL executor
// that stands between them and knows nothing of cursors:
//
//   - the transport says where to begin (Start), in place of what the operation's arguments say;
//   - the source notes the position of each item just before it hands the item to the executor (the items and the
//     responses made of them come in the same order, one for one), and why it ended.
//
// A source made by [Subscribe] does its part by itself. One that does not is served all the same, only never shared.
type Run struct {
	start Cursor

	mu        sync.Mutex
	positions []Position
	err       error
}

// Position is the place of one entry in the log.
type Position struct {
	Scope string
	Seq   int64
}

type runKey struct{}

// WithRun returns a context in which [Subscribe] begins at start, if that is not nil, and notes its positions in the Run.
func WithRun(ctx context.Context, start Cursor) (context.Context, *Run) {
	r := &Run{start: start}
	return context.WithValue(ctx, runKey{}, r), r
}

func runOf(ctx context.Context) *Run {
	r, _ := ctx.Value(runKey{}).(*Run)
	return r
}

func (r *Run) note(p Position) {
	r.mu.Lock()
	r.positions = append(r.positions, p)
	r.mu.Unlock()
}

// Take returns the position of the next item whose response has not been taken yet; ok is false when the source notes none.
func (r *Run) Take() (p Position, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.positions) == 0 {
		return Position{}, false
	}
	p, r.positions = r.positions[0], r.positions[1:]
	return p, true
}

func (r *Run) fail(err error) {
	r.mu.Lock()
	r.err = err
	r.mu.Unlock()
}

// Err is why the source ended; nil while it runs, and when it ended as it should.
func (r *Run) Err() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.err
}
