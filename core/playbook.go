package core

import (
	"context"
	"fmt"

	"github.com/tongxing/tongxing/access"
	"github.com/tongxing/tongxing/ent"
	"github.com/tongxing/tongxing/ent/playbook"
	"github.com/tongxing/tongxing/ent/playbookversion"
	"github.com/tongxing/tongxing/ent/versionreview"
)

// CreatePlaybookInput makes a playbook with its first draft.
type CreatePlaybookInput struct {
	OrganizationID string
	MethodType     *string
	Licence        *string
	Language       *string
	CauseIDs       []string
	Draft          DraftInput
	IdempotencyKey *string

	id string // that it gets; empty for a new one
}

// CreatePlaybook makes a playbook whose version 1 is a draft that the organization alone sees.
func (c *Core) CreatePlaybook(ctx context.Context, in CreatePlaybookInput) (string, error) {
	ctx, err := access.Check(ctx, access.Action{Noun: "playbook", Verb: "create"}, in.OrganizationID)
	if err != nil {
		return "", err
	}
	if in.Draft.Title == nil {
		return "", refuse(CodeRequired, "draft.title", "err.required")
	}
	if err := first(in.Draft.check("draft."), c.checkCauses(ctx, in.CauseIDs),
		line("methodType", value(in.MethodType), 60, false), line("licence", value(in.Licence), 60, false),
		line("language", value(in.Language), 35, false)); err != nil {
		return "", err
	}
	cmd := command{name: "createPlaybook", organizationID: in.OrganizationID, idempotencyKey: value(in.IdempotencyKey), input: in}
	return c.do(ctx, cmd, func(ctx context.Context, ch *change) (string, error) {
		p, err := c.createPlaybook(ctx, in)
		if err != nil {
			return "", err
		}
		ch.event(in.OrganizationID, "PLAYBOOK_CREATED", p.ID)
		ch.audit("playbook.create", p.ID, "")
		return p.ID, nil
	})
}

func (c *Core) createPlaybook(ctx context.Context, in CreatePlaybookInput) (*ent.Playbook, error) {
	actor := access.ViewerFrom(ctx).UserID
	create := c.Ent.Playbook.Create().SetOrganizationID(in.OrganizationID).SetCreatedBy(actor).SetTitle(*in.Draft.Title).
		SetNillableMethodType(in.MethodType).SetNillableLicence(in.Licence).SetNillableLanguage(in.Language).
		AddCauseIDs(in.CauseIDs...)
	if in.id != "" {
		create.SetID(in.id)
	}
	p, err := create.Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("playbook: %w", err)
	}
	version := c.Ent.PlaybookVersion.Create().SetPlaybookID(p.ID).SetNumber(1).SetAuthorID(actor)
	in.Draft.apply(version.Mutation())
	ver, err := version.Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("draft: %w", err)
	}
	_, err = c.writeSteps(ctx, ver.ID, nil, in.Draft.Steps)
	return p, err
}

// transition is what the commands on a version have in common: the playbook and the version, read under the
// viewer's row rules, and the role checked for the organization that the playbook belongs to.
func (c *Core) transition(ctx context.Context, name, verb, organizationID, playbookID string, key *string, input any,
	fn func(context.Context, *change, *ent.Playbook) error) (string, error) {
	ctx, err := access.Check(ctx, access.Action{Noun: "playbook", Verb: verb}, organizationID)
	if err != nil {
		return "", err
	}
	cmd := command{name: name, organizationID: organizationID, idempotencyKey: value(key), input: input}
	return c.do(ctx, cmd, func(ctx context.Context, ch *change) (string, error) {
		p, err := c.Ent.Playbook.Get(ctx, playbookID)
		if err != nil {
			return "", err
		}
		if p.OrganizationID != organizationID {
			return "", access.ErrForbidden
		}
		return p.ID, fn(ctx, ch, p)
	})
}

// open returns the one version of the playbook that is not published yet, or a not-found error.
func (c *Core) open(ctx context.Context, playbookID string) (*ent.PlaybookVersion, error) {
	return c.Ent.PlaybookVersion.Query().Where(playbookversion.PlaybookID(playbookID), playbookversion.StateIn(
		playbookversion.StateDRAFT, playbookversion.StateIN_REVIEW, playbookversion.StateCHANGES_REQUESTED)).Only(ctx)
}

// SubmitPlaybookInput asks another organization to review the draft.
type SubmitPlaybookInput struct {
	OrganizationID, PlaybookID string
	ReviewerOrganizationID     string
	ExpectedVersion            int
	IdempotencyKey             *string
}

