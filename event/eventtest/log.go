// Package eventtest has an event log in memory, for tests of what reads one.
package eventtest

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/tongxing/tongxing/event"
)

// Log is an [event.Log] in memory. It keeps the promise of the real one: gapless per scope, visible in order of seq.
type Log struct {
	mu     sync.Mutex
	bus    event.Bus
	scopes map[string][]event.Entry
	gone   map[string]int64 // entries up to here were trimmed
	fail   error
	reads  int
}

// NewLog makes an empty log that sends a hint to the bus after each entry; bus may be nil for one that sends none.
func NewLog(bus event.Bus) *Log {
	return &Log{bus: bus, scopes: map[string][]event.Entry{}, gone: map[string]int64{}}
}

// Append adds an entry, sends its hint, and returns its seq.
func (l *Log) Append(scope, kind string, data any) int64 {
	seq := l.Write(scope, kind, data)
	if l.bus != nil {
		_ = l.bus.Publish(context.Background(), event.Hint{Scope: scope, Seq: seq})
	}
	return seq
}

// Write adds an entry and sends no hint, as when the hint is lost.
func (l *Log) Write(scope, kind string, data any) int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	seq := l.gone[scope] + int64(len(l.scopes[scope])) + 1
	l.scopes[scope] = append(l.scopes[scope], event.Entry{
		Scope: scope, Seq: seq, Kind: kind, Subject: fmt.Sprint("sub_", seq), At: time.Now().UTC(), Data: data,
	})
	return seq
}

// Trim forgets the entries of a scope up to and including seq.
func (l *Log) Trim(scope string, seq int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.scopes[scope] = l.scopes[scope][seq-l.gone[scope]:]
	l.gone[scope] = seq
}

// Fail makes every read fail with err until Fail(nil).
func (l *Log) Fail(err error) {
	l.mu.Lock()
	l.fail = err
	l.mu.Unlock()
}

// Reads counts the calls of Since that have been answered.
func (l *Log) Reads() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.reads
}

// Since implements [event.Log].
func (l *Log) Since(ctx context.Context, scope string, after int64, limit int) ([]event.Entry, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if l.fail != nil {
		return nil, l.fail
	}
	l.reads++
	entries := l.scopes[scope]
	from := min(max(after-l.gone[scope], 0), int64(len(entries)))
	to := min(from+int64(limit), int64(len(entries)))
	return append([]event.Entry(nil), entries[from:to]...), nil
}

// Heads implements [event.Log].
func (l *Log) Heads(ctx context.Context, scopes []string) (event.Cursor, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if l.fail != nil {
		return nil, l.fail
	}
	heads := event.Cursor{}
	for _, scope := range scopes {
		heads[scope] = l.gone[scope] + int64(len(l.scopes[scope]))
	}
	return heads, nil
}
