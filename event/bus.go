// Package event carries what has happened to those who wait for it.
//
// It has two halves. The [Bus] wakes: it says "scope S has reached seq N", or "something about session X has changed",
// to every server process, at once and without any promise. The [Feed] reads: it follows the event log, which alone
// holds the truth, and hands each entry of a scope to every reader in order, without a gap and without a repeat.
// A hint that is lost therefore costs time, never an event.
//
// The package imports nothing of Tongxing's own.
package event

import (
	"context"
	"fmt"
	"net/url"
)

// Hint wakes whoever is concerned with a scope. There is one type for two uses:
//
//   - the head of an event log: Scope names the log ("circle:cir_01J…") and Seq its newest entry;
//   - control: Scope names what has changed ("session:ses_01J…", "user:usr_01J…", "organization:org_01J…") and Seq is 0.
//     Whoever holds something that depends on it looks again.
type Hint struct {
	// Scope is at most [MaxScope] bytes long and not empty.
	Scope string
	// Seq is the scope's newest sequence number, or 0 in a control hint. Never negative.
	Seq int64
}

// All is the scope of the hint a bus itself delivers when hints may have been lost (an overflow, a connection that was
// broken and is whole again): look again at everything. It cannot be published.
const All = "*"

// MaxScope is the longest scope a bus carries, in bytes.
const MaxScope = 512

// Bus delivers hints to every subscriber of every process. It is lossy by contract and made so that this is harmless:
//
//   - Publish never waits for a subscriber or for the network.
//   - A subscriber's hints are delivered one at a time, in a goroutine of its own; a slow one delays nobody else.
//   - Hints for one scope that wait for the same subscriber are merged into one with the highest Seq. More than
//     [Pending] different scopes waiting are dropped and replaced by one hint for [All].
//   - The publishing process hears its own hints, once, and without the network.
type Bus interface {
	// Publish sends a hint. An error means that the hint was malformed ([ErrHint]), the context over, or the bus
	// closed ([ErrClosed]); nil does not mean that anybody has heard it.
	Publish(ctx context.Context, hint Hint) error
	// Subscribe calls receive for each hint from now on, until cancel is called. When cancel returns, receive is not
	// running and will not be called again; so receive must not call it.
	Subscribe(receive func(Hint)) (cancel func(), err error)
	// Close ends all subscriptions and releases what the bus holds. It may be called more than once.
	Close() error
}

// Pending is how many different scopes may wait for one subscriber before the bus forgets them all in favour of [All].
const Pending = 4096

// Open makes the bus that a URL names: "" or "memory:" is [NewMemory], for a single process; "nats://host:port" (also tls://
// and a comma-separated list, as the NATS client takes it) is [DialNATS]. Anything else is an error.
func Open(address string) (Bus, error) {
	if address == "" {
		return NewMemory(), nil
	}
	u, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("event bus: the address is not a URL: want memory: or nats://host:port")
	}
	switch u.Scheme {
	case "memory":
		return NewMemory(), nil
	case "nats", "tls":
		return DialNATS(address)
	}
	return nil, fmt.Errorf("event bus: unknown scheme %q: want memory: or nats://host:port", u.Scheme)
}

type busError string

func (e busError) Error() string { return string(e) }

const (
	// ErrClosed is returned by a bus, or a feed, after Close.
	ErrClosed busError = "event: closed"
	// ErrHint is returned for a hint without a scope, with one that is too long or reserved ([All]), or with a negative seq.
	ErrHint busError = "event: malformed hint"
)

func (h Hint) check() error {
	if h.Scope == "" || h.Scope == All || len(h.Scope) > MaxScope || h.Seq < 0 {
		return ErrHint
	}
	return nil
}
