package event

import (
	"context"
	"sync"
	"time"
)

// topic is one scope being followed. Its invariants: recent holds the entries (head-len(recent), head] without a gap; at
// most one goroutine (load, then read) extends it; everyone in waiting is woken after it was extended.
type topic struct {
	feed    *Feed
	scope   string
	readers int // guarded by feed.mu

	loaded chan struct{} // closed once head is known

	mu        sync.Mutex
	head      int64
	target    int64 // the highest seq heard of
	recent    []Entry
	reading   bool
	abandoned bool
	waiting   map[*Stream]struct{}
}

const (
	firstRetry = 50 * time.Millisecond
	lastRetry  = 2 * time.Second
)

// pause waits before another attempt, longer each time, and reports whether there should be one.
func (t *topic) pause(retry *time.Duration) bool {
	timer := time.NewTimer(*retry)
	defer timer.Stop()
	*retry = min(2**retry, lastRetry)
	select {
	case <-timer.C:
	case <-t.feed.ctx.Done():
		return false
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	return !t.abandoned
}

// load learns the head, then reads on if a hint has come meanwhile.
func (t *topic) load() {
	defer t.feed.done.Done()
	retry := firstRetry
	for {
		heads, err := t.feed.log.Heads(t.feed.ctx, []string{t.scope})
		if err == nil {
			t.mu.Lock()
			t.head = heads[t.scope]
			t.mu.Unlock()
			close(t.loaded)
			t.advance(0)
			return
		}
		if t.feed.ctx.Err() == nil {
			t.feed.opt.Logger.Warn("event feed: a head could not be read; trying again", "scope", t.scope, "err", err)
		}
		if !t.pause(&retry) {
			return
		}
	}
}

func (t *topic) ready() bool {
	select {
	case <-t.loaded:
		return true
	default:
		return false
	}
}

func (t *topic) headNow() int64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.head
}

func (t *topic) abandon() {
	t.mu.Lock()
	t.abandoned = true
	t.mu.Unlock()
}

// advance notes that the log has reached seq, and starts the reader if that is news.
func (t *topic) advance(seq int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.target = max(t.target, seq)
	if t.target <= t.head || t.reading || t.abandoned || !t.ready() || t.feed.ctx.Err() != nil {
		return
	}
	t.reading = true
	t.feed.done.Add(1)
	go t.read()
}

// read extends the topic until it has reached the target.
func (t *topic) read() {
	defer t.feed.done.Done()
	retry := firstRetry
	for {
		t.mu.Lock()
		if t.target <= t.head || t.abandoned {
			t.reading = false
			t.mu.Unlock()
			return
		}
		after := t.head
		t.mu.Unlock()

		entries, err := t.feed.log.Since(t.feed.ctx, t.scope, after, t.feed.opt.Page)
		if n := t.extend(after, entries); n > 0 {
			retry = firstRetry
			continue
		}
		if t.feed.ctx.Err() == nil {
			// Nothing came although the log has more: it failed, or (a hint that ran ahead of its commit, a replica that
			// lags) does not show it yet.
			t.feed.opt.Logger.Warn("event feed: the log could not be read on; trying again", "scope", t.scope, "after", after, "err", err)
		}
		if !t.pause(&retry) {
			t.mu.Lock()
			t.reading = false
			t.mu.Unlock()
			return
		}
	}
}

// extend appends the entries that continue the topic without a gap and wakes the streams; it returns how many there were.
func (t *topic) extend(after int64, entries []Entry) int {
	n := 0
	for n < len(entries) && entries[n].Seq == after+int64(n)+1 {
		n++
	}
	if n == 0 {
		return 0
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.head += int64(n)
	if len(t.recent)+n > cap(t.recent) {
		// A new array, for streams hold slices of the old one; between one and two times as many entries as are to be kept.
		limit := t.feed.opt.Recent
		kept := t.recent[max(0, min(len(t.recent), len(t.recent)+n-limit)):]
		t.recent = append(make([]Entry, 0, max(n, min(2*limit, 8+2*(len(kept)+n)))), kept...)
	}
	t.recent = append(t.recent, entries[:n]...)
	for s := range t.waiting {
		s.poke()
	}
	t.waiting = nil
	return n
}

// after returns what is known after a seq. With nothing to return, the stream is woken at the next entry. Entries older
// than the recent ones are read from the log.
func (t *topic) after(ctx context.Context, s *Stream, seq int64) ([]Entry, error) {
	t.mu.Lock()
	head := t.head
	if seq >= head {
		if t.waiting == nil {
			t.waiting = map[*Stream]struct{}{}
		}
		t.waiting[s] = struct{}{}
		t.mu.Unlock()
		return nil, nil
	}
	if back := head - seq; back <= int64(len(t.recent)) {
		known := t.recent[int64(len(t.recent))-back:]
		t.mu.Unlock()
		return known, nil
	}
	t.mu.Unlock()
	entries, err := t.feed.log.Since(ctx, t.scope, seq, t.feed.opt.Page)
	if err != nil {
		return nil, err
	}
	for i, e := range entries {
		if e.Seq != seq+int64(i)+1 {
			entries = entries[:i]
			break
		}
	}
	if len(entries) == 0 {
		// The log has more than seq, since head does, but not the entry after it.
		return nil, ErrTrimmed
	}
	return entries, nil
}

func (t *topic) forget(s *Stream) {
	t.mu.Lock()
	delete(t.waiting, s)
	t.mu.Unlock()
}
