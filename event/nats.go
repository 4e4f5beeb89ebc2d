package event

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
)

// subject is the one NATS subject of all hints: every server hears every hint and ignores what it holds nothing of.
const subject = "tongxing.hints"

// reconnectWait is how long the client waits between two attempts to reach a NATS server.
const reconnectWait = 500 * time.Millisecond

// NATS is the bus of several processes. It delivers a process's own hints directly, so that a single server goes on
// working while NATS is away, and carries them to the others when NATS is there. Make one with [DialNATS].
type NATS struct {
	local  *Memory
	conn   *nats.Conn
	out    *mailbox
	sender sync.WaitGroup
}

// DialNATS makes a bus over the NATS servers at address (nats://host:port, several separated by commas). An unreachable
// server is no error: the client keeps trying, for good. After each time the connection is whole again, subscribers get a
// hint for [All]. An address that cannot be understood is an error, which does not repeat the address: it may hold a password.
func DialNATS(address string) (*NATS, error) {
	b := &NATS{local: NewMemory(), out: newMailbox(Pending)}
	missed := func(*nats.Conn) { _ = b.local.deliver(Hint{Scope: All}) }
	conn, err := nats.Connect(address,
		nats.Name("tongxing"),
		nats.NoEcho(),
		nats.RetryOnFailedConnect(true),
		nats.MaxReconnects(-1),
		nats.ReconnectWait(reconnectWait),
		// What waits for NATS waits in the mailbox, merged; a second buffer would hold the same hints one by one.
		nats.ReconnectBufSize(-1),
		nats.PingInterval(10*time.Second),
		nats.ConnectHandler(missed),
		nats.ReconnectHandler(missed),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) {
			if err == nats.ErrSlowConsumer {
				missed(nil)
			}
		}),
	)
	if err != nil {
		return nil, fmt.Errorf("event bus: NATS: the address was not accepted (want nats://host:port)")
	}
	b.conn = conn
	if _, err := conn.Subscribe(subject, func(m *nats.Msg) {
		if h, ok := parseHint(m.Data); ok {
			_ = b.local.deliver(h)
		}
	}); err != nil {
		conn.Close()
		return nil, fmt.Errorf("event bus: NATS: %w", err)
	}
	b.sender.Add(1)
	go b.send()
	return b, nil
}

// send carries hints to NATS, one after the other. While there is no connection they stay, merged, in the mailbox.
func (b *NATS) send() {
	defer b.sender.Done()
	for {
		h, ok := b.out.take()
		if !ok {
			return
		}
		for b.conn.Publish(subject, h.encode()) != nil {
			select {
			case <-b.out.closed:
				return
			case <-time.After(reconnectWait / 2):
			}
		}
	}
}

// Publish implements [Bus].
func (b *NATS) Publish(ctx context.Context, h Hint) error {
	if err := b.local.Publish(ctx, h); err != nil {
		return err
	}
	b.out.put(h)
	return nil
}

// Subscribe implements [Bus].
func (b *NATS) Subscribe(receive func(Hint)) (func(), error) { return b.local.Subscribe(receive) }

// Close implements [Bus]. Hints not yet sent are dropped, but for those that NATS's client has in hand.
func (b *NATS) Close() error {
	b.out.close()
	b.sender.Wait()
	if b.conn.IsConnected() {
		_ = b.conn.FlushTimeout(time.Second)
	}
	b.conn.Close()
	return b.local.Close()
}

// encode writes "seq scope". A mailbox that overflowed on its way out says so to the other processes too, as "0 *".
func (h Hint) encode() []byte {
	return append(strconv.AppendInt(nil, h.Seq, 10), " "+h.Scope...)
}

func parseHint(data []byte) (Hint, bool) {
	number, scope, ok := strings.Cut(string(data), " ")
	if !ok {
		return Hint{}, false
	}
	seq, err := strconv.ParseInt(number, 10, 64)
	h := Hint{Scope: scope, Seq: seq}
	if err != nil || (h.Scope != All && h.check() != nil) {
		return Hint{}, false
	}
	return h, true
}
