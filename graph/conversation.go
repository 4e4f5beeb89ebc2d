package graph

import (
	"context"

	"entgo.io/contrib/entgql"
	"entgo.io/ent/dialect/sql"
	"github.com/99designs/gqlgen/graphql"
	"github.com/tongxing/tongxing/access"
	"github.com/tongxing/tongxing/ent"
	"github.com/tongxing/tongxing/ent/predicate"
	"github.com/tongxing/tongxing/ent/reaction"
	"github.com/tongxing/tongxing/ent/readmarker"
	"github.com/tongxing/tongxing/ent/thread"
	"github.com/tongxing/tongxing/markup"
)

type (
	threadResolver  struct{ *Resolver }
	commentResolver struct{ *Resolver }
)

// Thread and Comment implement ResolverRoot.
func (r *Resolver) Thread() ThreadResolver   { return &threadResolver{r} }
func (r *Resolver) Comment() CommentResolver { return &commentResolver{r} }

func (r *queryResolver) Threads(ctx context.Context, after *entgql.Cursor[string], first *int, before *entgql.Cursor[string], last *int, orderBy *ent.ThreadOrder, filterBy *ThreadFilter) (*ent.ThreadConnection, error) {
	return r.Core.Ent.Thread.Query().Where(filterBy.predicates(access.ViewerFrom(ctx))...).
		Paginate(ctx, after, first, before, last, ent.WithThreadOrder(orderBy))
}

func (f *ThreadFilter) predicates(v *access.Viewer) (ps []predicate.Thread) {
	if f == nil {
		return nil
	}
	if f.CircleID != nil {
		ps = append(ps, thread.CircleID(*f.CircleID))
	}
	if f.PlaybookID != nil {
		ps = append(ps, thread.PlaybookID(*f.PlaybookID))
	}
	if f.StepKey != nil {
		ps = append(ps, thread.StepKey(*f.StepKey))
	}
	if f.SeatID != nil {
		ps = append(ps, thread.SeatID(*f.SeatID))
	}
	if f.Kind != nil {
		ps = append(ps, thread.KindEQ(*f.Kind))
	}
	if f.Pinned != nil {
		ps = append(ps, thread.Pinned(*f.Pinned))
	}
	if f.Unread != nil {
		read := thread.HasMarkersWith(readmarker.UserID(v.UserID), func(s *sql.Selector) {
			s.Where(sql.P(func(b *sql.Builder) {
				b.Ident(s.C(readmarker.FieldNumber)).WriteString(" >= ").Ident(thread.Table).WriteString(".").Ident(thread.FieldCommentCount)
			}))
		})
		if *f.Unread {
			ps = append(ps, thread.CommentCountGT(0), thread.Not(read))
		} else {
			ps = append(ps, thread.Or(thread.CommentCount(0), read))
		}
	}
	return ps
}

func (r *threadResolver) ViewerUnread(ctx context.Context, obj *ent.Thread) (int, error) {
	if !access.ViewerFrom(ctx).SignedIn() {
		return 0, nil
	}
	read, err := r.ViewerReadNumber(ctx, obj)
	return max(0, obj.CommentCount-read), err
}

// ViewerReadNumber finds the viewer's marker loaded with the page: the field is mapped to the edge (ent/schema/thread.go).
func (r *threadResolver) ViewerReadNumber(ctx context.Context, obj *ent.Thread) (int, error) {
	if !access.ViewerFrom(ctx).SignedIn() {
		return 0, nil
	}
	markers, err := obj.NamedMarkers(graphql.GetFieldContext(ctx).Field.Alias)
	if ent.IsNotLoaded(err) {
		markers, err = obj.QueryMarkers().All(ctx)
	}
	if err != nil || len(markers) == 0 {
		return 0, err
	}
	return markers[0].Number, nil
}

func (r *commentResolver) BodyHTML(_ context.Context, obj *ent.Comment) (string, error) {
	return markup.HTML(obj.Body), nil
}

func (r *commentResolver) Reactions(_ context.Context, obj *ent.Comment) ([]*ReactionCount, error) {
	out := []*ReactionCount{}
	for _, kind := range []reaction.Kind{reaction.KindTHANKS, reaction.KindAGREE, reaction.KindDISAGREE, reaction.KindTRIED_IT, reaction.KindDID_NOT_FIT} {
		if n := obj.ReactionCounts[string(kind)]; n > 0 {
			out = append(out, &ReactionCount{Kind: kind, Count: n})
		}
	}
	return out, nil
}

func (r *commentResolver) ViewerReactions(ctx context.Context, obj *ent.Comment) ([]reaction.Kind, error) {
	own, err := obj.NamedReactions(graphql.GetFieldContext(ctx).Field.Alias)
	if ent.IsNotLoaded(err) {
		own, err = obj.QueryReactions().All(ctx)
	}
	kinds := []reaction.Kind{}
	for _, o := range own {
		kinds = append(kinds, o.Kind)
	}
	return kinds, err
}
