package graph

import (
	"context"
	"strings"

	"entgo.io/contrib/entgql"
	"entgo.io/ent/dialect/sql"
	"github.com/tongxing/tongxing/access"
	"github.com/tongxing/tongxing/core"
	"github.com/tongxing/tongxing/ent"
	"github.com/tongxing/tongxing/ent/cause"
	"github.com/tongxing/tongxing/ent/organization"
	"github.com/tongxing/tongxing/ent/predicate"
	"github.com/tongxing/tongxing/ent/region"
	"github.com/tongxing/tongxing/reference"
)

func (r *queryResolver) Organizations(ctx context.Context, after *entgql.Cursor[string], first *int, before *entgql.Cursor[string], last *int, orderBy *ent.OrganizationOrder, filterBy *OrganizationFilter) (*ent.OrganizationConnection, error) {
	return r.Core.Ent.Organization.Query().Where(filterBy.predicates()...).
		Paginate(ctx, after, first, before, last, ent.WithOrganizationOrder(orderBy))
}

// predicates of the filter. A region or cause stands for its whole subtree: the range of paths below its own.
func (f *OrganizationFilter) predicates() (ps []predicate.Organization) {
	if f == nil {
		return nil
	}
	if f.RegionID != nil {
		ps = append(ps, organization.HasRegionWith(below(regionPrefixes(*f.RegionID), region.FieldPath)))
	}
	if f.CauseID != nil {
		ps = append(ps, organization.HasCausesWith(below(causePrefixes(*f.CauseID), cause.FieldPath)))
	}
	if f.Kind != nil {
		ps = append(ps, organization.KindEQ(*f.Kind))
	}
	if f.Stage != nil {
		ps = append(ps, organization.StageEQ(*f.Stage))
	}
	if f.Claimed != nil {
		ps = append(ps, organization.Claimed(*f.Claimed))
	}
	return ps
}

// below restricts a column of paths to the prefixes and what is under them: p, or p/ <= path < p0, since '0' follows '/'.
func below(prefixes []string, column string) func(*sql.Selector) {
	return func(s *sql.Selector) {
		any := sql.False()
		for _, p := range prefixes {
			any = sql.Or(any, sql.EQ(s.C(column), p), sql.And(sql.GTE(s.C(column), p+"/"), sql.LT(s.C(column), p+"0")))
		}
		s.Where(any)
	}
}

// regionPrefixes are the paths that a region of the id stands for; none for an unknown one.
func regionPrefixes(id string) []string {
	prefixes, err := reference.Subtree(strings.TrimPrefix(id, "reg_"))
	if err != nil {
		return nil
	}
	return prefixes
}

// causePrefixes is the path of the cause of the id; none for an unknown one.
func causePrefixes(id string) []string {
	c, err := reference.CauseByKey(strings.TrimPrefix(id, "cau_"))
	if err != nil {
		return nil
	}
	return []string{c.Path}
}

func (r *queryResolver) Organization(ctx context.Context, slug string) (*ent.Organization, error) {
	q, err := r.Core.Ent.Organization.Query().Where(organization.Slug(slug)).CollectFields(ctx)
	if err != nil {
		return nil, err
	}
	o, err := q.Only(ctx)
	return o, ent.MaskNotFound(err)
}

func (r *queryResolver) Regions(ctx context.Context, after *entgql.Cursor[string], first *int, before *entgql.Cursor[string], last *int, parentID *string) (*ent.RegionConnection, error) {
	q := r.Core.Ent.Region.Query()
	if parentID == nil {
		q.Where(region.ParentIDIsNil())
	} else {
		q.Where(region.ParentID(*parentID))
	}
	return q.Paginate(ctx, after, first, before, last)
}

func (r *queryResolver) Causes(ctx context.Context, after *entgql.Cursor[string], first *int, before *entgql.Cursor[string], last *int) (*ent.CauseConnection, error) {
	return r.Core.Ent.Cause.Query().Paginate(ctx, after, first, before, last)
}

func (r *organizationResolver) ViewerCanUpdate(ctx context.Context, obj *ent.Organization) (*Permission, error) {
	return permission(ctx, access.Action{Noun: "organization", Verb: "update"}, obj.ID), nil
}

func (r *mutationResolver) CreateOrganization(ctx context.Context, in core.CreateOrganizationInput) (*CreateOrganizationPayload, error) {
	id, err := r.Core.CreateOrganization(ctx, in)
	p := &CreateOrganizationPayload{}
	p.Organization, p.UserErrors, err = answer(ctx, r.Core.Ent.Organization.Load, "organization", id, err)
	return p, err
}

func (r *mutationResolver) UpdateOrganization(ctx context.Context, in core.UpdateOrganizationInput) (*UpdateOrganizationPayload, error) {
	id, err := r.Core.UpdateOrganization(ctx, in)
	p := &UpdateOrganizationPayload{}
	p.Organization, p.UserErrors, err = answer(ctx, r.Core.Ent.Organization.Load, "organization", id, err)
	return p, err
}
