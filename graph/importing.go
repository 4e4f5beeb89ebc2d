package graph

import (
	"context"

	"entgo.io/contrib/entgql"
	"github.com/tongxing/tongxing/core"
	"github.com/tongxing/tongxing/ent"
	"github.com/tongxing/tongxing/ent/importrow"
	"github.com/tongxing/tongxing/ent/importrun"
)

func (r *queryResolver) ImportRuns(ctx context.Context, after *entgql.Cursor[string], first *int, before *entgql.Cursor[string], last *int, orderBy *ent.ImportRunOrder, organizationID *string) (*ent.ImportRunConnection, error) {
	q := r.Core.Ent.ImportRun.Query()
	if organizationID != nil {
		q.Where(importrun.OrganizationID(*organizationID))
	}
	return q.Paginate(ctx, after, first, before, last, ent.WithImportRunOrder(orderBy))
}

func (r *queryResolver) ImportRows(ctx context.Context, after *entgql.Cursor[string], first *int, before *entgql.Cursor[string], last *int, importRunID string, outcomes []importrow.Outcome) (*ent.ImportRowConnection, error) {
	q := r.Core.Ent.ImportRow.Query().Where(importrow.RunID(importRunID))
	if outcomes != nil {
		q.Where(importrow.OutcomeIn(outcomes...))
	}
	return q.Paginate(ctx, after, first, before, last)
}

func (r *mutationResolver) ImportPlaybooks(ctx context.Context, in core.ImportPlaybooksInput) (*ImportPlaybooksPayload, error) {
	id, err := r.Core.ImportDocuments(ctx, in)
	p := &ImportPlaybooksPayload{}
	p.ImportRun, p.UserErrors, err = answer(ctx, r.Core.Ent.ImportRun.Load, "importRun", id, err)
	return p, err
}

func (r *mutationResolver) ImportOrganizations(ctx context.Context, in core.ImportOrganizationsInput) (*ImportOrganizationsPayload, error) {
	id, mapping, err := r.Core.ImportTable(ctx, in)
	p := &ImportOrganizationsPayload{Mapping: mapping}
	p.ImportRun, p.UserErrors, err = answer(ctx, r.Core.Ent.ImportRun.Load, "importRun", id, err)
	return p, err
}
