package password

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/alexedwards/argon2id"
)

// cheap keeps the tests quick; what they show does not depend on the cost.
var cheap = Params{MemoryKiB: 64, Iterations: 1, Parallelism: 1}

func hasher(t testing.TB, p Params) *Hasher {
	t.Helper()
	h, err := NewHasher(p)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestHash(t *testing.T) {
	t.Parallel()
	h := hasher(t, Recommended)
	hash, err := h.Hash(t.Context(), "a lantern at the harbour")
	if err != nil {
		t.Fatal(err)
	}
	t.Run("the hash is a PHC string of the stated cost", func(t *testing.T) {
		if !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
			t.Errorf("hash = %q", hash)
		}
	})
	t.Run("the same password twice gives two hashes", func(t *testing.T) {
		again, err := h.Hash(t.Context(), "a lantern at the harbour")
		if err != nil || again == hash {
			t.Errorf("the salt is not random: %v", err)
		}
	})
	t.Run("the right password is right and needs no new hash", func(t *testing.T) {
		ok, rehash, err := h.Verify(t.Context(), "a lantern at the harbour", hash)
		if !ok || rehash || err != nil {
			t.Errorf("Verify = %v, %v, %v", ok, rehash, err)
		}
	})
	t.Run("another hasher of another cost asks for a new hash of the right password only", func(t *testing.T) {
		other := hasher(t, cheap)
		if ok, rehash, err := other.Verify(t.Context(), "a lantern at the harbour", hash); !ok || !rehash || err != nil {
			t.Errorf("Verify of the right password = %v, %v, %v", ok, rehash, err)
		}
		if ok, rehash, err := other.Verify(t.Context(), "a lantern at the station", hash); ok || rehash || err != nil {
			t.Errorf("Verify of a wrong password = %v, %v, %v", ok, rehash, err)
		}
	})
}

func TestVerify(t *testing.T) {
	t.Parallel()
	h := hasher(t, cheap)
	cases := []struct {
		name, chosen, typed string
		want                bool
	}{
		{"a wrong password is wrong", "港口的灯笼很亮呢", "港口的灯笼很暗呢", false},
		{"upper and lower case differ", "Harbour lantern", "harbour lantern", false},
		{"full-width letters are the same as half-width ones", "ｈａｒｂｏｕｒ１２", "harbour12", true},
		{"a composed and a decomposed letter are the same", "caf\u00e9 au lait", "cafe\u0301 au lait", true},
		{"an ideographic space is a space", "灯笼\u3000灯笼 灯笼", "灯笼 灯笼\u3000灯笼", true},
		{"spaces at the end count", "harbour lantern", "harbour lantern ", false},
		{"the empty password is wrong", "harbour lantern", "", false},
		{"text that is not UTF-8 is wrong, and no error", "harbour lantern", "\xff\xfe", false},
		{"a megabyte is wrong, and no error", "harbour lantern", strings.Repeat("x", 1<<20), false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			hash, err := h.Hash(t.Context(), c.chosen)
			if err != nil {
				t.Fatal(err)
			}
			if ok, _, err := h.Verify(t.Context(), c.typed, hash); ok != c.want || err != nil {
				t.Errorf("Verify = %v, %v; want %v", ok, err, c.want)
			}
		})
	}
	t.Run("text that is no password is not right even where the empty one was hashed", func(t *testing.T) {
		t.Parallel()
		hash, err := h.Hash(t.Context(), "")
		if err != nil {
			t.Fatal(err)
		}
		if ok, _, err := h.Verify(t.Context(), "\xff", hash); ok || err != nil {
			t.Errorf("Verify = %v, %v", ok, err)
		}
	})
}

func TestVerifyRefusesStoredHashes(t *testing.T) {
	t.Parallel()
	h := hasher(t, cheap)
	salt, key := "$c29tZXNhbHRzb21lc2FsdA", "$RdescudvJCsgt3ub+b+dWRWJTmaaJObGRdescudvJCs"
	cases := map[string]string{
		"nothing":              "",
		"plain text":           "harbour lantern",
		"bcrypt":               "$2a$10$yoijtlT0xosZcTd.XWOLUe04zUiNrJj1TAZZSAxJC1zQX/lL.yrhG",
		"argon2i":              "$argon2i$v=19$m=64,t=1,p=1" + salt + key,
		"another version":      "$argon2id$v=16$m=64,t=1,p=1" + salt + key,
		"no passes":            "$argon2id$v=19$m=64,t=0,p=1" + salt + key,
		"no lanes":             "$argon2id$v=19$m=64,t=1,p=0" + salt + key,
		"four gibibytes":       "$argon2id$v=19$m=4194304,t=1,p=1" + salt + key,
		"a million passes":     "$argon2id$v=19$m=64,t=1000000,p=1" + salt + key,
		"a key of no bytes":    "$argon2id$v=19$m=64,t=1,p=1" + salt + "$",
		"a salt of no bytes":   "$argon2id$v=19$m=64,t=1,p=1$" + key,
		"a salt not in base64": "$argon2id$v=19$m=64,t=1,p=1$!!!!" + key,
	}
	for name, hash := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if ok, rehash, err := h.Verify(t.Context(), "harbour lantern", hash); ok || rehash || !errors.Is(err, ErrMalformedHash) {
				t.Errorf("Verify = %v, %v, %v; want ErrMalformedHash", ok, rehash, err)
			}
		})
	}
}

