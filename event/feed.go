package event

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"
)

// FeedOptions are the feed's settings. The zero value is right for production.
type FeedOptions struct {
	// CheckEvery is how often the heads of all live scopes are compared with the log, in case hints were lost.
	// Default 5 s.
	CheckEvery time.Duration
	// Recent is how many of the newest entries of each live scope are kept in memory (at times up to twice as many).
	// Default 256. A reader further behind reads the log itself.
	Recent int
	// Page is how many entries are read from the log at once. Default 256.
	Page int
	// Logger hears of failures to read the log. Default slog.Default().
	Logger *slog.Logger
}

func (o *FeedOptions) defaults() {
	if o.CheckEvery <= 0 {
		o.CheckEvery = 5 * time.Second
	}
	if o.Recent <= 0 {
		o.Recent = 256
	}
	if o.Page <= 0 {
		o.Page = 256
	}
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
}

// headsAtOnce bounds the scopes asked of the log in one call.
const headsAtOnce = 500

// Feed follows the log for all readers of a process. However many read a scope, its new entries are read from the log once,
// by one reader that runs only while there is something new, and kept for a while; a scope that nobody reads costs nothing.
//
// Two things start that reader: a hint from the bus, and a slow check of the heads of all live scopes.
type Feed struct {
	log    Log
	opt    FeedOptions
	unbus  func()
	ctx    context.Context // ends with Close
	cancel context.CancelFunc
	done   sync.WaitGroup
	check  chan struct{} // asks for a check of all heads now

	mu     sync.Mutex
	topics map[string]*topic
	closed bool
}

// NewFeed makes a feed over a log, woken by a bus. The caller closes it, and the bus after it.
func NewFeed(log Log, bus Bus, opt FeedOptions) (*Feed, error) {
	opt.defaults()
	f := &Feed{log: log, opt: opt, topics: map[string]*topic{}, check: make(chan struct{}, 1)}
	f.ctx, f.cancel = context.WithCancel(context.Background())
	unbus, err := bus.Subscribe(f.hear)
	if err != nil {
		return nil, err
	}
	f.unbus = unbus
	f.done.Add(1)
	go f.checkHeads()
	return f, nil
}

// Close ends every stream with [ErrClosed] and waits for the readers.
func (f *Feed) Close() {
	f.unbus()
	f.mu.Lock()
	f.closed = true
	f.mu.Unlock()
	f.cancel()
	f.done.Wait()
}

// Scopes is how many scopes are being followed.
func (f *Feed) Scopes() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.topics)
}

// Heads returns the newest seq of each scope: from memory where the scope is being followed, else from the log. It never
// lies behind what a stream of this feed has already handed out.
func (f *Feed) Heads(ctx context.Context, scopes []string) (Cursor, error) {
	heads, unknown := Cursor{}, []string(nil)
	f.mu.Lock()
	for _, scope := range scopes {
		if t := f.topics[scope]; t != nil && t.ready() {
			heads[scope] = t.headNow()
		} else {
			unknown = append(unknown, scope)
		}
	}
	f.mu.Unlock()
	for len(unknown) > 0 {
		n := min(len(unknown), headsAtOnce)
		some, err := f.log.Heads(ctx, unknown[:n])
		if err != nil {
			return nil, err
		}
		for _, scope := range unknown[:n] {
			heads[scope] = some[scope]
		}
		unknown = unknown[n:]
	}
	return heads, nil
}

// hear takes a hint of the bus.
func (f *Feed) hear(h Hint) {
	if h.Scope == All {
		select {
		case f.check <- struct{}{}:
		default:
		}
		return
	}
	f.mu.Lock()
	t := f.topics[h.Scope]
	f.mu.Unlock()
	if t != nil {
		t.advance(h.Seq)
	}
}

// checkHeads compares the heads of all live scopes with the log, now and then and on demand.
func (f *Feed) checkHeads() {
	defer f.done.Done()
	for {
		// A little jitter keeps many processes from asking in step.
		wait := time.NewTimer(f.opt.CheckEvery + rand.N(f.opt.CheckEvery/8+1))
		select {
		case <-wait.C:
		case <-f.check:
		case <-f.ctx.Done():
		}
		wait.Stop()
		if f.ctx.Err() != nil {
			return
		}
		f.mu.Lock()
		live := make([]*topic, 0, len(f.topics))
		for _, t := range f.topics {
			live = append(live, t)
		}
		f.mu.Unlock()
		for len(live) > 0 {
			n := min(len(live), headsAtOnce)
			names := make([]string, n)
			for i, t := range live[:n] {
				names[i] = t.scope
			}
			heads, err := f.log.Heads(f.ctx, names)
			if err != nil && f.ctx.Err() == nil {
				f.opt.Logger.Warn("event feed: the log's heads could not be read; trying again", "err", err)
			}
			for _, t := range live[:n] {
				t.advance(heads[t.scope])
			}
			live = live[n:]
		}
	}
}

// enter returns the topic of a scope, counted as read once more, and makes it if need be.
func (f *Feed) enter(ctx context.Context, scope string) (*topic, error) {
	f.mu.Lock()
	if f.closed {
		f.mu.Unlock()
		return nil, ErrClosed
	}
	t := f.topics[scope]
	if t == nil {
		t = &topic{feed: f, scope: scope, loaded: make(chan struct{})}
		f.topics[scope] = t
		// Hints heard from here on are noted by the topic; the head read next can therefore not be out of date for good.
		f.done.Add(1)
		go t.load()
	}
	t.readers++
	f.mu.Unlock()
	select {
	case <-t.loaded:
		return t, nil
	case <-ctx.Done():
		f.leave(t)
		return nil, ctx.Err()
	case <-f.ctx.Done():
		f.leave(t)
		return nil, ErrClosed
	}
}

// leave forgets a topic with its last reader.
func (f *Feed) leave(t *topic) {
	f.mu.Lock()
	if t.readers--; t.readers == 0 && f.topics[t.scope] == t {
		delete(f.topics, t.scope)
		t.abandon()
	}
	f.mu.Unlock()
}
