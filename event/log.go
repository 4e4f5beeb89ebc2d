package event

import (
	"context"
	"time"
)

// Entry is one line of the event log: what happened, to what, by whom.
type Entry struct {
	// Scope and Seq are the entry's place. Within a scope, seq runs 1, 2, 3, … without a gap, in commit order.
	Scope string
	Seq   int64
	// Kind says what happened ("comment.added"), Subject to what and Actor by whom (ids; Actor may be empty).
	Kind, Subject, Actor string
	// At is when, in UTC.
	At time.Time
	// Data is whatever else the log's owner wants its readers to have, shared by all of them: never change it.
	Data any
}

// Log is the event log as the feed reads it. Both methods are called from several goroutines.
type Log interface {
	// Since returns at most limit entries of the scope with a seq above after, in order of seq, without leaving one out.
	// An entry is visible no later than those after it (see ARCHITECTURE.md, "The event log").
	Since(ctx context.Context, scope string, after int64, limit int) ([]Entry, error)
	// Heads returns the newest seq of each of the scopes, as of now. A scope without entries is 0 or left out.
	Heads(ctx context.Context, scopes []string) (Cursor, error)
}

const (
	// ErrTrimmed says that the log no longer holds the entries after a cursor: the reader must load the present state
	// anew and go on from there.
	ErrTrimmed busError = "event: the log no longer goes back that far"
	// ErrAhead says that a cursor lies beyond the log's end: it is from another database, or made up.
	ErrAhead busError = "event: the cursor is ahead of the log"
)