func TestNewHasherRefusesCosts(t *testing.T) {
	t.Parallel()
	for name, p := range map[string]Params{
		"no memory":            {0, 1, 1},
		"no passes":            {64, 0, 1},
		"no lanes":             {64, 1, 0},
		"too little per lane":  {8, 1, 2},
		"more than it accepts": {maxMemoryKiB + 1, 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := NewHasher(p); err == nil {
				t.Errorf("NewHasher(%+v) was accepted", p)
			}
		})
	}
}

// Not parallel: it counts what the whole process allocates.
func TestVerifyNothingCostsWhatVerifyCosts(t *testing.T) {
	h := hasher(t, Recommended)
	hash, err := h.Hash(t.Context(), "harbour lantern")
	if err != nil {
		t.Fatal(err)
	}
	if err := h.VerifyNothing(t.Context(), "first call makes the hash of nobody"); err != nil {
		t.Fatal(err)
	}
	spent := func(f func()) uint64 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		f()
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	wrong := spent(func() { _, _, err = h.Verify(t.Context(), "harbour lanterns", hash) })
	if err != nil {
		t.Fatal(err)
	}
	nothing := spent(func() { err = h.VerifyNothing(t.Context(), "harbour lanterns") })
	if err != nil {
		t.Fatal(err)
	}
	block := uint64(Recommended.MemoryKiB) * 1024
	if wrong/block != 1 || nothing/block != 1 {
		t.Errorf("a wrong password fills %d bytes, no account %d; want about %d each", wrong, nothing, block)
	}
	stored, err := h.nobody()
	if err != nil {
		t.Fatal(err)
	}
	params, _, _, err := argon2id.DecodeHash(stored)
	if err != nil || *params != h.params {
		t.Errorf("nobody's hash has the cost %+v, %v; want %+v", params, err, h.params)
	}
}

func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	h := hasher(t, cheap)
	slots := int64(max(1, runtime.GOMAXPROCS(0)/2))
	if err := h.gate.Acquire(t.Context(), slots); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	errs := make(chan error, maxWaiting)
	var line sync.WaitGroup
	for range maxWaiting {
		line.Go(func() {
			_, err := h.Hash(ctx, "harbour lantern")
			errs <- err
		})
	}
	for h.waiting.Load() < maxWaiting {
		runtime.Gosched()
	}
	t.Run("one more than may wait is refused at once", func(t *testing.T) {
		if err := h.VerifyNothing(t.Context(), "harbour lantern"); !errors.Is(err, ErrBusy) {
			t.Errorf("VerifyNothing = %v, want ErrBusy", err)
		}
	})
	t.Run("whoever waits gives up when the context ends", func(t *testing.T) {
		cancel()
		line.Wait()
		for range maxWaiting {
			if err := <-errs; !errors.Is(err, context.Canceled) {
				t.Fatalf("Hash = %v, want context.Canceled", err)
			}
		}
	})
	t.Run("and the line is open again", func(t *testing.T) {
		h.gate.Release(slots)
		var all sync.WaitGroup
		for range 50 {
			all.Go(func() {
				if _, err := h.Hash(t.Context(), "harbour lantern"); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
	})
}

func BenchmarkVerify(b *testing.B) {
	h := hasher(b, Recommended)
	hash, err := h.Hash(b.Context(), "harbour lantern")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if ok, _, err := h.Verify(b.Context(), "harbour lantern", hash); !ok || err != nil {
			b.Fatal(ok, err)
		}
	}
}

// BenchmarkFiftySignIns reports the time until fifty sign-ins, begun at once, are all done, and the heap that the
// process has taken from the system by then.
func BenchmarkFiftySignIns(b *testing.B) {
	h := hasher(b, Recommended)
	hash, err := h.Hash(b.Context(), "harbour lantern")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		var all sync.WaitGroup
		for range 50 {
			all.Go(func() {
				if ok, _, err := h.Verify(b.Context(), "harbour lantern", hash); !ok || err != nil {
					b.Error(ok, err)
				}
			})
		}
		all.Wait()
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.HeapSys)/(1<<20), "MiB-heap-from-OS")
}
