package graph

import (
	"context"
	"strconv"

	"entgo.io/contrib/entgql"
	"github.com/99designs/gqlgen/graphql"
	"github.com/tongxing/tongxing/core"
	"github.com/tongxing/tongxing/ent"
	"github.com/tongxing/tongxing/ent/cause"
	"github.com/tongxing/tongxing/ent/region"
	"github.com/tongxing/tongxing/search"
)

func (r *queryResolver) Search(ctx context.Context, query string, types []SearchType, filterBy *core.SearchFilter, after *entgql.Cursor[string], first *int) (*SearchConnection, error) {
	in := core.SearchInput{Query: query, Filter: filterBy, First: *first, Facets: selects(ctx, "facets")}
	for _, t := range types {
		in.Kinds = append(in.Kinds, string(t))
	}
	if after != nil {
		n, err := strconv.Atoi(after.ID)
		if err != nil || n < 0 {
			return nil, core.InvalidCursor()
		}
		in.Offset = n
	}
	f, err := r.Core.Search(ctx, in)
	if err != nil {
		return nil, err
	}
	return r.found(ctx, in, f)
}

// found makes the connection. The nodes are read under their own row rules once more.
func (r *queryResolver) found(ctx context.Context, in core.SearchInput, f *core.Found) (*SearchConnection, error) {
	out := &SearchConnection{Edges: []*SearchEdge{}, Nodes: []*SearchHit{}, PageInfo: &entgql.PageInfo[string]{}, TotalCount: f.Total, Relaxed: f.Relaxed}
	if f.Corrected != "" {
		out.CorrectedQuery = &f.Corrected
	}
	ids := make([]string, len(f.Hits))
	for i := range f.Hits {
		ids[i] = f.Hits[i].SubjectID
	}
	nodes, err := r.Core.Ent.NodesByID(atNodes(ctx), ids)
	if err != nil {
		return nil, err
	}
	for i, h := range f.Hits {
		if nodes[i] == nil {
			continue
		}
		hit := &SearchHit{Node: nodes[i], Type: SearchType(h.Kind), Title: pieces(h.Title), Snippet: pieces(h.Snippet)}
		out.Nodes = append(out.Nodes, hit)
		out.Edges = append(out.Edges, &SearchEdge{Node: hit, Cursor: entgql.Cursor[string]{ID: strconv.Itoa(in.Offset + i + 1)}})
	}
	out.PageInfo.HasPreviousPage = in.Offset > 0
	out.PageInfo.HasNextPage = in.Offset+len(f.Hits) < f.Total && len(f.Hits) > 0
	if n := len(out.Edges); n > 0 {
		out.PageInfo.StartCursor, out.PageInfo.EndCursor = &out.Edges[0].Cursor, &out.Edges[n-1].Cursor
	}
	out.Facets, err = r.facets(ctx, f.Facets)
	return out, err
}

// atNodes is the context of the hits' `node` fields, so that what they select is read with them and not row by row.
func atNodes(ctx context.Context) context.Context {
	fc, oc := graphql.GetFieldContext(ctx), graphql.GetOperationContext(ctx)
	node := graphql.CollectedField{Field: fc.Field.Field}
	var walk func(fields []graphql.CollectedField)
	walk = func(fields []graphql.CollectedField) {
		for _, f := range fields {
			switch {
			case f.Name == "edges" || f.Name == "nodes" || f.Name == "node" && f.Definition.Type.Name() == "SearchHit":
				walk(graphql.CollectFields(oc, f.Selections, nil))
			case f.Name == "node":
				node.Selections = append(node.Selections, f.Selections...)
			}
		}
	}
	walk(graphql.CollectFieldsCtx(ctx, nil))
	return graphql.WithFieldContext(ctx, &graphql.FieldContext{Object: "SearchHit", Field: node})
}

func pieces(fs []search.Fragment) []*SearchFragment {
	out := make([]*SearchFragment, len(fs))
	for i, f := range fs {
		out[i] = &SearchFragment{Text: f.Text, Matched: f.Matched}
	}
	return out
}

// facets names the causes and regions: one query each.
func (r *queryResolver) facets(ctx context.Context, f core.FoundFacets) (*SearchFacets, error) {
	out := &SearchFacets{Types: []*SearchTypeFacet{}, Causes: []*SearchCauseFacet{}, Regions: []*SearchRegionFacet{}, Languages: []*SearchLanguageFacet{}}
	for _, v := range f.Kinds {
		out.Types = append(out.Types, &SearchTypeFacet{Type: SearchType(v.Value), Count: v.Count})
	}
	for _, v := range f.Languages {
		out.Languages = append(out.Languages, &SearchLanguageFacet{Language: v.Value, Count: v.Count})
	}
	if len(f.Causes) > 0 {
		causes, err := r.Core.Ent.Cause.Query().Where(cause.IDIn(values(f.Causes)...)).All(ctx)
		if err != nil {
			return nil, err
		}
		byID := map[string]*ent.Cause{}
		for _, c := range causes {
			byID[c.ID] = c
		}
		for _, v := range f.Causes {
			if c := byID[v.Value]; c != nil {
				out.Causes = append(out.Causes, &SearchCauseFacet{Cause: c, Count: v.Count})
			}
		}
	}
	if len(f.Regions) > 0 {
		regions, err := r.Core.Ent.Region.Query().Where(region.IDIn(values(f.Regions)...)).All(ctx)
		if err != nil {
			return nil, err
		}
		byID := map[string]*ent.Region{}
		for _, c := range regions {
			byID[c.ID] = c
		}
		for _, v := range f.Regions {
			if c := byID[v.Value]; c != nil {
				out.Regions = append(out.Regions, &SearchRegionFacet{Region: c, Count: v.Count})
			}
		}
	}
	return out, nil
}

func values(fs []core.Facet) []string {
	out := make([]string, len(fs))
	for i, f := range fs {
		out[i] = f.Value
	}
	return out
}

// selects reports whether the field being resolved has the field below it in its selection.
func selects(ctx context.Context, name string) bool {
	for _, f := range graphql.CollectFieldsCtx(ctx, nil) {
		if f.Name == name {
			return true
		}
	}
	return false
}

func (r *queryResolver) RelatedPlaybooks(ctx context.Context, playbookID string, first int) ([]*ent.Playbook, error) {
	return r.Core.RelatedPlaybooks(ctx, playbookID, first)
}
