package core

import (
	"cmp"
	"context"
	"slices"

	"entgo.io/ent/dialect/sql"
	"github.com/tongxing/tongxing/ent"
	"github.com/tongxing/tongxing/ent/playbook"
	"github.com/tongxing/tongxing/ent/searchdocument"
	"github.com/tongxing/tongxing/search"
)

// RelatedPlaybooks are those that have most of the title's words, what they have in common in the text and in causes
// deciding; at most first of them.
func (c *Core) RelatedPlaybooks(ctx context.Context, id string, first int) ([]*ent.Playbook, error) {
	p, err := c.Ent.Playbook.Query().Where(playbook.ID(id)).WithCauses().Only(ctx)
	if ent.IsNotFound(err) {
		return []*ent.Playbook{}, nil
	}
	if err != nil {
		return nil, err
	}
	in := SearchInput{Kinds: []string{"PLAYBOOK"}, First: min(first, 50) + 10}
	var hits []FoundHit
	if loose, ok, err := c.loosely(ctx, search.Parse(p.Title)); err != nil {
		return nil, err
	} else if ok {
		f := &Found{}
		if err := c.tally(ctx, loose, in, f); err != nil {
			return nil, err
		}
		if err := c.page(ctx, loose, in, f); err != nil {
			return nil, err
		}
		hits = f.Hits
	}
	ids := make([]string, 0, len(hits))
	for _, h := range hits {
		if h.SubjectID != id {
			ids = append(ids, h.SubjectID)
		}
	}
	if len(ids) == 0 && len(p.Edges.Causes) > 0 { // the title says nothing that others say
		ids, err = c.Ent.SearchDocument.Query().
			Where(searchdocument.Kind("PLAYBOOK"), searchdocument.SubjectIDNEQ(id), func(s *sql.Selector) {
				s.Where(sql.Contains(s.C(searchdocument.FieldCauses), p.Edges.Causes[0].ID))
			}).Order(ent.Desc(searchdocument.FieldID)).Limit(first).Select(searchdocument.FieldSubjectID).Strings(ctx)
		if err != nil {
			return nil, err
		}
	}
	found, err := c.Ent.Playbook.Query().Where(playbook.IDIn(ids...)).WithCauses().All(ctx)
	if err != nil {
		return nil, err
	}
	shared := func(o *ent.Playbook) (n int) {
		for _, a := range o.Edges.Causes {
			if slices.ContainsFunc(p.Edges.Causes, func(b *ent.Cause) bool { return a.ID == b.ID }) {
				n++
			}
		}
		return n
	}
	slices.SortFunc(found, func(a, b *ent.Playbook) int {
		// A shared cause is worth three places.
		return cmp.Compare(slices.Index(ids, a.ID)-3*shared(a), slices.Index(ids, b.ID)-3*shared(b))
	})
	return found[:min(first, len(found))], nil
}
