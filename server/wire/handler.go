package wire

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"runtime/debug"

	"github.com/99designs/gqlgen/graphql"
	"github.com/klauspost/compress/gzhttp"
	"github.com/rs/cors"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Codes of refused requests, in `extensions.code`.
const (
	CodeBadRequest           = "BAD_REQUEST"
	CodeBatch                = "BATCH_NOT_SUPPORTED"
	CodeBodyTooLarge         = "BODY_TOO_LARGE"
	CodeCrossSite            = "CROSS_SITE_REQUEST"
	CodeMethodNotAllowed     = "METHOD_NOT_ALLOWED"
	CodeNotAcceptable        = "NOT_ACCEPTABLE"
	CodeRequestTimeout       = "REQUEST_TIMEOUT"
	CodeResponseTooLarge     = "RESPONSE_TOO_LARGE"
	CodeSubscriptionByHTTP   = "SUBSCRIPTION_NEEDS_STREAM"
	CodeURITooLong           = "URI_TOO_LONG"
	CodeUnsupportedMediaType = "UNSUPPORTED_MEDIA_TYPE"
	CodeInternal             = "INTERNAL"
)

// Options are the parts of a Handler that differ between servers. The zero value of each is usable.
type Options struct {
	// Transports are asked first, in this order, whether a request is theirs. Each must say so precisely: urql, for
	// one, names text/event-stream in the Accept of every request, behind the types of a plain answer.
	Transports []graphql.Transport
	// Stream answers a subscription that came by POST and accepts text/event-stream but that no transport took: all
	// checks are done, and exec.DispatchOperation starts it. Nil refuses such subscriptions.
	Stream func(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor, oc *graphql.OperationContext)
	// AllowedOrigins are the other sites, as "https://app.example.org", whose pages may send requests with
	// credentials and read the answers. No other site may.
	AllowedOrigins []string
	// MaxBody bounds a request's body, in bytes; 2 MiB if 0.
	MaxBody int64
	// MaxResponse bounds an answer's data, in bytes; 1 MiB if 0.
	MaxResponse int
	// MaxIntrospection bounds the data of an introspection; 4 MiB if 0.
	MaxIntrospection int
	// Log gets the panics of transports; slog.Default() if nil.
	Log *slog.Logger
}

// maxURI bounds a request's target, in bytes.
const maxURI = 16 << 10

// Handler answers GraphQL requests by GET and POST. It is safe for concurrent use.
type Handler struct {
	exec    graphql.GraphExecutor
	options Options
	guarded http.Handler
}

// NewHandler returns a handler that runs operations on exec. It fails when an allowed origin is none.
func NewHandler(exec graphql.GraphExecutor, o Options) (*Handler, error) {
	if o.MaxBody == 0 {
		o.MaxBody = 2 << 20
	}
	if o.MaxResponse == 0 {
		o.MaxResponse = 1 << 20
	}
	if o.MaxIntrospection == 0 {
		o.MaxIntrospection = 4 << 20
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	h := &Handler{exec: exec, options: o}
	// The jitter hides the length of secrets in compressed answers (BREACH, https://breachattack.com).
	compress, err := gzhttp.NewWrapper(gzhttp.MinSize(1400), gzhttp.RandomJitter(32, 0, false))
	if err != nil {
		return nil, err
	}
	guard, err := newGuard(o.AllowedOrigins)
	if err != nil {
		return nil, err
	}
	h.guarded = guard.wrap(h.route(compress(http.HandlerFunc(h.plain))))
	if len(o.AllowedOrigins) > 0 {
		h.guarded = cors.New(cors.Options{
			AllowedOrigins:   o.AllowedOrigins,
			AllowedMethods:   []string{http.MethodGet, http.MethodPost},
			AllowedHeaders:   []string{"*"},
			ExposedHeaders:   []string{RequestIDHeader, "Retry-After"},
			AllowCredentials: true,
			MaxAge:           600,
		}).Handler(h.guarded)
	}
	return h, nil
}

// ServeHTTP answers one request.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer func() {
		p := recover()
		if p == nil {
			return
		}
		if p == http.ErrAbortHandler {
			panic(p)
		}
		h.options.Log.ErrorContext(r.Context(), "panic while answering", "requestId", RequestIDFrom(r.Context()),
			"panic", p, "stack", string(debug.Stack()))
		Refuse(w, r, http.StatusInternalServerError, CodeInternal, "Something went wrong on the server.")
	}()
	h.guarded.ServeHTTP(w, r)
}

// route gives the request to the first transport that takes it, or to plain.
func (h *Handler) route(plain http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r = r.WithContext(graphql.StartOperationTrace(r.Context()))
		for _, t := range h.options.Transports {
			if t.Supports(r) {
				t.Do(w, r, h.exec)
				return
			}
		}
		plain.ServeHTTP(w, r)
	})
}

