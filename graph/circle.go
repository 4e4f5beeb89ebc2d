package graph

import (
	"context"

	"entgo.io/contrib/entgql"
	"github.com/tongxing/tongxing/access"
	"github.com/tongxing/tongxing/core"
	"github.com/tongxing/tongxing/ent"
	"github.com/tongxing/tongxing/ent/cause"
	"github.com/tongxing/tongxing/ent/circle"
	"github.com/tongxing/tongxing/ent/circleseat"
	"github.com/tongxing/tongxing/ent/predicate"
	"github.com/tongxing/tongxing/markup"
)

type (
	circleResolver         struct{ *Resolver }
	charterVersionResolver struct{ *Resolver }
)

// Circle and CharterVersion implement ResolverRoot.
func (r *Resolver) Circle() CircleResolver                 { return &circleResolver{r} }
func (r *Resolver) CharterVersion() CharterVersionResolver { return &charterVersionResolver{r} }

func (r *queryResolver) Circles(ctx context.Context, after *entgql.Cursor[string], first *int, before *entgql.Cursor[string], last *int, orderBy *ent.CircleOrder, filterBy *CircleFilter) (*ent.CircleConnection, error) {
	return r.Core.Ent.Circle.Query().Where(filterBy.predicates(access.ViewerFrom(ctx))...).
		Paginate(ctx, after, first, before, last, ent.WithCircleOrder(orderBy))
}

func (f *CircleFilter) predicates(v *access.Viewer) (ps []predicate.Circle) {
	if f == nil {
		return nil
	}
	if f.CauseID != nil {
		ps = append(ps, circle.HasCausesWith(below(causePrefixes(*f.CauseID), cause.FieldPath)))
	}
	if f.Status != nil {
		ps = append(ps, circle.StatusEQ(*f.Status))
	}
	if f.JoinPolicy != nil {
		ps = append(ps, circle.JoinPolicyEQ(*f.JoinPolicy))
	}
	if f.Joined != nil && *f.Joined {
		ps = append(ps, circle.IDIn(v.Circles()...))
	} else if f.Joined != nil {
		ps = append(ps, circle.IDNotIn(v.Circles()...))
	}
	return ps
}

func (r *circleResolver) PurposeHTML(_ context.Context, obj *ent.Circle) (string, error) {
	return markup.HTML(obj.Purpose), nil
}

func (r *charterVersionResolver) TextHTML(_ context.Context, obj *ent.CharterVersion) (string, error) {
	return markup.HTML(obj.Text), nil
}

func (r *circleResolver) ViewerRole(ctx context.Context, obj *ent.Circle) (*circleseat.Role, error) {
	v := access.ViewerFrom(ctx)
	for _, role := range []circleseat.Role{circleseat.RoleSTEWARD, circleseat.RoleMEMBER, circleseat.RoleOBSERVER} {
		for _, s := range v.Seats {
			if s.CircleID == obj.ID && s.Active && s.Delegate && s.Role == access.Role("SEAT_"+role) {
				return &role, nil
			}
		}
	}
	return nil, nil
}

func (r *circleResolver) ViewerCanPost(ctx context.Context, obj *ent.Circle) (*Permission, error) {
	return allowed(ctx, core.MayPost(access.ViewerFrom(ctx), obj)), nil
}

func (r *circleResolver) ViewerCanSteward(ctx context.Context, obj *ent.Circle) (*Permission, error) {
	return allowed(ctx, core.MaySteward(access.ViewerFrom(ctx), obj)), nil
}

// allowed is the permission that an error denies.
func allowed(ctx context.Context, err error) *Permission {
	if err == nil {
		return &Permission{Allowed: true}
	}
	return &Permission{Reason: userError(ctx, core.Refusal(err))}
}
