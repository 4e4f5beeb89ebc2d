package graph

import (
	"context"

	"entgo.io/contrib/entgql"
	"entgo.io/ent/dialect/sql"
	"github.com/tongxing/tongxing/access"
	"github.com/tongxing/tongxing/core"
	"github.com/tongxing/tongxing/ent"
	"github.com/tongxing/tongxing/ent/cause"
	"github.com/tongxing/tongxing/ent/organization"
	"github.com/tongxing/tongxing/ent/predicate"
	"github.com/tongxing/tongxing/ent/region"
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
		ps = append(ps, organization.HasRegionWith(func(s *sql.Selector) { subtree(s, region.Table, region.FieldPath, *f.RegionID) }))
	}
	if f.CauseID != nil {
		ps = append(ps, organization.HasCausesWith(func(s *sql.Selector) { subtree(s, cause.Table, cause.FieldPath, *f.CauseID) }))
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

// subtree restricts s to the node of the id and what is below it: path = p OR p/ <= path < p0, since '0' follows '/'.
func subtree(s *sql.Selector, table, column, id string) {
	path := func(suffix string) *sql.Selector {
		root := sql.Dialect(s.Dialect()).Select().From(sql.Table(table).As("root"))
		root.SelectExpr(sql.ExprFunc(func(b *sql.Builder) { b.Ident(root.C(column)).WriteString(" || '" + suffix + "'") }))
		return root.Where(sql.EQ(root.C("id"), id))
	}
	compare := func(op, suffix string) *sql.Predicate {
		return sql.P(func(b *sql.Builder) {
			b.Ident(s.C(column)).WriteString(" " + op + " (").Join(path(suffix)).WriteString(")")
		})
	}
	s.Where(sql.Or(compare("=", ""), sql.And(compare(">=", "/"), compare("<", "0"))))
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
