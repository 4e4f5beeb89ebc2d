package event

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// Stream is one reader's way through one or several scopes: first everything after its cursor, then what comes, each entry
// once and in order of seq within its scope. It has no goroutine and no queue; a slow reader only reads later.
// It is used by one goroutine.
type Stream struct {
	feed   *Feed
	topics []*topic
	pos    []int64
	pages  [][]Entry
	next   int // the scope whose turn it is, so that a busy one does not starve the others
	news   chan struct{}
}

// Open begins a stream of scopes after a cursor; a scope that the cursor does not name begins at its head, that is, now.
// [ErrAhead] says that the cursor is beyond the log's end. The caller closes the stream.
func (f *Feed) Open(ctx context.Context, scopes []string, after Cursor) (*Stream, error) {
	scopes = slices.Compact(slices.Sorted(slices.Values(scopes)))
	s := &Stream{feed: f, news: make(chan struct{}, 1)}
	for _, scope := range scopes {
		t, err := f.enter(ctx, scope)
		if err != nil {
			s.Close()
			return nil, err
		}
		s.topics = append(s.topics, t)
		pos, given := after[scope]
		if !given {
			pos = t.headNow()
		}
		s.pos = append(s.pos, pos)
	}
	s.pages = make([][]Entry, len(s.topics))
	return s, s.verify(ctx)
}

// verify refuses a cursor beyond the end of the log, which is asked itself where this process has not come that far.
func (s *Stream) verify(ctx context.Context) error {
	for i, t := range s.topics {
		if s.pos[i] <= t.headNow() {
			continue
		}
		heads, err := s.feed.log.Heads(ctx, []string{t.scope})
		if err == nil && heads[t.scope] < s.pos[i] {
			err = fmt.Errorf("%w: %s has reached %d, not %d", ErrAhead, t.scope, heads[t.scope], s.pos[i])
		}
		if err != nil {
			s.Close()
			return err
		}
		t.advance(heads[t.scope])
	}
	return nil
}

// Next returns the next entry, and waits for it if need be. It ends with the context's error, with [ErrClosed] when the
// feed is closed, with [ErrTrimmed], or with an error of the log.
func (s *Stream) Next(ctx context.Context) (Entry, error) {
	for {
		if err := ctx.Err(); err != nil {
			return Entry{}, err
		}
		for range s.topics {
			i := s.next
			s.next = (s.next + 1) % len(s.topics)
			if len(s.pages[i]) == 0 {
				page, err := s.topics[i].after(ctx, s, s.pos[i])
				if err != nil {
					return Entry{}, err
				}
				s.pages[i] = page
			}
			if len(s.pages[i]) > 0 {
				e := s.pages[i][0]
				s.pages[i] = s.pages[i][1:]
				s.pos[i] = e.Seq
				return e, nil
			}
		}
		clear(s.pages) // lets go of arrays that a topic no longer keeps
		select {
		case <-s.news:
		case <-ctx.Done():
			return Entry{}, ctx.Err()
		case <-s.feed.ctx.Done():
			return Entry{}, ErrClosed
		}
	}
}

// Close ends the stream.
func (s *Stream) Close() {
	for _, t := range s.topics {
		t.forget(s)
		s.feed.leave(t)
	}
	s.topics = nil
}

func (s *Stream) poke() {
	select {
	case s.news <- struct{}{}:
	default:
	}
}

// Subscribe is the source of a GraphQL subscription: a channel, as gqlgen wants it, of what show makes of the entries of
// scopes after a cursor. Where show says false the entry is passed over. The channel is closed when the context ends, or
// when the log fails or show returns an error, which the transport then tells the client (see [Run]).
//
// The transport may have begun the subscription elsewhere (see [WithRun]); then after does not count.
func Subscribe[T any](ctx context.Context, f *Feed, scopes []string, after Cursor, show func(context.Context, Entry) (T, bool, error)) (<-chan T, error) {
	run := runOf(ctx)
	if run != nil && run.start != nil {
		after = run.start
	}
	s, err := f.Open(ctx, scopes, after)
	if err != nil {
		return nil, err
	}
	items := make(chan T)
	go func() {
		defer close(items)
		defer s.Close()
		err := s.pump(ctx, func(e Entry) error {
			item, ok, err := show(ctx, e)
			if err != nil || !ok {
				return err
			}
			if run != nil {
				run.note(Position{Scope: e.Scope, Seq: e.Seq})
			}
			select {
			case items <- item:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
		if run != nil && ctx.Err() == nil {
			run.fail(err)
		}
	}()
	return items, nil
}

// pump hands every entry to a function until something fails, which it returns; a panic of the function is such a failure.
func (s *Stream) pump(ctx context.Context, each func(Entry) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = errors.Join(ErrPanic, fmt.Errorf("%v", p))
		}
	}()
	for {
		e, err := s.Next(ctx)
		if err != nil {
			return err
		}
		if err := each(e); err != nil {
			return err
		}
	}
}

// ErrPanic is in the error of a subscription whose show function panicked. What it said is for the log, not for clients.
const ErrPanic busError = "event: internal error"
