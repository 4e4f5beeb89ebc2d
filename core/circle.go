package core

import (
	"context"
	"fmt"

	"github.com/tongxing/tongxing/access"
	"github.com/tongxing/tongxing/ent"
	"github.com/tongxing/tongxing/ent/circle"
	"github.com/tongxing/tongxing/ent/circleseat"
	"github.com/tongxing/tongxing/ent/joinquestion"
	"github.com/tongxing/tongxing/ent/organization"
)

var (
	circleCreate  = access.Action{Noun: "circle", Verb: "create"}
	circleSteward = access.Action{Noun: "circle", Verb: "steward"}
	circleJoin    = access.Action{Noun: "circle", Verb: "join"}
)

// Bounds of a circle.
const (
	maxQuestions = 20
	maxInvited   = 50
	maxSeats     = 10_000
)

// CreateCircleInput makes a circle; with OrganizationIDs it is startCircleFrom, which invites them in the same step.
type CreateCircleInput struct {
	OrganizationID       string
	Name                 string
	Purpose              *string
	CauseIDs             []string
	JoinPolicy           *circle.JoinPolicy
	Listed               *bool
	MemberListVisibility *circle.MemberListVisibility
	SeatLimit            *int
	Charter              *string
	Questions            []string
	OrganizationIDs      []string
	Message              *string
	IdempotencyKey       *string
}

func (c *Core) checkCircle(ctx context.Context, name, purpose *string, causes []string, limit *int, questions []string) error {
	if limit != nil && (*limit < 1 || *limit > maxSeats) {
		return refuse(CodeInvalid, "seatLimit", "err.tooMany", maxSeats)
	}
	if len(questions) > maxQuestions {
		return refuse(CodeInvalid, "questions", "err.needsQuestions", maxQuestions)
	}
	for i, q := range questions {
		if err := text(fmt.Sprintf("questions.%d", i), q, 1000, true); err != nil {
			return err
		}
	}
	if name != nil {
		if err := line("name", *name, 300, true); err != nil {
			return err
		}
	}
	return first(text("purpose", value(purpose), 20_000, false), c.checkCauses(ctx, causes))
}

// CreateCircle makes a FORMING circle. The organization has its first seat, as steward; the viewer speaks for it.
func (c *Core) CreateCircle(ctx context.Context, in CreateCircleInput) (string, error) {
	ctx, err := access.Check(ctx, circleCreate, in.OrganizationID)
	if err != nil {
		return "", err
	}
	if err := first(c.checkCircle(ctx, &in.Name, in.Purpose, in.CauseIDs, in.SeatLimit, in.Questions),
		text("charter", value(in.Charter), 200_000, false), text("message", value(in.Message), 5000, false),
		c.checkInvited(ctx, in.OrganizationID, in.OrganizationIDs)); err != nil {
		return "", err
	}
	cmd := command{name: "createCircle", organizationID: in.OrganizationID, idempotencyKey: value(in.IdempotencyKey), input: in}
	return c.do(ctx, cmd, func(ctx context.Context, ch *change) (string, error) {
		if in.CauseIDs == nil && len(in.OrganizationIDs) > 0 { // a circle of peers is for what its founder works for
			if in.CauseIDs, err = c.Ent.Organization.Query().Where(organization.ID(in.OrganizationID)).QueryCauses().IDs(ctx); err != nil {
				return "", err
			}
		}
		ci, err := c.Ent.Circle.Create().SetName(in.Name).SetNillablePurpose(in.Purpose).AddCauseIDs(in.CauseIDs...).
			SetNillableJoinPolicy(in.JoinPolicy).SetNillableListed(in.Listed).SetNillableSeatLimit(in.SeatLimit).
			SetNillableMemberListVisibility(in.MemberListVisibility).SetSeatsTaken(1).Save(ctx)
		if err != nil {
			return "", fmt.Errorf("circle: %w", err)
		}
		if err := c.writeQuestions(ctx, ci.ID, in.Questions); err != nil {
			return "", err
		}
		seat, err := c.Ent.CircleSeat.Create().SetCircleID(ci.ID).SetOrganizationID(in.OrganizationID).SetRole(circleseat.RoleSTEWARD).
			SetStatus(circleseat.StatusACTIVE).SetJoinedAt(c.now()).Save(ctx)
		if err != nil {
			return "", fmt.Errorf("seat: %w", err)
		}
		if err := c.appoint(ctx, seat, access.ViewerFrom(ctx).UserID); err != nil {
			return "", err
		}
		if value(in.Charter) != "" {
			if ci, err = c.writeCharter(ctx, ci, *in.Charter, false); err != nil {
				return "", err
			}
			if err := seat.Update().SetCharterAccepted(ci.CharterNumber).Exec(ctx); err != nil {
				return "", err
			}
		}
		ch.roles(access.ViewerFrom(ctx).UserID)
		ch.event(ci.ID, "CIRCLE_CREATED", ci.ID)
		ch.event(in.OrganizationID, "CIRCLE_CREATED", ci.ID)
		ch.audit("circle.create", ci.ID, "")
		for _, org := range in.OrganizationIDs {
			if _, err := c.invite(ctx, ch, ci, org, circleseat.RoleMEMBER, value(in.Message)); err != nil {
				return "", err
			}
		}
		return ci.ID, nil
	})
}

