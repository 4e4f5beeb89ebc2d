package core

import (
	"context"
	"fmt"
	"slices"

	"github.com/tongxing/tongxing/access"
	"github.com/tongxing/tongxing/ent"
	"github.com/tongxing/tongxing/ent/circle"
	"github.com/tongxing/tongxing/ent/circleseat"
	"github.com/tongxing/tongxing/ent/membership"
	"github.com/tongxing/tongxing/ent/organization"
)

// checkInvited checks a list of organizations to invite.
func (c *Core) checkInvited(ctx context.Context, by string, ids []string) error {
	if len(ids) > maxInvited {
		return refuse(CodeInvalid, "organizationIds", "err.tooMany", maxInvited)
	}
	if slices.Contains(ids, by) {
		return refuse(CodeInvalid, "organizationIds", "err.ownOrganization")
	}
	n, err := c.Ent.Organization.Query().Where(organization.IDIn(ids...)).Count(ctx)
	if err != nil {
		return err
	}
	if n != len(ids) { // a repeated id counts once, and is refused too
		return refuse(CodeNotFound, "organizationIds", "err.unknownOrg")
	}
	return nil
}

// invite makes an INVITED seat. An organization that nobody speaks for yet finds the invitation when it is claimed.
func (c *Core) invite(ctx context.Context, ch *change, ci *ent.Circle, org string, role circleseat.Role, message string) (*ent.CircleSeat, error) {
	if err := c.noOpenSeat(ctx, ci.ID, org, "organizationIds"); err != nil {
		return nil, err
	}
	seat, err := c.Ent.CircleSeat.Create().SetCircleID(ci.ID).SetOrganizationID(org).SetRole(role).
		SetStatus(circleseat.StatusINVITED).SetMessage(message).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("invitation: %w", err)
	}
	ch.audit("seat.invite", seat.ID, org)
	return seat, c.tellSeat(ctx, ch, seat, "SEAT_INVITED", false)
}

func (c *Core) noOpenSeat(ctx context.Context, circleID, org, field string) error {
	open, err := c.Ent.CircleSeat.Query().Where(circleseat.CircleID(circleID), circleseat.OrganizationID(org),
		circleseat.StatusIn("INVITED", "REQUESTED", "ACTIVE", "SUSPENDED")).Exist(access.System(ctx))
	if err == nil && open {
		err = refuse(CodeTaken, field, "err.hasSeat")
	}
	return err
}

// InviteToCircleInput asks organizations to take a seat.
type InviteToCircleInput struct {
	OrganizationID, CircleID string
	OrganizationIDs          []string
	Role                     *circleseat.Role
	Message                  *string
	IdempotencyKey           *string
}

// InviteToCircle makes an INVITED seat for each organization, claimed or not; all or none.
func (c *Core) InviteToCircle(ctx context.Context, in InviteToCircleInput) (string, error) {
	role := circleseat.RoleMEMBER
	if in.Role != nil {
		role = *in.Role
	}
	if role == circleseat.RoleSTEWARD || len(in.OrganizationIDs) == 0 {
		return "", refuse(CodeInvalid, "role", "err.required")
	}
	if err := first(text("message", value(in.Message), 5000, false), c.checkInvited(ctx, in.OrganizationID, in.OrganizationIDs)); err != nil {
		return "", err
	}
	return c.stewardship(ctx, "inviteToCircle", in.OrganizationID, in.CircleID, in.IdempotencyKey, in,
		func(ctx context.Context, ch *change, ci *ent.Circle) error {
			if err := openCircle(ci); err != nil {
				return err
			}
			for _, org := range in.OrganizationIDs {
				if _, err := c.invite(ctx, ch, ci, org, role, value(in.Message)); err != nil {
					return err
				}
			}
			return nil
		})
}

// JoinAnswer answers one question of a circle.
type JoinAnswer struct{ QuestionID, Answer string }

// JoinCircleInput asks for a seat.
type JoinCircleInput struct {
	OrganizationID, CircleID string
	CharterNumber            *int
	Answers                  []*JoinAnswer
	Message                  *string
	IdempotencyKey           *string
}