// plain answers with one JSON document.
func (h *Handler) plain(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Add("Vary", "Accept")
	switch r.Method {
	case http.MethodGet, http.MethodPost:
	case http.MethodOptions:
		w.Header().Set("Allow", allowedMethods)
		w.WriteHeader(http.StatusNoContent)
		return
	default:
		w.Header().Set("Allow", allowedMethods)
		Refuse(w, r, http.StatusMethodNotAllowed, CodeMethodNotAllowed, "GraphQL is served by GET and POST.")
		return
	}
	media, ok := negotiate(r)
	if !ok {
		Refuse(w, r, http.StatusNotAcceptable, CodeNotAcceptable, "Answers are of the types "+mediaResponse+" and "+mediaJSON+".")
		return
	}
	start := graphql.Now()
	params, refused := h.read(w, r)
	if refused != nil {
		if refused.status == http.StatusUnsupportedMediaType {
			w.Header().Set("Accept-Post", mediaJSON)
			w.Header().Set("Accept-Encoding", "identity")
		}
		Refuse(w, r, refused.status, refused.code, refused.message)
		return
	}
	params.Headers = r.Header
	params.ReadTime = graphql.TraceTiming{Start: start, End: graphql.Now()}
	h.run(w, r, media, params)
}

const allowedMethods = "GET, POST, OPTIONS"

// run executes the operation and answers.
func (h *Handler) run(w http.ResponseWriter, r *http.Request, media string, params *graphql.RawParams) {
	ctx := r.Context()
	oc, errs := h.exec.CreateOperationContext(ctx, params)
	ran(ctx, oc)
	if errs != nil {
		h.requestErrors(graphql.WithOperationContext(ctx, oc), w, media, errs)
		return
	}
	switch operation := oc.Operation.Operation; {
	case operation != ast.Query && r.Method == http.MethodGet:
		w.Header().Set("Allow", http.MethodPost)
		Refuse(w, r, http.StatusMethodNotAllowed, CodeMethodNotAllowed, "GET executes queries only. Send this operation by POST.")
		return
	case operation == ast.Subscription:
		if h.options.Stream != nil && accepts(r, "text/event-stream") {
			h.options.Stream(w, r, h.exec, oc)
			return
		}
		h.requestErrors(graphql.WithOperationContext(ctx, oc), w, media, gqlerror.List{codedError(CodeSubscriptionByHTTP,
			"A subscription needs a stream: a websocket of the protocol graphql-transport-ws, or a POST that accepts text/event-stream.")})
		return
	}
	answers, ctx := h.exec.DispatchOperation(ctx, oc)
	response := answers(ctx)
	if response == nil {
		if errors.Is(ctx.Err(), context.Canceled) {
			return // the client has left
		}
		response = h.exec.DispatchError(ctx, gqlerror.List{codedError(CodeInternal, "The operation had no result.")})
	}
	limit := h.options.MaxResponse
	if isIntrospection(oc.Operation.SelectionSet) {
		limit = h.options.MaxIntrospection
	}
	if n := len(response.Data); n > limit {
		err := codedError(CodeResponseTooLarge, "The answer is larger than allowed. Ask for less at once.")
		err.Extensions["limit"], err.Extensions["asked"] = limit, n
		response = h.exec.DispatchError(ctx, gqlerror.List{err})
		response.Data = nil
	}
	failed(ctx, response.Errors)
	write(w, http.StatusOK, media, response, true)
}

// requestErrors answers a request whose operation was not executed
// (https://graphql.github.io/graphql-over-http/draft/#sec-Status-Codes): without a data entry; with 400 under the new
// media type, with 200 under the old one, whose clients read no body of another status.
func (h *Handler) requestErrors(ctx context.Context, w http.ResponseWriter, media string, errs gqlerror.List) {
	status := http.StatusOK
	if media == mediaResponse {
		status = http.StatusBadRequest
	}
	response := h.exec.DispatchError(ctx, errs)
	failed(ctx, response.Errors)
	write(w, status, media, response, false)
}

// isIntrospection says whether the operation asks for the schema only.
func isIntrospection(set ast.SelectionSet) bool {
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			if s.Name != "__schema" && s.Name != "__type" && s.Name != "__typename" {
				return false
			}
		case *ast.InlineFragment:
			if !isIntrospection(s.SelectionSet) {
				return false
			}
		case *ast.FragmentSpread:
			if !isIntrospection(s.Definition.SelectionSet) {
				return false
			}
		}
	}
	return true
}

// codedError is an error of this package's own.
func codedError(code, message string) *gqlerror.Error {
	return &gqlerror.Error{Message: message, Extensions: map[string]any{"code": code}}
}