func (c *Core) writeQuestions(ctx context.Context, circleID string, questions []string) error {
	rows := make([]*ent.JoinQuestionCreate, len(questions))
	for i, q := range questions {
		rows[i] = c.Ent.JoinQuestion.Create().SetCircleID(circleID).SetPosition(i + 1).SetText(q)
	}
	return c.Ent.JoinQuestion.CreateBulk(rows...).Exec(ctx)
}

// writeCharter adds the next charter and returns the circle as it is then.
func (c *Core) writeCharter(ctx context.Context, ci *ent.Circle, body string, material bool) (*ent.Circle, error) {
	n := ci.CharterNumber + 1
	v, err := c.Ent.CharterVersion.Create().SetCircleID(ci.ID).SetNumber(n).SetText(body).SetMaterial(material).
		SetAuthorID(access.ViewerFrom(ctx).UserID).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("charter: %w", err)
	}
	up := ci.Update().SetCharterNumber(n).SetCharterID(v.ID)
	if material {
		up.SetMaterialNumber(n)
	}
	return up.Save(ctx)
}

// lockCircle takes the circle's row for this transaction, so that the commands on a circle and its seats come one after
// the other, and returns it as it is now. The viewer must have been seen to see it.
func (c *Core) lockCircle(ctx context.Context, id string) (*ent.Circle, error) {
	if _, err := c.Ent.Circle.Update().Where(circle.ID(id)).SetUpdatedAt(c.now()).Save(ctx); err != nil {
		return nil, err
	}
	return c.Ent.Circle.Get(access.System(ctx), id)
}

// stewardship is what the stewards' commands on a circle have in common: the circle that the viewer sees, the right,
// and the lock.
func (c *Core) stewardship(ctx context.Context, name, organizationID, circleID string, key *string, input any,
	fn func(context.Context, *change, *ent.Circle) error) (string, error) {
	if !access.ViewerFrom(ctx).SignedIn() {
		return "", access.ErrUnauthenticated
	}
	cmd := command{name: name, organizationID: organizationID, idempotencyKey: value(key), input: input}
	return c.do(ctx, cmd, func(ctx context.Context, ch *change) (string, error) {
		ci, err := c.Ent.Circle.Get(ctx, circleID)
		if err != nil {
			return "", err
		}
		if ctx, err = access.CheckSeat(ctx, circleSteward, circleID, organizationID); err != nil {
			return "", err
		}
		if ci, err = c.lockCircle(ctx, circleID); err != nil {
			return "", err
		}
		if err := c.stillSteward(ctx, ci, organizationID); err != nil {
			return "", err
		}
		return ci.ID, fn(ctx, ch, ci)
	})
}