// JoinCircle takes a seat in an OPEN circle, and asks for one where the policy is REQUEST; INVITE is refused.
func (c *Core) JoinCircle(ctx context.Context, in JoinCircleInput) (string, error) {
	ctx, err := access.Check(ctx, circleJoin, in.OrganizationID)
	if err != nil {
		return "", err
	}
	if err := text("message", value(in.Message), 5000, false); err != nil {
		return "", err
	}
	cmd := command{name: "joinCircle", organizationID: in.OrganizationID, idempotencyKey: value(in.IdempotencyKey), input: in}
	return c.do(ctx, cmd, func(ctx context.Context, ch *change) (string, error) {
		if _, err := c.Ent.Circle.Get(ctx, in.CircleID); err != nil {
			return "", err
		}
		ci, err := c.lockCircle(ctx, in.CircleID)
		if err != nil {
			return "", err
		}
		if err := first(openCircle(ci), c.noOpenSeat(ctx, ci.ID, in.OrganizationID, "circleId")); err != nil {
			return "", err
		}
		if ci.JoinPolicy == circle.JoinPolicyINVITE {
			return "", refuse(CodeInviteOnly, "circleId", "err.inviteOnly")
		}
		if ci.CharterNumber > 0 && value(in.CharterNumber) != ci.CharterNumber {
			return "", refuse(CodeStaleVersion, "charterNumber", "err.charterChanged", ci.CharterNumber)
		}
		answers, err := c.answersTo(ctx, ci, in.Answers)
		if err != nil {
			return "", err
		}
		seat, err := c.ask(ctx, ch, ci, in)
		if err != nil {
			return "", err
		}
		for _, a := range answers {
			if err := a.SetSeatID(seat.ID).Exec(ctx); err != nil {
				return "", fmt.Errorf("answer: %w", err)
			}
		}
		return seat.ID, nil
	})
}

// ask makes the seat: ACTIVE in an OPEN circle, else REQUESTED.
func (c *Core) ask(ctx context.Context, ch *change, ci *ent.Circle, in JoinCircleInput) (*ent.CircleSeat, error) {
	who := access.ViewerFrom(ctx).UserID
	create := c.Ent.CircleSeat.Create().SetCircleID(ci.ID).SetOrganizationID(in.OrganizationID).SetMessage(value(in.Message)).
		SetCharterAccepted(ci.CharterNumber).SetRequestedBy(who)
	if ci.JoinPolicy == circle.JoinPolicyREQUEST {
		seat, err := create.SetStatus(circleseat.StatusREQUESTED).Save(ctx)
		if err != nil {
			return nil, fmt.Errorf("request: %w", err)
		}
		ch.audit("seat.request", seat.ID, "")
		return seat, c.tellSeat(ctx, ch, seat, "SEAT_REQUESTED", false)
	}
	if err := c.countSeat(ctx, ci); err != nil {
		return nil, err
	}
	seat, err := create.SetStatus(circleseat.StatusACTIVE).SetJoinedAt(c.now()).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("seat: %w", err)
	}
	ch.audit("seat.join", seat.ID, "")
	if err := first(c.appoint(ctx, seat, who), c.settle(ctx, ch, ci)); err != nil {
		return nil, err
	}
	return seat, c.tellSeat(ctx, ch, seat, "SEAT_TAKEN", true)
}

// answersTo puts the answers beside the circle's questions: every one is needed.
func (c *Core) answersTo(ctx context.Context, ci *ent.Circle, given []*JoinAnswer) ([]*ent.SeatAnswerCreate, error) {
	questions, err := ci.QueryQuestions().Order(ent.Asc("position")).All(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]*ent.SeatAnswerCreate, len(questions))
	for i, q := range questions {
		at := slices.IndexFunc(given, func(a *JoinAnswer) bool { return a.QuestionID == q.ID })
		if at < 0 {
			return nil, refuse(CodeRequired, "answers", "err.answers")
		}
		if err := text(fmt.Sprintf("answers.%d.answer", at), given[at].Answer, 5000, true); err != nil {
			return nil, err
		}
		out[i] = c.Ent.SeatAnswer.Create().SetQuestion(q.Text).SetAnswer(given[at].Answer)
	}
	return out, nil
}

// belongs reports whether the person is an active member of the organization.
func (c *Core) belongs(ctx context.Context, organizationID string, userIDs ...string) (bool, error) {
	n, err := c.Ent.Membership.Query().Where(membership.OrganizationID(organizationID), membership.UserIDIn(userIDs...),
		membership.StatusEQ(membership.StatusACTIVE)).Count(access.System(ctx))
	return n == len(userIDs), err
}