// SubmitPlaybookForReview moves DRAFT to IN_REVIEW. The reviewing organization sees the version from now on.
func (c *Core) SubmitPlaybookForReview(ctx context.Context, in SubmitPlaybookInput) (string, error) {
	return c.transition(ctx, "submitPlaybookForReview", "submit", in.OrganizationID, in.PlaybookID, in.IdempotencyKey, in,
		func(ctx context.Context, ch *change, p *ent.Playbook) error {
			if in.ReviewerOrganizationID == in.OrganizationID {
				return refuse(CodeInvalid, "reviewerOrganizationId", "err.ownReview")
			}
			if _, err := c.Ent.Organization.Get(ctx, in.ReviewerOrganizationID); err != nil {
				return err
			}
			v, err := c.editable(ctx, p, in.ExpectedVersion)
			if err != nil {
				return err
			}
			if err := v.Update().SetState(playbookversion.StateIN_REVIEW).SetSubmittedAt(c.now()).
				SetReviewerOrganizationID(in.ReviewerOrganizationID).Exec(ctx); err != nil {
				return err
			}
			ch.event(in.OrganizationID, "PLAYBOOK_SUBMITTED", v.ID)
			ch.event(in.ReviewerOrganizationID, "PLAYBOOK_REVIEW_ASKED", v.ID)
			ch.audit("playbook.submit", v.ID, in.ReviewerOrganizationID)
			return nil
		})
}

// ReviewInput is the verdict of the organization that was asked.
type ReviewInput struct {
	OrganizationID, VersionID string
	Verdict                   versionreview.Verdict
	Comment                   *string
	IdempotencyKey            *string
}

// ReviewPlaybookVersion records a verdict. APPROVED leaves the version IN_REVIEW, ready to be published.
func (c *Core) ReviewPlaybookVersion(ctx context.Context, in ReviewInput) (string, error) {
	ctx, err := access.Check(ctx, access.Action{Noun: "playbook", Verb: "review"}, in.OrganizationID)
	if err != nil {
		return "", err
	}
	if err := text("comment", value(in.Comment), 20_000, in.Verdict == versionreview.VerdictCHANGES_REQUESTED); err != nil {
		return "", err
	}
	cmd := command{name: "reviewPlaybookVersion", organizationID: in.OrganizationID, idempotencyKey: value(in.IdempotencyKey), input: in}
	return c.do(ctx, cmd, func(ctx context.Context, ch *change) (string, error) {
		v, err := c.Ent.PlaybookVersion.Query().Where(playbookversion.ID(in.VersionID)).WithPlaybook().Only(ctx)
		if err != nil {
			return "", err
		}
		if value(v.ReviewerOrganizationID) != in.OrganizationID {
			return "", access.ErrForbidden
		}
		if v.State != playbookversion.StateIN_REVIEW {
			return "", refuse(CodeIllegalTransition, "versionId", "err.illegalTransition", v.State)
		}
		r, err := c.Ent.VersionReview.Create().SetVersionID(v.ID).SetOrganizationID(in.OrganizationID).
			SetReviewerID(access.ViewerFrom(ctx).UserID).SetEdit(v.Edit).SetVerdict(in.Verdict).
			SetNillableComment(in.Comment).Save(ctx)
		if err != nil {
			return "", err
		}
		if in.Verdict == versionreview.VerdictCHANGES_REQUESTED {
			if err := v.Update().SetState(playbookversion.StateCHANGES_REQUESTED).Exec(ctx); err != nil {
				return "", err
			}
		}
		ch.event(v.Edges.Playbook.OrganizationID, "PLAYBOOK_REVIEWED", v.ID)
		ch.audit("playbook.review", v.ID, string(in.Verdict))
		return r.ID, nil
	})
}

// PlaybookInput names a playbook for a transition.
type PlaybookInput struct {
	OrganizationID, PlaybookID string
	Reason                     *string
	IdempotencyKey             *string
}

// PublishPlaybook makes the draft the published version; the one before is SUPERSEDED. From here on it never changes.
func (c *Core) PublishPlaybook(ctx context.Context, in PlaybookInput) (string, error) {
	return c.transition(ctx, "publishPlaybook", "publish", in.OrganizationID, in.PlaybookID, in.IdempotencyKey, in,
		func(ctx context.Context, ch *change, p *ent.Playbook) error {
			if p.Status == playbook.StatusARCHIVED {
				return refuse(CodeIllegalTransition, "playbookId", "err.archived")
			}
			v, err := c.open(ctx, p.ID)
			if err != nil {
				return err
			}
			if err := c.mayPublish(ctx, p, v); err != nil {
				return err
			}
			return c.publish(ctx, ch, p, v)
		})
}

