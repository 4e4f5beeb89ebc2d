package graph

import (
	"context"

	"entgo.io/contrib/entgql"
	"github.com/tongxing/tongxing/access"
	"github.com/tongxing/tongxing/core"
	"github.com/tongxing/tongxing/ent"
	"github.com/tongxing/tongxing/ent/cause"
	"github.com/tongxing/tongxing/ent/playbook"
	"github.com/tongxing/tongxing/ent/predicate"
	"github.com/tongxing/tongxing/markup"
)

func (r *queryResolver) Playbooks(ctx context.Context, after *entgql.Cursor[string], first *int, before *entgql.Cursor[string], last *int, orderBy *ent.PlaybookOrder, filterBy *PlaybookFilter) (*ent.PlaybookConnection, error) {
	return r.Core.Ent.Playbook.Query().Where(filterBy.predicates()...).
		Paginate(ctx, after, first, before, last, ent.WithPlaybookOrder(orderBy))
}

func (f *PlaybookFilter) predicates() (ps []predicate.Playbook) {
	if f == nil {
		return nil
	}
	if f.OrganizationID != nil {
		ps = append(ps, playbook.OrganizationID(*f.OrganizationID))
	}
	if f.CauseID != nil {
		ps = append(ps, playbook.HasCausesWith(below(causePrefixes(*f.CauseID), cause.FieldPath)))
	}
	if f.Language != nil {
		ps = append(ps, playbook.Language(*f.Language))
	}
	if f.Status != nil {
		ps = append(ps, playbook.StatusEQ(*f.Status))
	}
	return ps
}

func (r *queryResolver) DraftChanges(ctx context.Context, playbookID string, sinceVersion int) (*core.Staleness, error) {
	s, err := r.Core.DraftChangesSince(ctx, playbookID, sinceVersion)
	return s, ent.MaskNotFound(err)
}

func (r *playbookResolver) ViewerCanEdit(ctx context.Context, obj *ent.Playbook) (*Permission, error) {
	return permission(ctx, access.Action{Noun: "playbook", Verb: "edit"}, obj.OrganizationID), nil
}

func (r *playbookResolver) ViewerCanPublish(ctx context.Context, obj *ent.Playbook) (*Permission, error) {
	return permission(ctx, access.Action{Noun: "playbook", Verb: "publish"}, obj.OrganizationID), nil
}

func (r *playbookVersionResolver) WhatHTML(_ context.Context, obj *ent.PlaybookVersion) (string, error) {
	return markup.HTML(obj.What), nil
}

func (r *playbookStepResolver) BodyHTML(_ context.Context, obj *ent.PlaybookStep) (string, error) {
	return markup.HTML(obj.Body), nil
}

func (r *playbookVersionResolver) DifferenceFrom(ctx context.Context, obj *ent.PlaybookVersion, number int) (*VersionDifference, error) {
	d, err := r.Core.Difference(ctx, obj.ID, number)
	if err != nil {
		return nil, ent.MaskNotFound(err)
	}
	out := &VersionDifference{Fields: d.Fields, Steps: make([]*StepChange, len(d.Steps))}
	for i, s := range d.Steps {
		out.Steps[i] = &StepChange{StepKey: s.StepKey, Kind: StepChangeKind(s.Kind), Before: s.Before, After: s.After}
	}
	return out, nil
}

func (r *mutationResolver) ReviewPlaybookVersion(ctx context.Context, in core.ReviewInput) (*ReviewPlaybookVersionPayload, error) {
	id, err := r.Core.ReviewPlaybookVersion(ctx, in)
	p := &ReviewPlaybookVersionPayload{}
	p.Review, p.UserErrors, err = answer(ctx, r.Core.Ent.VersionReview.Load, "review", id, err)
	return p, err
}

func (r *mutationResolver) CreatePlaybook(ctx context.Context, in core.CreatePlaybookInput) (*CreatePlaybookPayload, error) {
	id, err := r.Core.CreatePlaybook(ctx, in)
	p := &CreatePlaybookPayload{}
	p.Playbook, p.UserErrors, err = answer(ctx, r.Core.Ent.Playbook.Load, "playbook", id, err)
	return p, err
}

func (r *mutationResolver) StartPlaybookDraft(ctx context.Context, in core.PlaybookInput) (*StartPlaybookDraftPayload, error) {
	id, err := r.Core.StartPlaybookDraft(ctx, in)
	p := &StartPlaybookDraftPayload{}
	p.Playbook, p.UserErrors, err = answer(ctx, r.Core.Ent.Playbook.Load, "playbook", id, err)
	return p, err
}

func (r *mutationResolver) UpdatePlaybookDraft(ctx context.Context, in core.UpdateDraftInput) (*UpdatePlaybookDraftPayload, error) {
	id, err := r.Core.UpdatePlaybookDraft(ctx, in)
	p := &UpdatePlaybookDraftPayload{}
	p.Playbook, p.UserErrors, err = answer(ctx, r.Core.Ent.Playbook.Load, "playbook", id, err)
	return p, err
}

func (r *mutationResolver) ReorderPlaybookSteps(ctx context.Context, in core.ReorderInput) (*ReorderPlaybookStepsPayload, error) {
	id, err := r.Core.ReorderPlaybookSteps(ctx, in)
	p := &ReorderPlaybookStepsPayload{}
	p.Playbook, p.UserErrors, err = answer(ctx, r.Core.Ent.Playbook.Load, "playbook", id, err)
	return p, err
}

func (r *mutationResolver) SubmitPlaybookForReview(ctx context.Context, in core.SubmitPlaybookInput) (*SubmitPlaybookForReviewPayload, error) {
	id, err := r.Core.SubmitPlaybookForReview(ctx, in)
	p := &SubmitPlaybookForReviewPayload{}
	p.Playbook, p.UserErrors, err = answer(ctx, r.Core.Ent.Playbook.Load, "playbook", id, err)
	return p, err
}

func (r *mutationResolver) PublishPlaybook(ctx context.Context, in core.PlaybookInput) (*PublishPlaybookPayload, error) {
	id, err := r.Core.PublishPlaybook(ctx, in)
	p := &PublishPlaybookPayload{}
	p.Playbook, p.UserErrors, err = answer(ctx, r.Core.Ent.Playbook.Load, "playbook", id, err)
	return p, err
}

func (r *mutationResolver) WithdrawPlaybook(ctx context.Context, in core.PlaybookInput) (*WithdrawPlaybookPayload, error) {
	id, err := r.Core.WithdrawPlaybook(ctx, in)
	p := &WithdrawPlaybookPayload{}
	p.Playbook, p.UserErrors, err = answer(ctx, r.Core.Ent.Playbook.Load, "playbook", id, err)
	return p, err
}

func (r *mutationResolver) ArchivePlaybook(ctx context.Context, in core.PlaybookInput) (*ArchivePlaybookPayload, error) {
	id, err := r.Core.ArchivePlaybook(ctx, in)
	p := &ArchivePlaybookPayload{}
	p.Playbook, p.UserErrors, err = answer(ctx, r.Core.Ent.Playbook.Load, "playbook", id, err)
	return p, err
}

func (r *mutationResolver) SetPlaybookAudience(ctx context.Context, in core.SetAudienceInput) (*SetPlaybookAudiencePayload, error) {
	id, err := r.Core.SetPlaybookAudience(ctx, in)
	p := &SetPlaybookAudiencePayload{}
	p.Playbook, p.UserErrors, err = answer(ctx, r.Core.Ent.Playbook.Load, "playbook", id, err)
	return p, err
}
