package event_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/tongxing/tongxing/event"
	"github.com/tongxing/tongxing/event/eventtest"
)

var quiet = slog.New(slog.NewTextHandler(io.Discard, nil))

func newFeed(t *testing.T, opt event.FeedOptions) (*event.Feed, *eventtest.Log) {
	t.Helper()
	bus := open(t, "")
	log := eventtest.NewLog(bus)
	opt.Logger = quiet
	f, err := event.NewFeed(log, bus, opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Close)
	return f, log
}

func patient(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	return ctx
}

func stream(t *testing.T, f *event.Feed, after event.Cursor, scopes ...string) *event.Stream {
	t.Helper()
	s, err := f.Open(patient(t), scopes, after)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// expect reads entries from first to last of one scope.
func expect(t *testing.T, s *event.Stream, scope string, first, last int64) {
	t.Helper()
	ctx := patient(t)
	for seq := first; seq <= last; seq++ {
		e, err := s.Next(ctx)
		if err != nil {
			t.Fatalf("waiting for %s %d: %v", scope, seq, err)
		}
		if e.Scope != scope || e.Seq != seq {
			t.Fatalf("got %s %d, want %s %d", e.Scope, e.Seq, scope, seq)
		}
	}
}

func fill(log *eventtest.Log, scope string, n int) {
	for range n {
		log.Append(scope, "thing.happened", nil)
	}
}

func TestStream(t *testing.T) {
	t.Run("replays what is after the cursor and goes on live", func(t *testing.T) {
		f, log := newFeed(t, event.FeedOptions{Page: 10, Recent: 16})
		fill(log, "c", 105)
		s := stream(t, f, event.Cursor{"c": 7}, "c")
		expect(t, s, "c", 8, 105)
		fill(log, "c", 100)
		expect(t, s, "c", 106, 205)
	})
	t.Run("without a cursor begins now", func(t *testing.T) {
		f, log := newFeed(t, event.FeedOptions{})
		fill(log, "c", 3)
		s := stream(t, f, nil, "c")
		fill(log, "c", 1)
		expect(t, s, "c", 4, 4)
	})
	t.Run("begins an empty scope at its first entry", func(t *testing.T) {
		f, log := newFeed(t, event.FeedOptions{})
		s := stream(t, f, event.Cursor{"c": 0}, "c")
		fill(log, "c", 2)
		expect(t, s, "c", 1, 2)
	})
	t.Run("a busy scope does not starve a quiet one", func(t *testing.T) {
		f, log := newFeed(t, event.FeedOptions{})
		fill(log, "busy", 1000)
		fill(log, "quiet", 1)
		s := stream(t, f, event.Cursor{"busy": 0, "quiet": 0}, "quiet", "busy", "quiet")
		seen := false
		for range 2 {
			e, err := s.Next(patient(t))
			if err != nil {
				t.Fatal(err)
			}
			seen = seen || e.Scope == "quiet"
		}
		if !seen {
			t.Error("two entries of the busy scope came before the quiet one's turn")
		}
	})
	t.Run("a lost hint is made up for by the check of the heads", func(t *testing.T) {
		f, log := newFeed(t, event.FeedOptions{CheckEvery: 10 * time.Millisecond})
		s := stream(t, f, nil, "c")
		log.Write("c", "thing.happened", nil)
		expect(t, s, "c", 1, 1)
	})
	t.Run("a hint that everything may have changed is followed at once", func(t *testing.T) {
		bus := open(t, "")
		log := eventtest.NewLog(nil)
		f, err := event.NewFeed(log, bus, event.FeedOptions{CheckEvery: time.Hour, Logger: quiet})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(f.Close)
		s := stream(t, f, nil, "c")
		log.Write("c", "thing.happened", nil)
		for i := range 2 * event.Pending { // overflows the feed's mailbox, or else is heard one by one
			publish(t, bus, event.Hint{Scope: fmt.Sprint(i), Seq: 1})
		}
		publish(t, bus, event.Hint{Scope: "c", Seq: 1})
		expect(t, s, "c", 1, 1)
	})
	t.Run("a log that fails for a while is read on when it is back", func(t *testing.T) {
		f, log := newFeed(t, event.FeedOptions{})
		s := stream(t, f, nil, "c")
		log.Fail(errors.New("disk on holiday"))
		fill(log, "c", 3)
		time.AfterFunc(20*time.Millisecond, func() { log.Fail(nil) })
		expect(t, s, "c", 1, 3)
	})
	t.Run("a thousand readers of a scope cost one read of the log", func(t *testing.T) {
		f, log := newFeed(t, event.FeedOptions{CheckEvery: time.Hour})
		streams := make([]*event.Stream, 1000)
		for i := range streams {
			streams[i] = stream(t, f, nil, "c")
		}
		fill(log, "c", 1)
		for _, s := range streams {
			expect(t, s, "c", 1, 1)
		}
		if n := log.Reads(); n != 1 {
			t.Errorf("the log was read %d times", n)
		}
	})
	t.Run("a cursor ahead of the log is refused", func(t *testing.T) {
		f, log := newFeed(t, event.FeedOptions{})
		fill(log, "c", 3)
		if _, err := f.Open(patient(t), []string{"c"}, event.Cursor{"c": 4}); !errors.Is(err, event.ErrAhead) {
			t.Error(err)
		}
		if n := f.Scopes(); n != 0 {
			t.Errorf("%d scopes are still followed", n)
		}
	})
	t.Run("a cursor ahead of this process, but not of the log, waits for what is after it", func(t *testing.T) {
		f, log := newFeed(t, event.FeedOptions{CheckEvery: time.Hour})
		stream(t, f, nil, "c")
		for range 5 {
			log.Write("c", "thing.happened", nil) // another process wrote, and its hints are on their way
		}
		s := stream(t, f, event.Cursor{"c": 5}, "c")
		fill(log, "c", 1)
		expect(t, s, "c", 6, 6)
	})
	t.Run("a cursor before what the log still has is refused", func(t *testing.T) {
		f, log := newFeed(t, event.FeedOptions{})
		fill(log, "c", 9)
		log.Trim("c", 5)
		if _, err := stream(t, f, event.Cursor{"c": 2}, "c").Next(patient(t)); !errors.Is(err, event.ErrTrimmed) {
			t.Error(err)
		}
		expect(t, stream(t, f, event.Cursor{"c": 5}, "c"), "c", 6, 9)
	})
	t.Run("a scope without readers is forgotten", func(t *testing.T) {
		f, _ := newFeed(t, event.FeedOptions{})
		a, b := stream(t, f, nil, "c", "d"), stream(t, f, nil, "c")
		a.Close()
		if n := f.Scopes(); n != 1 {
			t.Errorf("%d scopes are followed, want 1", n)
		}
		b.Close()
		if n := f.Scopes(); n != 0 {
			t.Errorf("%d scopes are followed, want 0", n)
		}
	})
	t.Run("a closed feed ends its streams", func(t *testing.T) {
		f, _ := newFeed(t, event.FeedOptions{})
		s := stream(t, f, nil, "c")
		time.AfterFunc(10*time.Millisecond, f.Close)
		if _, err := s.Next(patient(t)); !errors.Is(err, event.ErrClosed) {
			t.Error(err)
		}
		if _, err := f.Open(patient(t), []string{"c"}, nil); !errors.Is(err, event.ErrClosed) {
			t.Error(err)
		}
	})
	t.Run("readers that come and go while others write see every entry once, in order", func(t *testing.T) {
		f, log := newFeed(t, event.FeedOptions{Page: 7, Recent: 13, CheckEvery: 5 * time.Millisecond})
		const total = 2000
		var writers, readers sync.WaitGroup
		for _, scope := range []string{"a", "b"} {
			writers.Go(func() {
				for range total {
					if rand.IntN(3) == 0 {
						log.Write(scope, "thing.happened", nil)
					} else {
						log.Append(scope, "thing.happened", nil)
					}
				}
			})
		}
		for r := range 8 {
			readers.Go(func() {
				at := event.Cursor{"a": 0, "b": 0}
				for at["a"] < total || at["b"] < total {
					s, err := f.Open(patient(t), []string{"a", "b"}, at)
					if err != nil {
						t.Errorf("reader %d: %v", r, err)
						return
					}
					for range 1 + rand.IntN(100) {
						if at["a"] == total && at["b"] == total {
							break
						}
						e, err := s.Next(patient(t))
						if err != nil || e.Seq != at[e.Scope]+1 {
							t.Errorf("reader %d: got %d after %v: %v", r, e.Seq, at, err)
							s.Close()
							return
						}
						at[e.Scope] = e.Seq
					}
					s.Close()
				}
			})
		}
		writers.Wait()
		readers.Wait()
	})
}

func TestSubscribe(t *testing.T) {
	show := func(_ context.Context, e event.Entry) (int64, bool, error) { return e.Seq, e.Seq%2 == 0, nil }
	t.Run("passes over what is not to be shown and notes the place of the rest", func(t *testing.T) {
		f, log := newFeed(t, event.FeedOptions{})
		fill(log, "c", 6)
		ctx, run := event.WithRun(patient(t), event.Cursor{"c": 2})
		items, err := event.Subscribe(ctx, f, []string{"c"}, event.Cursor{"c": 0}, show)
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []int64{4, 6} {
			if got := <-items; got != want {
				t.Errorf("got %d, want %d", got, want)
			}
			if p, ok := run.Take(); !ok || p != (event.Position{Scope: "c", Seq: want}) {
				t.Errorf("position %v, want %d", p, want)
			}
		}
	})
	t.Run("ends with its context, which is no error", func(t *testing.T) {
		f, _ := newFeed(t, event.FeedOptions{})
		ctx, cancel := context.WithCancel(patient(t))
		ctx, run := event.WithRun(ctx, nil)
		items, err := event.Subscribe(ctx, f, []string{"c"}, nil, show)
		if err != nil {
			t.Fatal(err)
		}
		cancel()
		if _, open := <-items; open || run.Err() != nil {
			t.Error("open:", open, "err:", run.Err())
		}
	})
	t.Run("ends with the error, or the panic, of what shows", func(t *testing.T) {
		boom := errors.New("boom")
		for want, bad := range map[error]func(context.Context, event.Entry) (int, bool, error){
			boom:           func(context.Context, event.Entry) (int, bool, error) { return 0, false, boom },
			event.ErrPanic: func(context.Context, event.Entry) (int, bool, error) { panic("at the disco") },
		} {
			f, log := newFeed(t, event.FeedOptions{})
			fill(log, "c", 1)
			ctx, run := event.WithRun(patient(t), nil)
			items, err := event.Subscribe(ctx, f, []string{"c"}, event.Cursor{"c": 0}, bad)
			if err != nil {
				t.Fatal(err)
			}
			if _, open := <-items; open || !errors.Is(run.Err(), want) {
				t.Error("open:", open, "err:", run.Err())
			}
		}
	})
}
