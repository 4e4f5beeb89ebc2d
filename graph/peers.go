package graph

import (
	"context"
	"reflect"

	"entgo.io/contrib/entgql"
	"github.com/99designs/gqlgen/graphql"
	"github.com/tongxing/tongxing/core"
	"github.com/tongxing/tongxing/ent"
)

func (r *queryResolver) SimilarOrganizations(ctx context.Context, organizationID string, after *entgql.Cursor[string], first *int, before *entgql.Cursor[string], last *int) (*SimilarOrganizationConnection, error) {
	page, err := rankedPage(ctx, after, first, before, last)
	if err != nil {
		return nil, err
	}
	found, total, err := r.Core.SimilarOrganizations(ctx, organizationID, page)
	if err != nil {
		return nil, ent.MaskNotFound(err)
	}
	out := &SimilarOrganizationConnection{TotalCount: total, Edges: []*SimilarOrganizationEdge{}, Nodes: []*ent.Organization{}}
	found, out.PageInfo = cutPage(found, page)
	rows, why, err := explain(ctx, organizationID, found, r.Core.Ent.Organization.LoadPage, r.Core.WhySimilar)
	if err != nil {
		return nil, err
	}
	for _, f := range found {
		if row := rows[f.ID]; row != nil {
			out.Edges = append(out.Edges, &SimilarOrganizationEdge{Node: row, Cursor: placeOf(f), Reasons: why[f.ID]})
			out.Nodes = append(out.Nodes, row)
		}
	}
	return out, nil
}

func (r *queryResolver) SuggestedCircles(ctx context.Context, organizationID string, after *entgql.Cursor[string], first *int, before *entgql.Cursor[string], last *int) (*SuggestedCircleConnection, error) {
	page, err := rankedPage(ctx, after, first, before, last)
	if err != nil {
		return nil, err
	}
	found, total, err := r.Core.SuggestedCircles(ctx, organizationID, page)
	if err != nil {
		return nil, ent.MaskNotFound(err)
	}
	out := &SuggestedCircleConnection{TotalCount: total, Edges: []*SuggestedCircleEdge{}, Nodes: []*ent.Circle{}}
	found, out.PageInfo = cutPage(found, page)
	rows, why, err := explain(ctx, organizationID, found, r.Core.Ent.Circle.LoadPage, r.Core.WhySuggested)
	if err != nil {
		return nil, err
	}
	for _, f := range found {
		if row := rows[f.ID]; row != nil {
			out.Edges = append(out.Edges, &SuggestedCircleEdge{Node: row, Cursor: placeOf(f), Reasons: why[f.ID]})
			out.Nodes = append(out.Nodes, row)
		}
	}
	return out, nil
}

// rankedPage reads the arguments of a ranked connection: one row more than is asked for tells whether there is more.
func rankedPage(ctx context.Context, after *entgql.Cursor[string], first *int, before *entgql.Cursor[string], last *int) (p core.RankedPage, err error) {
	if p.After, err = place(after); err != nil {
		return p, err
	}
	if p.Before, err = place(before); err != nil {
		return p, err
	}
	if last != nil {
		p.Limit, p.FromEnd = *last+1, true
	} else if first != nil {
		p.Limit = *first + 1
	}
	p.Count = graphql.GetFieldContext(ctx) == nil
	for _, f := range graphql.CollectFieldsCtx(ctx, nil) {
		p.Count = p.Count || f.Name == "totalCount"
	}
	return p, nil
}

// cutPage takes the extra row away, puts a page that was read from the end in order, and says where it lies.
func cutPage(found []core.Ranked, p core.RankedPage) ([]core.Ranked, *entgql.PageInfo[string]) {
	info := &entgql.PageInfo[string]{HasNextPage: p.Before != nil, HasPreviousPage: p.After != nil}
	if more := p.Limit > 0 && len(found) == p.Limit; more {
		found = found[:p.Limit-1]
		if p.FromEnd {
			info.HasPreviousPage = true
		} else {
			info.HasNextPage = true
		}
	}
	if p.FromEnd {
		for i, j := 0, len(found)-1; i < j; i, j = i+1, j-1 {
			found[i], found[j] = found[j], found[i]
		}
	}
	if n := len(found); n > 0 {
		start, end := placeOf(found[0]), placeOf(found[n-1])
		info.StartCursor, info.EndCursor = &start, &end
	}
	return found, info
}

// explain loads the rows of a page and why they are in it.
func explain[N any](ctx context.Context, organizationID string, found []core.Ranked, load func(context.Context, []string) (map[string]*N, error),
	why func(context.Context, string, []string) (map[string][]core.Because, error)) (map[string]*N, map[string][]*Reason, error) {
	if len(found) == 0 {
		return nil, nil, nil
	}
	ids := make([]string, len(found))
	for i, f := range found {
		ids[i] = f.ID
	}
	rows, err := load(ctx, ids)
	if err != nil {
		return nil, nil, err
	}
	because, err := why(ctx, organizationID, ids)
	if err != nil {
		return nil, nil, err
	}
	reasons := make(map[string][]*Reason, len(because))
	for id, list := range because {
		reasons[id] = []*Reason{}
		for _, b := range list {
			reasons[id] = append(reasons[id], &Reason{Code: ReasonCode(b.Code), Text: b.Text(locale(ctx))})
		}
	}
	return rows, reasons, nil
}

func placeOf(r core.Ranked) entgql.Cursor[string] {
	return entgql.Cursor[string]{ID: r.ID, Value: r.Score}
}

// place reads a cursor of a ranked list; msgpack gives back the score in the smallest type that holds it.
func place(c *entgql.Cursor[string]) (*core.Ranked, error) {
	if c == nil {
		return nil, nil
	}
	switch v := reflect.ValueOf(c.Value); {
	case v.CanInt():
		return &core.Ranked{ID: c.ID, Score: v.Int()}, nil
	case v.CanUint():
		return &core.Ranked{ID: c.ID, Score: int64(v.Uint())}, nil
	}
	return nil, badCursor{}
}

// badCursor refuses a cursor of another list.
type badCursor struct{}

func (badCursor) Error() string { return "This cursor is not one of this list." }

// Code implements Coded.
func (badCursor) Code() string { return CodeBadArgument }
