package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/tongxing/tongxing/access"
	"github.com/tongxing/tongxing/core"
	"github.com/tongxing/tongxing/ent"
)

func (r *queryResolver) Viewer(ctx context.Context) (*ent.User, error) {
	v := access.ViewerFrom(ctx)
	if !v.SignedIn() {
		return nil, nil
	}
	return r.Core.Ent.User.Load(ctx, v.UserID)
}

func (r *userResolver) Email(ctx context.Context, obj *ent.User) (*string, error) {
	if access.ViewerFrom(ctx).UserID != obj.ID {
		return nil, nil
	}
	return &obj.Email, nil
}

func (r *mutationResolver) SignUp(ctx context.Context, in core.SignUpInput) (*SignUpPayload, error) {
	_, token, err := r.Core.SignUp(ctx, in, userAgent(ctx))
	p := &SignUpPayload{}
	p.Token, p.UserErrors, err = r.session(ctx, token, err)
	return p, err
}

func (r *mutationResolver) SignIn(ctx context.Context, in SignInInput) (*SignInPayload, error) {
	_, token, err := r.Core.SignIn(ctx, in.Email, in.Password, userAgent(ctx))
	p := &SignInPayload{}
	p.Token, p.UserErrors, err = r.session(ctx, token, err)
	return p, err
}

func (r *mutationResolver) SignOut(ctx context.Context, _ *SignOutInput) (*SignOutPayload, error) {
	if err := r.Core.SignOut(ctx); err != nil {
		refused, err := userErrors(ctx, err)
		return &SignOutPayload{UserErrors: refused}, err
	}
	r.SetSession(ctx, "")
	return &SignOutPayload{UserErrors: []*UserError{}}, nil
}

func (r *Resolver) session(ctx context.Context, token string, err error) (*string, []*UserError, error) {
	if err != nil {
		refused, err := userErrors(ctx, err)
		return nil, refused, err
	}
	r.SetSession(ctx, token)
	return &token, []*UserError{}, nil
}

func userAgent(ctx context.Context) string {
	return graphql.GetOperationContext(ctx).Headers.Get("User-Agent")
}
