package core

import (
	"context"
	"fmt"
	"slices"

	"github.com/tongxing/tongxing/access"
	"github.com/tongxing/tongxing/ent"
	"github.com/tongxing/tongxing/ent/playbook"
	"github.com/tongxing/tongxing/ent/share"
)

var circleShare = access.Action{Noun: "circle", Verb: "share"}

// SharePlaybookInput names a playbook and circles.
type SharePlaybookInput struct {
	OrganizationID, PlaybookID string
	CircleIDs                  []string
	IdempotencyKey             *string
}

// SharePlaybook lets a playbook reach circles in which the organization has an active seat, all at once. One that
// reached its own people alone has the audience CIRCLE from then on.
func (c *Core) SharePlaybook(ctx context.Context, in SharePlaybookInput) (string, error) {
	circles := slices.Compact(slices.Sorted(slices.Values(in.CircleIDs)))
	if len(circles) == 0 {
		return "", refuse(CodeRequired, "circleIds", "err.required")
	}
	if len(circles) > maxInvited {
		return "", refuse(CodeInvalid, "circleIds", "err.tooMany", maxInvited)
	}
	return c.transition(ctx, "sharePlaybook", "share", in.OrganizationID, in.PlaybookID, in.IdempotencyKey, in,
		func(ctx context.Context, ch *change, p *ent.Playbook) error {
			for _, id := range circles {
				if err := c.shareWith(ctx, ch, p, id); err != nil {
					return err
				}
			}
			ch.event(p.OrganizationID, "PLAYBOOK_AUDIENCE_CHANGED", p.ID)
			if p.Audience != playbook.AudienceORGANIZATION {
				return nil
			}
			return p.Update().SetAudience(playbook.AudienceCIRCLE).Exec(ctx)
		})
}

func (c *Core) shareWith(ctx context.Context, ch *change, p *ent.Playbook, circleID string) error {
	ci, err := c.Ent.Circle.Get(ctx, circleID)
	if ent.IsNotFound(err) {
		return refuse(CodeNotFound, "circleIds", "err.unknownCircle")
	}
	if err != nil {
		return err
	}
	if !access.CanInCircle(access.ViewerFrom(ctx), circleShare, circleID, p.OrganizationID) {
		return refuse(CodeForbidden, "circleIds", "err.unknownCircle")
	}
	if err := first(openCircle(ci), c.charterAccepted(ctx, circleID, p.OrganizationID)); err != nil {
		return err
	}
	err = c.Ent.Share.Create().SetSubjectID(p.ID).SetPlaybookID(p.ID).SetCircleID(circleID).SetOrganizationID(p.OrganizationID).
		OnConflictColumns(share.FieldSubjectID, share.FieldCircleID).Ignore().Exec(ctx)
	if err != nil {
		return fmt.Errorf("share: %w", err)
	}
	ch.event(circleID, "PLAYBOOK_SHARED", p.ID)
	ch.audit("playbook.share", p.ID, circleID)
	return nil
}

// charterAccepted refuses what a read-only seat must not do.
func (c *Core) charterAccepted(ctx context.Context, circleID, organizationID string) error {
	if s := access.ViewerFrom(ctx).SeatIn(circleID, organizationID); s != nil && s.ReadOnly {
		return refuse(CodeCharter, "organizationId", "err.charterUnread")
	}
	return nil
}

// UnsharePlaybookInput names a playbook and one circle.
type UnsharePlaybookInput struct {
	OrganizationID, PlaybookID, CircleID string
	IdempotencyKey                       *string
}

// UnsharePlaybook takes a playbook back from one circle. Without circles left, one with the audience CIRCLE reaches its
// own people alone again.
func (c *Core) UnsharePlaybook(ctx context.Context, in UnsharePlaybookInput) (string, error) {
	return c.transition(ctx, "unsharePlaybook", "share", in.OrganizationID, in.PlaybookID, in.IdempotencyKey, in,
		func(ctx context.Context, ch *change, p *ent.Playbook) error {
			n, err := c.Ent.Share.Delete().Where(share.SubjectID(p.ID), share.CircleID(in.CircleID)).Exec(ctx)
			if err != nil {
				return err
			}
			if n == 0 {
				return refuse(CodeNotFound, "circleId", "err.notShared")
			}
			ch.event(in.CircleID, "PLAYBOOK_UNSHARED", p.ID)
			ch.event(p.OrganizationID, "PLAYBOOK_AUDIENCE_CHANGED", p.ID)
			ch.audit("playbook.unshare", p.ID, in.CircleID)
			left, err := c.Ent.Share.Query().Where(share.SubjectID(p.ID)).Exist(ctx)
			if err != nil || left || p.Audience != playbook.AudienceCIRCLE {
				return err
			}
			return p.Update().SetAudience(playbook.AudienceORGANIZATION).Exec(ctx)
		})
}

// sharedWith are the circles that something is shared with.
func (c *Core) sharedWith(ctx context.Context, subjectID string) (circles []string, err error) {
	err = c.Ent.Share.Query().Where(share.SubjectID(subjectID)).Select(share.FieldCircleID).Scan(access.System(ctx), &circles)
	return circles, err
}

// tellShared says in the circles that a playbook is shared with what has become of it.
func (c *Core) tellShared(ctx context.Context, ch *change, playbookID, kind, subject string) error {
	circles, err := c.sharedWith(ctx, playbookID)
	for _, id := range circles {
		ch.event(id, kind, subject)
	}
	return err
}

// changeAudience moves a playbook to another audience. ORGANIZATION takes it back from every circle; CIRCLE is for one
// that is shared with some.
func (c *Core) changeAudience(ctx context.Context, ch *change, p *ent.Playbook, to playbook.Audience) error {
	circles, err := c.sharedWith(ctx, p.ID)
	if err != nil {
		return err
	}
	if to == playbook.AudienceCIRCLE && len(circles) == 0 {
		return refuse(CodeInvalid, "audience", "err.circleAudience")
	}
	kind := "PLAYBOOK_AUDIENCE_CHANGED"
	if to == playbook.AudienceORGANIZATION {
		kind = "PLAYBOOK_UNSHARED"
		if _, err := c.Ent.Share.Delete().Where(share.SubjectID(p.ID)).Exec(ctx); err != nil {
			return err
		}
	}
	for _, id := range circles {
		ch.event(id, kind, p.ID)
	}
	ch.event(p.OrganizationID, "PLAYBOOK_AUDIENCE_CHANGED", p.ID)
	ch.audit("playbook.share", p.ID, string(to))
	return p.Update().SetAudience(to).Exec(ctx)
}
