package graph

import (
	"context"
	"errors"
	"log/slog"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Executor runs operations on a schema within limits: gqlgen's executor with our own steps before execution. Every wire
// (HTTP, event stream, websocket) runs its operations through one Executor, so the bounds hold on all of them. It is
// safe for concurrent use.
type Executor struct {
	*executor.Executor
	limits    Limits
	schema    *ast.Schema
	documents *documents
	persisted extension.AutomaticPersistedQuery
	scalars   map[string]ScalarCheck
	errors    *Errors
}

var _ graphql.GraphExecutor = (*Executor)(nil)

// Options are the parts of an Executor that differ between servers.
type Options struct {
	// Limits bounds each operation; DefaultLimits has the usual ones.
	Limits Limits
	// Scalars checks the values of custom scalars, by the scalar's name, before anything runs. A scalar without a
	// check is checked by its own unmarshaller only, when its field is executed.
	Scalars map[string]ScalarCheck
	// Errors decides what clients see of errors.
	Errors Errors
}

// NewExecutor returns an Executor on the schema. It fails when a limit is not positive.
func NewExecutor(es graphql.ExecutableSchema, o Options) (*Executor, error) {
	if err := o.Limits.check(); err != nil {
		return nil, err
	}
	if o.Errors.Log == nil {
		o.Errors.Log = slog.Default()
	}
	e := &Executor{
		Executor: executor.New(es), limits: o.Limits, schema: es.Schema(), scalars: o.Scalars, errors: &o.Errors,
		persisted: extension.AutomaticPersistedQuery{Cache: shortTexts{lru.New[string](keptQueries)}},
	}
	e.documents = &documents{
		limits: &e.limits, schema: e.schema, kept: newDocumentCache(),
		rules: validationRules(e.scalars),
	}
	e.SetQueryCache(prepared{})
	e.SetErrorPresenter(e.errors.Present)
	e.SetRecoverFunc(e.errors.Recover)
	e.Use(within{e})
	return e, nil
}

// CreateOperationContext makes an operation of a request's parameters, or says why it is refused: persisted query,
// syntax and bounds, validation, variables, strict values, pages.
func (e *Executor) CreateOperationContext(ctx context.Context, params *graphql.RawParams) (oc *graphql.OperationContext, refused gqlerror.List) {
	oc = &graphql.OperationContext{RecoverFunc: e.errors.Recover}
	defer func() {
		if p := recover(); p != nil {
			refused = gqlerror.List{e.errors.Present(ctx, e.errors.Recover(ctx, p))}
		}
	}()
	if err := e.persisted.MutateOperationParameters(graphql.WithOperationContext(ctx, oc), params); err != nil {
		return oc, gqlerror.List{persistedQueryError(err)}
	}
	doc, refused := e.documents.document(params.Query)
	if refused != nil {
		return oc, refused
	}
	if params.OperationName == "" && len(doc.Operations) > 1 {
		return oc, invalid("The document has several operations: say which one by `operationName`.")
	}
	if doc.Operations.ForName(params.OperationName) == nil {
		return oc, invalid("The document has no operation of the name that `operationName` says.")
	}
	oc, refused = e.Executor.CreateOperationContext(context.WithValue(ctx, preparedKey{}, doc), params)
	if refused != nil {
		return oc, refused
	}
	oc.DisableIntrospection = !e.limits.Introspection
	if err := e.strictVariables(oc); err != nil {
		return oc, gqlerror.List{err}
	}
	pages := &breadth{limits: &e.limits, schema: e.schema, variables: oc.Variables, fragments: map[string]nodes{}}
	if err := pages.operation(oc.Operation); err != nil {
		return oc, gqlerror.List{err}
	}
	return oc, nil
}

// persistedQueryError gives the errors of gqlgen's extension the codes that clients know.
func persistedQueryError(err *gqlerror.Error) *gqlerror.Error {
	if err.Extensions["code"] == nil {
		err.Extensions = map[string]any{"code": "PERSISTED_QUERY_INVALID"}
	}
	return err
}

// within bounds each operation in time and the errors of each answer in size.
type within struct{ e *Executor }

var _ interface {
	graphql.HandlerExtension
	graphql.OperationInterceptor
	graphql.ResponseInterceptor
} = within{}

// ExtensionName names the extension.
func (within) ExtensionName() string { return "Within" }

// Validate accepts any schema.
func (within) Validate(graphql.ExecutableSchema) error { return nil }

// InterceptOperation gives queries and mutations their deadline. A resolver sees it through its context.
func (w within) InterceptOperation(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	if graphql.GetOperationContext(ctx).Operation.Operation == ast.Subscription {
		return next(ctx)
	}
	ctx, cancel := context.WithTimeout(ctx, w.e.limits.Deadline)
	answer := next(ctx)
	done := false
	return func(ctx context.Context) *graphql.Response {
		defer cancel()
		if done {
			return nil
		}
		done = true
		response := answer(ctx)
		if response == nil && errors.Is(ctx.Err(), context.DeadlineExceeded) {
			return &graphql.Response{Errors: gqlerror.List{w.e.errors.Present(ctx, context.DeadlineExceeded)}}
		}
		return response
	}
}

// InterceptResponse shortens the list of errors.
func (within) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	response := next(ctx)
	if response != nil {
		response.Errors = bounded(response.Errors)
	}
	return response
}

// shortTexts is a cache that keeps no long texts, so that its size in bytes is bounded too.
type shortTexts struct{ graphql.Cache[string] }

// Add keeps the text if it is short.
func (c shortTexts) Add(ctx context.Context, key, text string) {
	if len(text) <= keptQuerySize {
		c.Cache.Add(ctx, key, text)
	}
}
