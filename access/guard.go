package access

import (
	"context"
	"errors"
	"fmt"

	"entgo.io/ent/dialect/sql"
	"github.com/tongxing/tongxing/ent"
	"github.com/tongxing/tongxing/ent/intercept"
)

var (
	// ErrUnauthenticated is returned to a stranger by what needs a signed-in person.
	ErrUnauthenticated = errors.New("access: not signed in")
	// ErrForbidden is returned when the viewer's role does not allow the action.
	ErrForbidden = errors.New("access: not allowed")
)

// grant says what a Check has allowed.
type grant struct{ noun string }

type grantKey struct{}

// Check asks whether the viewer may do the action for the organization. The context that it returns carries the grant
// without which the guard refuses a write. It returns ErrUnauthenticated or ErrForbidden.
func Check(ctx context.Context, a Action, organizationID string) (context.Context, error) {
	v := ViewerFrom(ctx)
	if !v.SignedIn() && !v.system {
		return nil, ErrUnauthenticated
	}
	if !Can(v, a, organizationID) {
		return nil, ErrForbidden
	}
	return Grant(ctx, a.Noun), nil
}

// Grant returns a context that may write the noun's tables, for what a person does with their own account and for what
// anybody signed in may do. Use Check wherever a role decides.
func Grant(ctx context.Context, noun string) context.Context {
	return context.WithValue(ctx, grantKey{}, grant{noun})
}

// Guard puts the row rules on every query of the client, eager loads and counts too, and refuses every write without a
// matching grant. Rules of reading do not filter updates by id: a command reads the row first.
func Guard(client *ent.Client) {
	client.Intercept(ent.TraverseFunc(func(ctx context.Context, query ent.Query) error {
		v := ViewerFrom(ctx)
		if v.system {
			return nil
		}
		q, err := intercept.NewQuery(query)
		if err != nil {
			return err
		}
		if fk := inherited[q.Type()]; fk != "" && fk == ent.ThroughParent(ctx, query) {
			return nil // the parents were read under their own rule, which is this one's
		}
		// While an edge loads, ent.QueryFromContext still names the outer query; q names this one.
		r, ok := rows[q.Type()]
		if !ok {
			r = nobody
		}
		if p := r(v); p != nil {
			q.WhereP(func(s *sql.Selector) { p(s) })
		}
		return nil
	}))
	client.Use(func(next ent.Mutator) ent.Mutator {
		return ent.MutateFunc(func(ctx context.Context, m ent.Mutation) (ent.Value, error) {
			if !mayWrite(ctx, m.Type()) {
				return nil, fmt.Errorf("%w: write of %s without a grant", ErrForbidden, m.Type())
			}
			return next.Mutate(ctx, m)
		})
	})
}

func mayWrite(ctx context.Context, noun string) bool {
	if ViewerFrom(ctx).system || always[noun] {
		return true
	}
	g, _ := ctx.Value(grantKey{}).(grant)
	for _, t := range writes[g.noun] {
		if t == noun {
			return true
		}
	}
	return false
}
