package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
)

// marshalSlice stands for graphql.MarshalSliceConcurrently in the generated code (`make generate` puts it there): the
// elements of a list one after another. gqlgen starts a goroutine for each; ours wait for nothing, since rows are read
// before, and the stacks of goroutines cost a fifth of a nested read (docs/performance.md).
func marshalSlice(ctx context.Context, length int, _ int64, _ bool, element func(ctx context.Context, i int) graphql.Marshaler) graphql.Array {
	list := make(graphql.Array, length)
	for i := range list {
		list[i] = marshalElement(ctx, i, element)
	}
	return list
}

func marshalElement(ctx context.Context, i int, element func(ctx context.Context, i int) graphql.Marshaler) (m graphql.Marshaler) {
	ctx = graphql.WithFieldContext(ctx, &graphql.FieldContext{Index: &i})
	defer func() {
		if p := recover(); p != nil {
			graphql.AddError(ctx, graphql.Recover(ctx, p))
			m = graphql.Null
		}
	}()
	return element(ctx, i)
}
