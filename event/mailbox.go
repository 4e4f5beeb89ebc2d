package event

import "sync"

// mailbox holds the hints that wait for one receiver: one per scope, the highest seq of each, in order of first arrival.
// Its size is bounded by limit, whatever is put into it.
type mailbox struct {
	mu      sync.Mutex
	limit   int
	seqs    map[string]int64
	order   []string
	wake    chan struct{} // holds one token when there may be something to take
	closed  chan struct{}
	closing sync.Once
}

func newMailbox(limit int) *mailbox {
	return &mailbox{limit: limit, seqs: map[string]int64{}, wake: make(chan struct{}, 1), closed: make(chan struct{})}
}

// put adds a hint without ever waiting.
func (m *mailbox) put(h Hint) {
	m.mu.Lock()
	if seq, waiting := m.seqs[h.Scope]; waiting {
		m.seqs[h.Scope] = max(seq, h.Seq)
	} else if _, all := m.seqs[All]; all && len(m.order) >= m.limit {
		// All is waiting already and says more than this hint.
	} else {
		if len(m.order) >= m.limit {
			m.seqs, m.order = map[string]int64{}, nil
			h = Hint{Scope: All}
		}
		m.seqs[h.Scope] = h.Seq
		m.order = append(m.order, h.Scope)
	}
	m.mu.Unlock()
	select {
	case m.wake <- struct{}{}:
	default:
	}
}

// take waits for the next hint; ok is false once the mailbox is closed.
func (m *mailbox) take() (h Hint, ok bool) {
	for {
		select {
		case <-m.closed:
			return Hint{}, false
		default:
		}
		m.mu.Lock()
		if len(m.order) > 0 {
			scope := m.order[0]
			m.order = m.order[1:]
			h = Hint{Scope: scope, Seq: m.seqs[scope]}
			delete(m.seqs, scope)
			m.mu.Unlock()
			return h, true
		}
		m.order = nil
		m.mu.Unlock()
		select {
		case <-m.wake:
		case <-m.closed:
			return Hint{}, false
		}
	}
}

func (m *mailbox) close() { m.closing.Do(func() { close(m.closed) }) }
