package wire

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
)

// RequestIDHeader carries a request's id, in requests and in answers.
const RequestIDHeader = "X-Request-Id"

type requestIDKey struct{}

// RequestID gives each request an id: the one that came with it, if it is 8 to 64 letters, digits and the characters
// "-", "_" and "."; else 26 random letters and digits. The id is in the context, in the answer's header, in the records
// of LogWithRequestID and in the errors that clients see.
func RequestID(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := ""
		if values := r.Header.Values(RequestIDHeader); len(values) == 1 && isID(values[0]) {
			id = values[0]
		} else {
			id = rand.Text()
		}
		w.Header().Set(RequestIDHeader, id)
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), requestIDKey{}, id)))
	})
}

// RequestIDFrom returns the id of the request that the context belongs to, "" if none.
func RequestIDFrom(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

func isID(s string) bool {
	if len(s) < 8 || len(s) > 64 {
		return false
	}
	for _, c := range []byte(s) {
		if !(c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-' || c == '_' || c == '.') {
			return false
		}
	}
	return true
}

// LogWithRequestID returns a handler that adds the context's request id to each record as "requestId", unless the
// record has one.
func LogWithRequestID(h slog.Handler) slog.Handler { return idHandler{h} }

type idHandler struct{ slog.Handler }

func (h idHandler) Handle(ctx context.Context, record slog.Record) error {
	id := RequestIDFrom(ctx)
	record.Attrs(func(a slog.Attr) bool {
		if a.Key == "requestId" {
			id = ""
		}
		return id != ""
	})
	if id != "" {
		record = record.Clone()
		record.AddAttrs(slog.String("requestId", id))
	}
	return h.Handler.Handle(ctx, record)
}

func (h idHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return idHandler{h.Handler.WithAttrs(attrs)}
}

func (h idHandler) WithGroup(name string) slog.Handler { return idHandler{h.Handler.WithGroup(name)} }