// stillSteward looks again under the lock: the seat that the request came with may have ended meanwhile.
func (c *Core) stillSteward(ctx context.Context, ci *ent.Circle, organizationID string) error {
	s, err := c.Ent.CircleSeat.Query().Where(circleseat.CircleID(ci.ID), circleseat.OrganizationID(organizationID),
		circleseat.StatusEQ(circleseat.StatusACTIVE), circleseat.RoleEQ(circleseat.RoleSTEWARD)).Only(access.System(ctx))
	if ent.IsNotFound(err) {
		return access.ErrForbidden
	}
	if err != nil {
		return err
	}
	if s.CharterAccepted < ci.MaterialNumber {
		return refuse(CodeCharter, "circleId", "err.charterUnread")
	}
	return nil
}

// open refuses a circle that is dormant or archived.
func openCircle(ci *ent.Circle) error {
	if ci.Status == circle.StatusDORMANT || ci.Status == circle.StatusARCHIVED {
		return refuse(CodeCircleClosed, "circleId", "err.circleClosed", ci.Status)
	}
	return nil
}

// UpdateCircleInput changes a circle: nil leaves a field as it is. A SeatLimit of 0 takes the limit away.
type UpdateCircleInput struct {
	OrganizationID, CircleID string
	Name, Purpose            *string
	CauseIDs                 []string
	JoinPolicy               *circle.JoinPolicy
	Listed                   *bool
	MemberListVisibility     *circle.MemberListVisibility
	SeatLimit                *int
	Questions                []string
	IdempotencyKey           *string
}

// UpdateCircle changes a circle's face and its rules of joining.
func (c *Core) UpdateCircle(ctx context.Context, in UpdateCircleInput) (string, error) {
	limit := in.SeatLimit
	if limit != nil && *limit == 0 {
		limit = nil
	}
	if err := c.checkCircle(ctx, in.Name, in.Purpose, in.CauseIDs, limit, in.Questions); err != nil {
		return "", err
	}
	return c.stewardship(ctx, "updateCircle", in.OrganizationID, in.CircleID, in.IdempotencyKey, in,
		func(ctx context.Context, ch *change, ci *ent.Circle) error {
			if ci.Status == circle.StatusARCHIVED {
				return refuse(CodeCircleClosed, "circleId", "err.circleClosed", ci.Status)
			}
			up := ci.Update().SetNillablePurpose(in.Purpose).SetNillableJoinPolicy(in.JoinPolicy).SetNillableListed(in.Listed).
				SetNillableMemberListVisibility(in.MemberListVisibility)
			if in.Name != nil {
				up.SetName(*in.Name)
			}
			if limit != nil {
				if *limit < ci.SeatsTaken {
					return refuse(CodeInvalid, "seatLimit", "err.seatLimit", ci.SeatsTaken)
				}
				up.SetSeatLimit(*limit)
			} else if in.SeatLimit != nil {
				up.ClearSeatLimit()
			}
			if in.CauseIDs != nil {
				up.ClearCauses().AddCauseIDs(in.CauseIDs...)
			}
			if in.Questions != nil {
				if err := c.replaceQuestions(ctx, ci, in.Questions); err != nil {
					return err
				}
			}
			ch.event(ci.ID, "CIRCLE_UPDATED", ci.ID)
			ch.audit("circle.update", ci.ID, "")
			ch.wake("circle:" + ci.ID) // it may no longer be listed
			return up.Exec(ctx)
		})
}

func (c *Core) replaceQuestions(ctx context.Context, ci *ent.Circle, questions []string) error {
	if _, err := c.Ent.JoinQuestion.Delete().Where(joinquestion.CircleID(ci.ID)).Exec(ctx); err != nil {
		return err
	}
	return c.writeQuestions(ctx, ci.ID, questions)
}

