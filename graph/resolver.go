package graph

import (
	"context"
	"errors"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/tongxing/tongxing/access"
	"github.com/tongxing/tongxing/core"
	"github.com/tongxing/tongxing/ent"
	"golang.org/x/text/language"
)

// Resolver answers the fields of schema.graphql: reads by ent, writes by core.
type Resolver struct {
	Core *core.Core
	// SetSession sets the session's cookie on the response of the context's request, or clears it for "".
	SetSession func(ctx context.Context, token string)
}

type (
	mutationResolver        struct{ *Resolver }
	queryResolver           struct{ *Resolver }
	organizationResolver    struct{ *Resolver }
	playbookResolver        struct{ *Resolver }
	playbookStepResolver    struct{ *Resolver }
	playbookVersionResolver struct{ *Resolver }
	userResolver            struct{ *Resolver }
)

// Mutation and the others implement ResolverRoot.
func (r *Resolver) Mutation() MutationResolver               { return &mutationResolver{r} }
func (r *Resolver) Query() QueryResolver                     { return &queryResolver{r} }
func (r *Resolver) Organization() OrganizationResolver       { return &organizationResolver{r} }
func (r *Resolver) Playbook() PlaybookResolver               { return &playbookResolver{r} }
func (r *Resolver) PlaybookStep() PlaybookStepResolver       { return &playbookStepResolver{r} }
func (r *Resolver) PlaybookVersion() PlaybookVersionResolver { return &playbookVersionResolver{r} }
func (r *Resolver) User() UserResolver                       { return &userResolver{r} }

// Classify says what a client sees of the errors of core and access.
func Classify(err error) (Public, bool) {
	switch {
	case errors.Is(err, access.ErrUnauthenticated):
		return Public{Code: "UNAUTHENTICATED", Message: "Sign in first."}, true
	case errors.Is(err, access.ErrForbidden):
		return Public{Code: core.CodeForbidden, Message: "Your role does not allow this."}, true
	case ent.IsNotFound(err):
		return Public{Code: core.CodeNotFound, Message: "There is no such thing, or you may not see it."}, true
	}
	if e := core.Refusal(err); e != nil {
		return Public{Code: e.Code, Message: e.Message("en"), Extensions: map[string]any{"field": e.Field}}, true
	}
	return Public{}, false
}

// answer finishes a mutation: it loads the node that the command returned with what the payload's field selects of it,
// or turns a refusal into userErrors.
func answer[N any](ctx context.Context, load func(context.Context, string, ...string) (*N, error), field, id string, err error) (*N, []*UserError, error) {
	if err != nil {
		refused, err := userErrors(ctx, err)
		return nil, refused, err
	}
	n, err := load(ctx, id, field)
	return n, []*UserError{}, err
}

// userErrors turns a refusal into userErrors; another error stays one.
func userErrors(ctx context.Context, err error) ([]*UserError, error) {
	if err == nil {
		return []*UserError{}, nil
	}
	e := core.Refusal(err)
	if e == nil {
		return []*UserError{}, err
	}
	return []*UserError{userError(ctx, e)}, nil
}

func userError(ctx context.Context, e *core.Error) *UserError {
	u := &UserError{Code: e.Code, Message: e.Message(locale(ctx))}
	if e.Field != "" {
		u.Field = &e.Field
	}
	return u
}

func permission(ctx context.Context, a access.Action, organizationID string) *Permission {
	if access.Can(access.ViewerFrom(ctx), a, organizationID) {
		return &Permission{Allowed: true}
	}
	return &Permission{Reason: userError(ctx, core.Refusal(access.ErrForbidden))}
}

var languages = language.NewMatcher([]language.Tag{language.English, language.Chinese, language.SimplifiedChinese, language.TraditionalChinese})

// locale is "zh" or "en" by the request's Accept-Language (RFC 9110, section 12.5.4).
func locale(ctx context.Context) string {
	var h http.Header
	if graphql.HasOperationContext(ctx) {
		h = graphql.GetOperationContext(ctx).Headers
	}
	if _, i := language.MatchStrings(languages, h.Get("Accept-Language")); i > 0 {
		return "zh"
	}
	return "en"
}
