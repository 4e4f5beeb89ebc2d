package event_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"github.com/tongxing/tongxing/event"
)

// patience is how long a test waits for something that must come; it is never the time it takes.
const patience = 10 * time.Second

func startNATS(t *testing.T, port int) *server.Server {
	t.Helper()
	s, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: port, NoLog: true, NoSigs: true})
	if err != nil {
		t.Fatal(err)
	}
	go s.Start()
	if !s.ReadyForConnections(patience) {
		t.Fatal("the embedded NATS server does not start")
	}
	t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	return s
}

func open(t *testing.T, url string) event.Bus {
	t.Helper()
	b, err := event.Open(url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	return b
}

// inbox records what a subscriber hears.
type inbox struct {
	mu    sync.Mutex
	hints []event.Hint
	news  chan struct{}
}

func listen(t *testing.T, b event.Bus) *inbox {
	t.Helper()
	in := &inbox{news: make(chan struct{}, 1)}
	cancel, err := b.Subscribe(in.receive)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(cancel)
	return in
}

func (in *inbox) receive(h event.Hint) {
	in.mu.Lock()
	in.hints = append(in.hints, h)
	in.mu.Unlock()
	select {
	case in.news <- struct{}{}:
	default:
	}
}

func (in *inbox) count(h event.Hint) (n int) {
	in.mu.Lock()
	defer in.mu.Unlock()
	for _, got := range in.hints {
		if got == h {
			n++
		}
	}
	return n
}

func (in *inbox) len() int {
	in.mu.Lock()
	defer in.mu.Unlock()
	return len(in.hints)
}

// wait returns once the hint has come.
func (in *inbox) wait(t *testing.T, h event.Hint) {
	t.Helper()
	deadline := time.After(patience)
	for in.count(h) == 0 {
		select {
		case <-in.news:
		case <-deadline:
			t.Fatalf("%v never came among %d hints", h, in.len())
		}
	}
}

func publish(t *testing.T, b event.Bus, h event.Hint) {
	t.Helper()
	if err := b.Publish(context.Background(), h); err != nil {
		t.Fatal(err)
	}
}

// TestBus runs one table of cases on every bus. peers makes two ends of one bus: what one publishes, the other hears.
func TestBus(t *testing.T) {
	kinds := []struct {
		name  string
		peers func(t *testing.T) (a, b event.Bus)
	}{
		{"memory", func(t *testing.T) (event.Bus, event.Bus) {
			b := open(t, "")
			return b, b
		}},
		{"nats", func(t *testing.T) (event.Bus, event.Bus) {
			s := startNATS(t, -1)
			a, b := open(t, s.ClientURL()), open(t, s.ClientURL())
			meet(t, a, b)
			meet(t, b, a)
			return a, b
		}},
	}
	cases := []struct {
		name string
		run  func(t *testing.T, a, b event.Bus)
	}{
		{"every subscriber of both ends hears a hint once", func(t *testing.T, a, b event.Bus) {
			inboxes := []*inbox{listen(t, a), listen(t, a), listen(t, b)}
			h, last := event.Hint{Scope: "circle:cir_1", Seq: 7}, event.Hint{Scope: "session:ses_9"}
			publish(t, a, h)
			publish(t, a, last)
			for _, in := range inboxes {
				in.wait(t, last)
				if n := in.count(h); n != 1 {
					t.Errorf("heard %d times", n)
				}
			}
		}},
		{"names in Chinese and with spaces arrive whole", func(t *testing.T, a, b event.Bus) {
			in, h := listen(t, b), event.Hint{Scope: "circle:助学 圈 >.*", Seq: 1<<62 + 1}
			publish(t, a, h)
			in.wait(t, h)
		}},
		{"a cancelled subscriber hears nothing more", func(t *testing.T, a, b event.Bus) {
			gone, stays := &inbox{news: make(chan struct{}, 1)}, listen(t, b)
			cancel, err := b.Subscribe(gone.receive)
			if err != nil {
				t.Fatal(err)
			}
			cancel()
			h := event.Hint{Scope: "circle:cir_2", Seq: 1}
			publish(t, a, h)
			stays.wait(t, h)
			if gone.len() != 0 {
				t.Errorf("heard %v", gone.hints)
			}
		}},
		{"a stuck subscriber holds up neither publishers nor others, and learns the newest seq of each scope", func(t *testing.T, a, b event.Bus) {
			stuck, gate := &inbox{news: make(chan struct{}, 1)}, make(chan struct{})
			entered := make(chan struct{}, 1)
			cancel, err := b.Subscribe(func(h event.Hint) {
				select {
				case entered <- struct{}{}:
				default:
				}
				<-gate
				stuck.receive(h)
			})
			if err != nil {
				t.Fatal(err)
			}
			defer cancel()
			free := listen(t, b)
			publish(t, a, event.Hint{Scope: "first", Seq: 1})
			<-entered
			for seq := int64(1); seq <= 20_000; seq++ {
				publish(t, a, event.Hint{Scope: "circle:busy", Seq: seq})
			}
			last := event.Hint{Scope: "circle:busy", Seq: 20_000}
			free.wait(t, last)
			close(gate)
			stuck.wait(t, last)
			if stuck.len() > 100 {
				t.Errorf("%d hints were kept for a stuck subscriber of two scopes", stuck.len())
			}
		}},
		{"more scopes than are kept become one hint for everything", func(t *testing.T, a, b event.Bus) {
			stuck, gate := &inbox{news: make(chan struct{}, 1)}, make(chan struct{})
			cancel, err := b.Subscribe(func(h event.Hint) { <-gate; stuck.receive(h) })
			if err != nil {
				t.Fatal(err)
			}
			defer cancel()
			free, last := listen(t, b), event.Hint{Scope: "the last", Seq: 1}
			for i := range 3 * event.Pending {
				publish(t, a, event.Hint{Scope: fmt.Sprint("circle:", i), Seq: 1})
			}
			publish(t, a, last)
			// The free subscriber hears the last, or that it may have missed it.
			deadline := time.After(patience)
			for free.count(last)+free.count(event.Hint{Scope: event.All}) == 0 {
				select {
				case <-free.news:
				case <-deadline:
					t.Fatal("neither the last hint nor All came")
				}
			}
			close(gate)
			stuck.wait(t, event.Hint{Scope: event.All})
			if stuck.len() > event.Pending+2 {
				t.Errorf("%d hints were kept", stuck.len())
			}
		}},
		{"malformed hints are refused", func(t *testing.T, a, b event.Bus) {
			for _, h := range []event.Hint{{}, {Scope: event.All}, {Scope: "x", Seq: -1}, {Scope: strings.Repeat("x", event.MaxScope+1)}} {
				if err := a.Publish(context.Background(), h); !errors.Is(err, event.ErrHint) {
					t.Errorf("%.20v…: %v", h, err)
				}
			}
		}},
		{"a closed bus says so and leaves no receiver running", func(t *testing.T, a, b event.Bus) {
			if _, err := b.Subscribe(func(event.Hint) {}); err != nil {
				t.Fatal(err)
			}
			for range 2 {
				if err := b.Close(); err != nil {
					t.Fatal(err)
				}
			}
			if err := b.Publish(context.Background(), event.Hint{Scope: "x"}); !errors.Is(err, event.ErrClosed) {
				t.Error("publish:", err)
			}
			if _, err := b.Subscribe(func(event.Hint) {}); !errors.Is(err, event.ErrClosed) {
				t.Error("subscribe:", err)
			}
		}},
		{"a context that is over publishes nothing", func(t *testing.T, a, b event.Bus) {
			ctx, cancel := context.WithCancel(context.Background())
			cancel()
			if err := a.Publish(ctx, event.Hint{Scope: "x"}); !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
		}},
	}
	for _, kind := range kinds {
		t.Run(kind.name, func(t *testing.T) {
			for _, c := range cases {
				t.Run(c.name, func(t *testing.T) {
					a, b := kind.peers(t)
					c.run(t, a, b)
				})
			}
		})
	}
}

// meet returns once what a publishes reaches b: a NATS subscription takes effect some time after it is made.
func meet(t *testing.T, a, b event.Bus) {
	t.Helper()
	in := &inbox{news: make(chan struct{}, 1)}
	cancel, err := b.Subscribe(in.receive)
	if err != nil {
		t.Fatal(err)
	}
	defer cancel()
	h := event.Hint{Scope: "meeting"}
	for start := time.Now(); in.count(h) == 0; {
		if time.Since(start) > patience {
			t.Fatal("the two ends never met")
		}
		publish(t, a, h)
		select {
		case <-in.news:
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func TestNATSComesAndGoes(t *testing.T) {
	t.Run("without a server the process still hears itself, and the others once there is one", func(t *testing.T) {
		probe := startNATS(t, -1)
		address, port := probe.ClientURL(), probe.Addr().String()
		probe.Shutdown()
		probe.WaitForShutdown()

		a, b := open(t, address), open(t, address)
		here, there := listen(t, a), listen(t, b)
		h := event.Hint{Scope: "circle:cir_1", Seq: 3}
		publish(t, a, h)
		here.wait(t, h)

		var n int
		if _, err := fmt.Sscanf(port[strings.LastIndex(port, ":")+1:], "%d", &n); err != nil {
			t.Fatal(err)
		}
		startNATS(t, n)
		// Each end is told that it may have missed something, and then they hear each other.
		here.wait(t, event.Hint{Scope: event.All})
		there.wait(t, event.Hint{Scope: event.All})
		meet(t, a, b)
	})
}

func TestOpen(t *testing.T) {
	for _, bad := range []string{"redis://localhost", "nats", "://", "nats://[::1"} {
		if b, err := event.Open(bad); err == nil {
			_ = b.Close()
			t.Errorf("%q was accepted", bad)
		}
	}
	t.Run("a password in an address is not repeated in the error", func(t *testing.T) {
		if _, err := event.Open("nats://me:hunter2@[::1"); err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Error(err)
		}
	})
}
