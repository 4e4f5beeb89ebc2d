package graph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Codes of errors that are not refusals of limits, in `extensions.code`.
const (
	CodeInternal    = "INTERNAL"
	CodeTimeout     = "TIMEOUT"
	CodeCancelled   = "CANCELLED"
	CodeBadRequest  = "BAD_REQUEST"
	CodeBadArgument = "BAD_USER_INPUT"
)

// Coded is an error that clients may see: its code becomes `extensions.code`, its text the message.
type Coded interface {
	error
	Code() string
}

// Public is what a client sees of an error.
type Public struct {
	// Code becomes extensions.code: UPPER_CASE.
	Code string
	// Message is the text, in words for the client's developer.
	Message string
	// Extensions are further entries of extensions, such as the field; may be nil.
	Extensions map[string]any
}

// Errors decides what clients see of errors. What it does not know is hidden behind a logged request id: the texts of
// inner errors name tables, paths and hosts.
type Errors struct {
	// Log gets the hidden errors and the panics; slog.Default() if nil.
	Log *slog.Logger
	// RequestID is the id of the request that the context belongs to, for extensions.requestId and the log; may be nil.
	RequestID func(context.Context) string
	// Classify says what a client may see of an error that does not implement Coded; may be nil.
	Classify func(error) (Public, bool)
	// OnPanic is called once for each panic of a resolver, to count it; may be nil.
	OnPanic func()
}

// errPanic stands for a panic that has been logged.
var errPanic = errors.New("panic")

// Recover is a graphql.RecoverFunc: it logs the panic of a resolver with its stack, and hides it.
func (e *Errors) Recover(ctx context.Context, p any) error {
	e.Log.ErrorContext(ctx, "panic while resolving", "requestId", e.requestID(ctx), "path", graphql.GetPath(ctx).String(),
		"panic", fmt.Sprint(p), "stack", string(debug.Stack()))
	if e.OnPanic != nil {
		e.OnPanic()
	}
	return errPanic
}

// Present is a graphql.ErrorPresenterFunc: it makes of any error what the client sees. The result is the caller's own:
// an error that several requests share is not changed.
func (e *Errors) Present(ctx context.Context, err error) *gqlerror.Error {
	shown := &gqlerror.Error{Path: graphql.GetPath(ctx)}
	inner := err
	gqlErr, isGQL := errors.AsType[*gqlerror.Error](err)
	if isGQL {
		shown.Path, shown.Locations, inner = gqlErr.Path, gqlErr.Locations, gqlErr.Err
	}
	public := e.public(ctx, gqlErr, inner, err)
	shown.Message = public.Message
	shown.Extensions = make(map[string]any, len(public.Extensions)+2)
	for k, v := range public.Extensions {
		shown.Extensions[k] = v
	}
	shown.Extensions["code"] = public.Code
	if id := e.requestID(ctx); id != "" {
		shown.Extensions["requestId"] = id
	}
	shorten(shown)
	return shown
}

// public classifies the error. gqlErr is nil when gqlgen has not wrapped it; inner is what it wraps, nil for an error
// that gqlgen, gqlparser or a resolver wrote for the client.
func (e *Errors) public(ctx context.Context, gqlErr *gqlerror.Error, inner, err error) Public {
	if gqlErr != nil && inner == nil {
		if code, ok := gqlErr.Extensions["code"].(string); ok {
			return Public{code, gqlErr.Message, gqlErr.Extensions}
		}
		if graphql.GetFieldContext(ctx) == nil { // not from a field: about the request
			return Public{CodeBadRequest, gqlErr.Message, gqlErr.Extensions}
		}
		inner = err // "must not be null" and its like: the server's fault
	}
	if coded, ok := errors.AsType[Coded](inner); ok {
		p := Public{Code: coded.Code(), Message: coded.Error()}
		if more, ok := coded.(interface{ Extensions() map[string]any }); ok {
			p.Extensions = more.Extensions()
		}
		return p
	}
	if e.Classify != nil {
		if p, ok := e.Classify(inner); ok {
			return p
		}
	}
	switch {
	case errors.Is(inner, errPanic):
	case errors.Is(inner, context.DeadlineExceeded), errors.Is(ctx.Err(), context.DeadlineExceeded):
		return Public{Code: CodeTimeout, Message: "The operation took too long and was stopped. Ask for less at once."}
	case errors.Is(inner, context.Canceled), ctx.Err() != nil:
		return Public{Code: CodeCancelled, Message: "The operation was cancelled."}
	case inArguments(ctx):
		return Public{Code: CodeBadArgument, Message: "An argument's value is not of its type."}
	default:
		e.Log.ErrorContext(ctx, "error hidden from the client", "requestId", e.requestID(ctx),
			"path", graphql.GetPath(ctx).String(), "error", err)
	}
	return Public{Code: CodeInternal, Message: "Something went wrong on the server. It has been logged under the request id."}
}

// inArguments says whether gqlgen is reading the arguments of a field: it sets them when all could be read.
func inArguments(ctx context.Context) bool {
	fc := graphql.GetFieldContext(ctx)
	return fc != nil && fc.Args == nil && fc.Field.Field != nil && len(fc.Field.Arguments) > 0
}

func (e *Errors) requestID(ctx context.Context) string {
	if e.RequestID == nil {
		return ""
	}
	return e.RequestID(ctx)
}

// Bounds of the errors of one answer.
const (
	maxErrors     = 100       // errors
	maxErrorBytes = 60 * 1024 // bytes of their JSON; with the frame around them they stay under 64 kB
	maxMessage    = 500       // characters of a message
	maxWord       = 200       // characters of a word of it, or of a name in its path
)

// shorten cuts the names that a request chose, which may be as long as the request.
func shorten(err *gqlerror.Error) {
	err.Message = shortText(err.Message)
	for i, step := range err.Path {
		if name, ok := step.(ast.PathName); ok && len(name) > maxWord {
			err.Path = append(ast.Path{}, err.Path...)
			err.Path[i] = ast.PathName(cut(string(name), maxWord))
		}
	}
}

func shortText(s string) string {
	if len(s) <= maxWord {
		return s
	}
	words := strings.SplitAfter(cut(s, 16*maxMessage), " ")
	for i, w := range words {
		if len(w) > maxWord {
			words[i] = cut(w, maxWord)
		}
	}
	return cut(strings.Join(words, ""), maxMessage)
}

// cut keeps the first n characters.
func cut(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n]) + "…"
}

// bounded is the list without what exceeds the bounds; its last entry then says so.
func bounded(list gqlerror.List) gqlerror.List {
	size := 0
	for i, err := range list {
		text, _ := json.Marshal(err) // cannot fail on strings, numbers and maps of them; if it does, the wire says so
		size += len(text) + 1
		if i == maxErrors || size > maxErrorBytes {
			return append(list[:i:i], &gqlerror.Error{
				Message:    fmt.Sprintf("And %d more errors.", len(list)-i),
				Extensions: map[string]any{"code": "MORE_ERRORS"},
			})
		}
	}
	return list
}
