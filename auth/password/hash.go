// Package password hashes and checks passwords, and says which ones may be chosen.
//
// # The hash
//
// Argon2id (RFC 9106) in the PHC string format, `$argon2id$v=19$m=19456,t=2,p=1$salt$key`, with a random salt of 16
// bytes and a key of 32 bytes. [Recommended] is what the OWASP Password Storage Cheat Sheet gives as the first choice:
// 19 MiB, two passes, one lane. It is slow on purpose: some tens of milliseconds of one core.
//
// # Many at once
//
// A [Hasher] lets only as many hashes run side by side as half of the cores (at least one), so fifty sign-ins at once
// hold 19 MiB for each of those few and leave cores to every other request. The others wait in a line, give up when
// their context ends, and are refused with [ErrBusy] when the line is full.
//
// # The rules
//
// See [Rules]. Passwords are normalized to NFKC before everything else, so that the same keys typed on a phone and on a
// desktop, in full-width or half-width form, give the same bytes (NIST SP 800-63B-4, section 3.1.1.2).
package password

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/alexedwards/argon2id"
	"golang.org/x/sync/semaphore"
)

// Params is the cost of one hash.
type Params struct {
	MemoryKiB   uint32 // m, in KiB
	Iterations  uint32 // t, passes over the memory
	Parallelism uint8  // p, lanes
}

// Recommended is the first choice of the OWASP Password Storage Cheat Sheet for Argon2id: m = 19 MiB, t = 2, p = 1.
var Recommended = Params{MemoryKiB: 19 * 1024, Iterations: 2, Parallelism: 1}

const (
	saltBytes = 16
	keyBytes  = 32

	// What a stored hash may ask for at most. A hash written by somebody who can write to the database must not be able
	// to exhaust this server's memory or time.
	maxMemoryKiB  = 256 * 1024
	maxIterations = 16

	// How many hashes may wait for their turn. At some 30 ms each on one core that is a wait of seconds: longer than
	// anybody stays, so one more is refused at once.
	maxWaiting = 256
)

var (
	// ErrBusy is returned when too many hashes wait already. Answer with "try again later" (HTTP 503).
	ErrBusy = errors.New("password: too many sign-ins at once")
	// ErrMalformedHash is returned for a stored hash that is no Argon2id PHC string, or asks for an absurd cost. It
	// tells of a damaged row, never of a wrong password.
	ErrMalformedHash = errors.New("password: malformed hash")
)

// Hasher hashes passwords and compares them with stored hashes. It is safe for use by many goroutines at once; make one
// for the whole process, since the limit on how many run at once is its own.
type Hasher struct {
	params  argon2id.Params
	gate    *semaphore.Weighted
	waiting atomic.Int64
	nobody  func() (string, error) // the hash of a password that nobody has
}

// NewHasher makes a hasher that writes hashes of the given cost. It returns an error for a cost outside of what RFC
// 9106 allows or of what [Hasher.Verify] would accept.
func NewHasher(params Params) (*Hasher, error) {
	p := argon2id.Params{
		Memory: params.MemoryKiB, Iterations: params.Iterations, Parallelism: params.Parallelism,
		SaltLength: saltBytes, KeyLength: keyBytes,
	}
	if !affordable(&p) {
		return nil, fmt.Errorf("password: cost m=%d,t=%d,p=%d is out of range", p.Memory, p.Iterations, p.Parallelism)
	}
	h := &Hasher{params: p, gate: semaphore.NewWeighted(int64(max(1, runtime.GOMAXPROCS(0)/2)))}
	h.nobody = sync.OnceValues(func() (string, error) { return argon2id.CreateHash("nobody", &h.params) })
	return h, nil
}

// Hash returns the PHC string of a password, which is normalized first. It does not check the [Rules]. It returns the
// context's error if the context ends while it waits, [ErrBusy] if too many wait, and a [*RuleError] with [Invalid] or
// [TooLong] for text that no password can be.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	normal, err := Normalize(password)
	if err != nil {
		return "", err
	}
	leave, err := h.enter(ctx)
	if err != nil {
		return "", err
	}
	defer leave()
	return argon2id.CreateHash(normal, &h.params)
}

// Verify reports whether hash is the password's. needsRehash is true when the password is right and the hash was made
// at another cost than this hasher's: hash the password again and store that. Text that no password can be is a wrong
// password, at the price of any other wrong password. It returns [ErrMalformedHash], [ErrBusy] or the context's error.
func (h *Hasher) Verify(ctx context.Context, password, hash string) (ok, needsRehash bool, err error) {
	params, _, _, err := argon2id.DecodeHash(hash)
	if err != nil || !affordable(params) {
		return false, false, ErrMalformedHash
	}
	normal, invalid := Normalize(password)
	leave, err := h.enter(ctx)
	if err != nil {
		return false, false, err
	}
	defer leave()
	// For invalid text normal is "", which is not a password anybody can have chosen; it costs the same.
	ok, err = argon2id.ComparePasswordAndHash(normal, hash)
	if err != nil {
		return false, false, ErrMalformedHash
	}
	ok = ok && invalid == nil
	return ok, ok && *params != h.params, nil
}

// VerifyNothing costs what a [Hasher.Verify] of a current hash costs, and is never right. Call it when there is no such
// account, or one without a password, so that the time of the answer does not tell. It returns [ErrBusy] or the
// context's error, as Verify would.
func (h *Hasher) VerifyNothing(ctx context.Context, password string) error {
	hash, err := h.nobody()
	if err != nil {
		return err
	}
	_, _, err = h.Verify(ctx, password, hash)
	return err
}

// enter waits for this hash's turn and returns what to call at its end.
func (h *Hasher) enter(ctx context.Context) (leave func(), err error) {
	if h.waiting.Add(1) > maxWaiting {
		h.waiting.Add(-1)
		return nil, ErrBusy
	}
	defer h.waiting.Add(-1)
	if err := h.gate.Acquire(ctx, 1); err != nil {
		return nil, err
	}
	return func() { h.gate.Release(1) }, nil
}

// affordable reports whether the parameters are within RFC 9106, section 3.1, and within what this server will spend.
// x/crypto/argon2 panics on zero passes or lanes, and a key of no bytes would equal every other.
func affordable(p *argon2id.Params) bool {
	return p.Iterations >= 1 && p.Iterations <= maxIterations &&
		p.Parallelism >= 1 &&
		p.Memory >= 8*uint32(p.Parallelism) && p.Memory <= maxMemoryKiB &&
		p.SaltLength >= 8 && p.SaltLength <= 64 &&
		p.KeyLength >= 16 && p.KeyLength <= 64
}
