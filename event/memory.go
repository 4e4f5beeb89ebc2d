package event

import (
	"context"
	"sync"
)

// Memory is the bus of a single process. Make one with [NewMemory].
type Memory struct {
	mu     sync.RWMutex
	closed bool
	boxes  map[*mailbox]struct{}
	done   sync.WaitGroup
}

// NewMemory makes a bus for one process. It opens no port.
func NewMemory() *Memory { return &Memory{boxes: map[*mailbox]struct{}{}} }

// Publish implements [Bus].
func (b *Memory) Publish(ctx context.Context, h Hint) error {
	if err := h.check(); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return b.deliver(h)
}

// deliver puts a hint, All included, before every subscriber.
func (b *Memory) deliver(h Hint) error {
	b.mu.RLock()
	defer b.mu.RUnlock()
	if b.closed {
		return ErrClosed
	}
	for box := range b.boxes {
		box.put(h)
	}
	return nil
}

// Subscribe implements [Bus].
func (b *Memory) Subscribe(receive func(Hint)) (func(), error) {
	box := newMailbox(Pending)
	stopped := make(chan struct{})
	b.mu.Lock()
	if b.closed {
		b.mu.Unlock()
		return nil, ErrClosed
	}
	b.boxes[box] = struct{}{}
	b.done.Add(1)
	b.mu.Unlock()

	go func() {
		defer b.done.Done()
		defer close(stopped)
		for {
			h, ok := box.take()
			if !ok {
				return
			}
			receive(h)
		}
	}()
	return func() {
		b.mu.Lock()
		delete(b.boxes, box)
		b.mu.Unlock()
		box.close()
		<-stopped
	}, nil
}

// Close implements [Bus]. It waits for the receivers that are running.
func (b *Memory) Close() error {
	b.mu.Lock()
	b.closed = true
	for box := range b.boxes {
		box.close()
	}
	b.boxes = nil
	b.mu.Unlock()
	b.done.Wait()
	return nil
}