// CircleInput names a circle for a transition.
type CircleInput struct {
	OrganizationID, CircleID string
	IdempotencyKey           *string
}

// circleMoves are all transitions of a circle by its stewards. FORMING also becomes ACTIVE by itself, when a second seat
// is taken (settle), and ACTIVE becomes DORMANT by itself after a long silence (RestSilentCircles).
var circleMoves = map[string]struct {
	from, to circle.Status
	kind     string
}{
	"activateCircle": {circle.StatusFORMING, circle.StatusACTIVE, "CIRCLE_ACTIVATED"},
	"restCircle":     {circle.StatusACTIVE, circle.StatusDORMANT, "CIRCLE_RESTED"},
	"reviveCircle":   {circle.StatusDORMANT, circle.StatusACTIVE, "CIRCLE_REVIVED"},
	"archiveCircle":  {circle.StatusDORMANT, circle.StatusARCHIVED, "CIRCLE_ARCHIVED"},
}

func (c *Core) moveCircle(ctx context.Context, name string, in CircleInput) (string, error) {
	return c.stewardship(ctx, name, in.OrganizationID, in.CircleID, in.IdempotencyKey, in,
		func(ctx context.Context, ch *change, ci *ent.Circle) error {
			move := circleMoves[name]
			if ci.Status != move.from {
				return refuse(CodeIllegalTransition, "circleId", "err.illegalTransition", ci.Status)
			}
			ch.event(ci.ID, move.kind, ci.ID)
			ch.audit("circle."+string(move.to), ci.ID, "")
			return ci.Update().SetStatus(move.to).Exec(ctx)
		})
}

// ActivateCircle moves FORMING to ACTIVE before a second organization has come.
func (c *Core) ActivateCircle(ctx context.Context, in CircleInput) (string, error) {
	return c.moveCircle(ctx, "activateCircle", in)
}

// RestCircle moves ACTIVE to DORMANT: everything stays readable, nothing is written.
func (c *Core) RestCircle(ctx context.Context, in CircleInput) (string, error) {
	return c.moveCircle(ctx, "restCircle", in)
}

// ReviveCircle moves DORMANT to ACTIVE.
func (c *Core) ReviveCircle(ctx context.Context, in CircleInput) (string, error) {
	return c.moveCircle(ctx, "reviveCircle", in)
}

// ArchiveCircle moves DORMANT to ARCHIVED, for good.
func (c *Core) ArchiveCircle(ctx context.Context, in CircleInput) (string, error) {
	return c.moveCircle(ctx, "archiveCircle", in)
}

// PublishCharterInput is the next charter of a circle.
type PublishCharterInput struct {
	OrganizationID, CircleID, Text string
	Material                       bool
	IdempotencyKey                 *string
}

// PublishCharter adds the next charter. After a material change every seat but the one that publishes it is read-only
// until its organization has accepted it.
func (c *Core) PublishCharter(ctx context.Context, in PublishCharterInput) (string, error) {
	if err := text("text", in.Text, 200_000, true); err != nil {
		return "", err
	}
	return c.stewardship(ctx, "publishCharter", in.OrganizationID, in.CircleID, in.IdempotencyKey, in,
		func(ctx context.Context, ch *change, ci *ent.Circle) error {
			if err := openCircle(ci); err != nil {
				return err
			}
			ci, err := c.writeCharter(ctx, ci, in.Text, in.Material)
			if err != nil {
				return err
			}
			ch.event(ci.ID, "CHARTER_PUBLISHED", *ci.CharterID)
			ch.audit("circle.charter", ci.ID, fmt.Sprintf("%d material=%t", ci.CharterNumber, in.Material))
			return c.Ent.CircleSeat.Update().Where(circleseat.CircleID(ci.ID), circleseat.OrganizationID(in.OrganizationID),
				circleseat.StatusEQ(circleseat.StatusACTIVE)).SetCharterAccepted(ci.CharterNumber).Exec(ctx)
		})
}
