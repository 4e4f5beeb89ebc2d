package wire

import (
	"fmt"
	"math"
	"net/http"
	"strconv"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/time/rate"
)

// CodeRateLimited is the code of a request that came too soon, in `extensions.code`.
const CodeRateLimited = "RATE_LIMITED"

// Rate is how many requests a client may send.
type Rate struct {
	// PerSecond is how many requests a second may come in the long run.
	PerSecond float64
	// Burst is how many may come at once.
	Burst int
}

// Limiter bounds the rate of requests for each key: an address, an account. It remembers the keys used last, so its
// memory is bounded; a key that has been forgotten begins anew. It is safe for concurrent use.
type Limiter struct {
	rate    Rate
	buckets *lru.Cache[string, *rate.Limiter]
}

// NewLimiter returns a limiter that remembers that many keys, at some 200 bytes each. It fails when a number is not
// positive.
func NewLimiter(r Rate, keys int) (*Limiter, error) {
	if !(r.PerSecond > 0) || r.Burst < 1 || keys < 1 {
		return nil, fmt.Errorf("wire: rate of %v a second, burst of %d, %d keys: each must be positive", r.PerSecond, r.Burst, keys)
	}
	buckets, err := lru.New[string, *rate.Limiter](keys)
	return &Limiter{r, buckets}, err
}

// Allow says whether a request of the key may go on now, and if not, after which time one may.
func (l *Limiter) Allow(key string) (ok bool, after time.Duration) {
	bucket, known := l.buckets.Get(key)
	if !known {
		bucket = rate.NewLimiter(rate.Limit(l.rate.PerSecond), l.rate.Burst)
		if earlier, found, _ := l.buckets.PeekOrAdd(key, bucket); found {
			bucket = earlier
		}
	}
	now := time.Now()
	if bucket.AllowN(now, 1) {
		return true, 0
	}
	missing := 1 - bucket.TokensAt(now)
	return false, time.Duration(missing / l.rate.PerSecond * float64(time.Second))
}

// Limit lets requests through to next as often as the limiter allows for the key of each, and answers others with 429
// and Retry-After (RFC 6585, section 4; RFC 9110, section 10.2.3). A request whose key is "" is let through. what says
// in the error whose rate it is: "address", "account".
func (l *Limiter) Limit(what string, key func(*http.Request) string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if k := key(r); k != "" {
			if ok, after := l.Allow(k); !ok {
				seconds := max(1, int(math.Ceil(after.Seconds())))
				w.Header().Set("Retry-After", strconv.Itoa(seconds))
				Refuse(w, r, http.StatusTooManyRequests, CodeRateLimited, fmt.Sprintf(
					"Too many requests from this %s: %g a second are allowed, %d at once. Try again in %d s.", what, l.rate.PerSecond, l.rate.Burst, seconds))
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}
