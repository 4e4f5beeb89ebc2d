package wire

import (
	"bufio"
	"context"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Request is what is recorded of a request: one entry of the log, one sample of the metrics.
type Request struct {
	Operation string        // query, mutation or subscription; "" if none was run
	Name      string        // of the operation, as its client chose it
	Code      string        // of the first error, "" for none
	Status    int           // of HTTP
	Bytes     int64         // of the answer's body, before compression where it is compressed
	Duration  time.Duration // until the answer was written; of a stream, until it ended
}

type recordKey struct{}

// LogRequests writes one entry a request to the log, with the request's id where LogWithRequestID is used, and tells
// observe of it; either may be nil. Neither the text of an operation nor its variables are logged: they hold what
// people write.
func LogRequests(log *slog.Logger, observe func(Request), next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		record := &Request{}
		rec := &recorder{ResponseWriter: w, record: record}
		defer func() {
			record.Duration = time.Since(start)
			if record.Status == 0 {
				record.Status = http.StatusOK
			}
			if observe != nil {
				observe(*record)
			}
			if log == nil {
				return
			}
			attrs := [8]slog.Attr{
				slog.String("method", r.Method), slog.String("path", cutText(r.URL.Path, 100)), slog.Int("status", record.Status),
				slog.Float64("ms", float64(record.Duration.Microseconds())/1000), slog.Int64("bytes", record.Bytes),
			}
			n := 5
			for _, a := range [...]slog.Attr{
				slog.String("operation", record.Operation), slog.String("name", record.Name), slog.String("code", record.Code),
			} {
				if a.Value.String() != "" {
					attrs[n] = a
					n++
				}
			}
			log.LogAttrs(r.Context(), slog.LevelInfo, "request", attrs[:n]...)
		}()
		next.ServeHTTP(rec, r.WithContext(context.WithValue(r.Context(), recordKey{}, record)))
	})
}

// ran notes which operation the context's request is.
func ran(ctx context.Context, oc *graphql.OperationContext) {
	if record, ok := ctx.Value(recordKey{}).(*Request); ok && oc != nil && oc.Operation != nil {
		record.Operation, record.Name = string(oc.Operation.Operation), cutText(oc.Operation.Name, 100)
	}
}

// failed notes the first error of the context's request.
func failed(ctx context.Context, errs gqlerror.List) {
	if len(errs) == 0 {
		return
	}
	if record, ok := ctx.Value(recordKey{}).(*Request); ok {
		if record.Code, ok = errs[0].Extensions["code"].(string); !ok {
			record.Code = "UNKNOWN"
		}
	}
}

func cutText(s string, n int) string {
	if len(s) > n {
		return s[:n]
	}
	return s
}

// recorder notes the status and the size of an answer.
type recorder struct {
	http.ResponseWriter
	record *Request
}

func (r *recorder) WriteHeader(status int) {
	if r.record.Status == 0 && status >= 200 {
		r.record.Status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(p []byte) (int, error) {
	n, err := r.ResponseWriter.Write(p)
	r.record.Bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the writer below.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// Flush implements http.Flusher, which transports of streams ask for.
func (r *recorder) Flush() { _ = http.NewResponseController(r.ResponseWriter).Flush() } // a stream finds out when it writes

// Hijack implements http.Hijacker, which websockets ask for.
func (r *recorder) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	r.record.Status = http.StatusSwitchingProtocols
	return http.NewResponseController(r.ResponseWriter).Hijack()
}
