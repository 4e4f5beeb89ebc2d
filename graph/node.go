package graph

import (
	"context"
	"fmt"

	"github.com/tongxing/tongxing/ent"
)

// byPrefix finds the table of an id by its prefix.
var byPrefix = ent.WithNodeType(func(_ context.Context, id string) (string, error) {
	if t := ent.TableOf(id); t != "" {
		return t, nil
	}
	return "", &ent.NotFoundError{}
})

// Node is null for what is not there and for what the viewer may not see: the two look the same.
func (r *queryResolver) Node(ctx context.Context, id string) (ent.Noder, error) {
	if ent.TableOf(id) == "" {
		return nil, nil
	}
	n, err := r.Core.Ent.Noder(ctx, id, byPrefix)
	if ent.IsNotFound(err) {
		return nil, nil
	}
	return n, err
}

// Nodes keeps the order of the ids; one query a kind of noun.
func (r *queryResolver) Nodes(ctx context.Context, ids []string) ([]ent.Noder, error) {
	if len(ids) > 100 {
		return nil, tooMany{"ids", 100}
	}
	return r.Core.Ent.NodesByID(ctx, ids)
}

// tooMany refuses a list argument.
type tooMany struct {
	argument string
	limit    int
}

func (e tooMany) Error() string {
	return fmt.Sprintf("`%s` has more than %d entries.", e.argument, e.limit)
}

// Code implements Coded.
func (tooMany) Code() string { return CodePageSize }