// publish moves a version to PUBLISHED within a transaction.
func (c *Core) publish(ctx context.Context, ch *change, p *ent.Playbook, v *ent.PlaybookVersion) error {
	err := c.Ent.PlaybookVersion.Update().SetState(playbookversion.StateSUPERSEDED).
		Where(playbookversion.PlaybookID(p.ID), playbookversion.StateEQ(playbookversion.StatePUBLISHED)).Exec(ctx)
	if err != nil {
		return err
	}
	// The state is in the condition: of two that publish at once, one finds nothing to publish.
	n, err := c.Ent.PlaybookVersion.Update().SetState(playbookversion.StatePUBLISHED).SetPublishedAt(c.now()).
		Where(playbookversion.ID(v.ID), playbookversion.StateEQ(v.State)).Save(ctx)
	if err != nil {
		return err
	}
	if n != 1 {
		return refuse(CodeIllegalTransition, "playbookId", "err.illegalTransition", playbookversion.StatePUBLISHED)
	}
	err = p.Update().SetTitle(v.Title).SetLatestNumber(v.Number).SetLatestVersionID(v.ID).Exec(ctx)
	if err != nil {
		return err
	}
	ch.event(p.OrganizationID, "PLAYBOOK_PUBLISHED", v.ID)
	ch.audit("playbook.publish", v.ID, fmt.Sprint(v.Number))
	return c.tellShared(ctx, ch, p.ID, "PLAYBOOK_PUBLISHED", v.ID)
}

// mayPublish says why a version may not be published now; nil if it may.
func (c *Core) mayPublish(ctx context.Context, p *ent.Playbook, v *ent.PlaybookVersion) error {
	if v.State == playbookversion.StateCHANGES_REQUESTED {
		return refuse(CodeIllegalTransition, "playbookId", "err.illegalTransition", v.State)
	}
	o, err := p.QueryOrganization().Only(ctx)
	if err != nil {
		return err
	}
	if !o.ReviewRequired {
		return nil
	}
	reviews, err := v.QueryReviews().All(ctx)
	if err != nil {
		return err
	}
	for _, r := range reviews {
		if r.Verdict == "APPROVED" && r.Edit == v.Edit && r.OrganizationID != p.OrganizationID {
			return nil
		}
	}
	return refuse(CodeReviewRequired, "playbookId", "err.reviewRequired")
}

// WithdrawPlaybook takes the published version back because it does harm: the reason is mandatory.
func (c *Core) WithdrawPlaybook(ctx context.Context, in PlaybookInput) (string, error) {
	if err := text("reason", value(in.Reason), 5000, true); err != nil {
		return "", err
	}
	return c.transition(ctx, "withdrawPlaybook", "withdraw", in.OrganizationID, in.PlaybookID, in.IdempotencyKey, in,
		func(ctx context.Context, ch *change, p *ent.Playbook) error {
			v, err := c.Ent.PlaybookVersion.Query().
				Where(playbookversion.PlaybookID(p.ID), playbookversion.StateEQ(playbookversion.StatePUBLISHED)).Only(ctx)
			if ent.IsNotFound(err) {
				return refuse(CodeIllegalTransition, "playbookId", "err.illegalTransition", "NOT_PUBLISHED")
			}
			if err != nil {
				return err
			}
			if err := v.Update().SetState(playbookversion.StateWITHDRAWN).SetWithdrawnAt(c.now()).
				SetWithdrawnReason(*in.Reason).Exec(ctx); err != nil {
				return err
			}
			ch.event(p.OrganizationID, "PLAYBOOK_WITHDRAWN", v.ID)
			ch.audit("playbook.withdraw", v.ID, *in.Reason)
			return c.tellShared(ctx, ch, p.ID, "PLAYBOOK_WITHDRAWN", v.ID)
		})
}

// ArchivePlaybook takes a playbook out of use. What was published stays readable.
func (c *Core) ArchivePlaybook(ctx context.Context, in PlaybookInput) (string, error) {
	return c.transition(ctx, "archivePlaybook", "archive", in.OrganizationID, in.PlaybookID, in.IdempotencyKey, in,
		func(ctx context.Context, ch *change, p *ent.Playbook) error {
			if p.Status == playbook.StatusARCHIVED {
				return refuse(CodeIllegalTransition, "playbookId", "err.archived")
			}
			ch.event(p.OrganizationID, "PLAYBOOK_ARCHIVED", p.ID)
			ch.audit("playbook.archive", p.ID, value(in.Reason))
			if err := c.tellShared(ctx, ch, p.ID, "PLAYBOOK_ARCHIVED", p.ID); err != nil {
				return err
			}
			return p.Update().SetStatus(playbook.StatusARCHIVED).Exec(ctx)
		})
}

// SetAudienceInput says whom a playbook reaches.
type SetAudienceInput struct {
	OrganizationID, PlaybookID string
	Audience                   playbook.Audience
	IdempotencyKey             *string
}

// SetPlaybookAudience changes whom the published versions reach.
func (c *Core) SetPlaybookAudience(ctx context.Context, in SetAudienceInput) (string, error) {
	return c.transition(ctx, "setPlaybookAudience", "share", in.OrganizationID, in.PlaybookID, in.IdempotencyKey, in,
		func(ctx context.Context, ch *change, p *ent.Playbook) error {
			return c.changeAudience(ctx, ch, p, in.Audience)
		})
}
