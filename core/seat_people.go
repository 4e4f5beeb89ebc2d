package core

import (
	"context"
	"slices"

	"github.com/tongxing/tongxing/access"
	"github.com/tongxing/tongxing/ent"
	"github.com/tongxing/tongxing/ent/circleseat"
	"github.com/tongxing/tongxing/ent/seatdelegate"
)

// maxDelegates is how many people speak for one seat.
const maxDelegates = 20

// SetSeatDelegatesInput says who speaks for an organization in a circle.
type SetSeatDelegatesInput struct {
	OrganizationID, SeatID string
	UserIDs                []string
	IdempotencyKey         *string
}

// SetSeatDelegates replaces the delegates of a seat by members of its organization. Who is no longer one stops
// receiving at once.
func (c *Core) SetSeatDelegates(ctx context.Context, in SetSeatDelegatesInput) (string, error) {
	ctx, err := access.Check(ctx, access.Action{Noun: "circle", Verb: "appoint"}, in.OrganizationID)
	if err != nil {
		return "", err
	}
	wanted := slices.Compact(slices.Sorted(slices.Values(in.UserIDs)))
	if len(wanted) == 0 {
		return "", refuse(CodeRequired, "userIds", "err.requiresDelegate")
	}
	if len(wanted) > maxDelegates {
		return "", refuse(CodeInvalid, "userIds", "err.tooMany", maxDelegates)
	}
	cmd := command{name: "setSeatDelegates", organizationID: in.OrganizationID, idempotencyKey: value(in.IdempotencyKey), input: in}
	return c.do(ctx, cmd, func(ctx context.Context, ch *change) (string, error) {
		ctx, _, seat, err := c.seatToMove(ctx, in.OrganizationID, in.SeatID, true)
		if err != nil {
			return "", err
		}
		if !takes(seat.Status) {
			return "", refuse(CodeIllegalTransition, "seatId", "err.illegalTransition", seat.Status)
		}
		if ok, err := c.belongs(ctx, in.OrganizationID, wanted...); err != nil || !ok {
			return "", first(err, refuse(CodeNotFound, "userIds", "err.notMember"))
		}
		if err := c.replaceDelegates(ctx, ch, seat, wanted); err != nil {
			return "", err
		}
		ch.audit("seat.delegates", seat.ID, cut(joined(wanted), 5000))
		return seat.ID, c.tellSeat(ctx, ch, seat, "DELEGATES_CHANGED", true)
	})
}

func (c *Core) replaceDelegates(ctx context.Context, ch *change, seat *ent.CircleSeat, wanted []string) error {
	old, err := c.Ent.SeatDelegate.Query().Where(seatdelegate.SeatID(seat.ID)).All(access.System(ctx))
	if err != nil {
		return err
	}
	var added []string
	for _, d := range old {
		if !slices.Contains(wanted, d.UserID) {
			ch.wake("user:" + d.UserID)
			if err := c.Ent.SeatDelegate.DeleteOne(d).Exec(ctx); err != nil {
				return err
			}
		}
	}
	for _, id := range wanted {
		if !slices.ContainsFunc(old, func(d *ent.SeatDelegate) bool { return d.UserID == id }) {
			added = append(added, id)
			ch.wake("user:" + id)
		}
	}
	return c.appoint(ctx, seat, added...)
}

func joined(ids []string) (s string) {
	for i, id := range ids {
		if i > 0 {
			s += " "
		}
		s += id
	}
	return s
}

// AcceptCharterInput accepts the charter that the person has read.
type AcceptCharterInput struct {
	OrganizationID, SeatID string
	CharterNumber          int
	IdempotencyKey         *string
}

// AcceptCharter accepts the circle's charter for the seat's organization; the seat may write again.
func (c *Core) AcceptCharter(ctx context.Context, in AcceptCharterInput) (string, error) {
	if !access.ViewerFrom(ctx).SignedIn() {
		return "", access.ErrUnauthenticated
	}
	cmd := command{name: "acceptCharter", organizationID: in.OrganizationID, idempotencyKey: value(in.IdempotencyKey), input: in}
	return c.do(ctx, cmd, func(ctx context.Context, ch *change) (string, error) {
		ctx, ci, seat, err := c.seatToMove(ctx, in.OrganizationID, in.SeatID, true)
		if err != nil {
			return "", err
		}
		if !takes(seat.Status) {
			return "", refuse(CodeIllegalTransition, "seatId", "err.illegalTransition", seat.Status)
		}
		if in.CharterNumber != ci.CharterNumber {
			return "", refuse(CodeStaleVersion, "charterNumber", "err.charterChanged", ci.CharterNumber)
		}
		ch.audit("seat.acceptCharter", seat.ID, "")
		if seat, err = seat.Update().SetCharterAccepted(ci.CharterNumber).Save(ctx); err != nil {
			return "", err
		}
		return seat.ID, c.tellSeat(ctx, ch, seat, "CHARTER_ACCEPTED", true)
	})
}

// SetSeatRoleInput says what an organization is in a circle.
type SetSeatRoleInput struct {
	OrganizationID, SeatID string
	Role                   circleseat.Role
	IdempotencyKey         *string
}

// SetSeatRole makes an organization with an active seat STEWARD, MEMBER or OBSERVER. One steward stays.
func (c *Core) SetSeatRole(ctx context.Context, in SetSeatRoleInput) (string, error) {
	return c.changeRole(ctx, "setSeatRole", in, func(ctx context.Context, ch *change, ci *ent.Circle, seat *ent.CircleSeat) error {
		if in.Role == circleseat.RoleSTEWARD {
			return nil
		}
		return c.keepSteward(ctx, ci, seat)
	})
}

// HandOverStewardship makes another organization with an active seat a steward in one's own place; one's own becomes a
// member's.
func (c *Core) HandOverStewardship(ctx context.Context, in SeatInput) (string, error) {
	role := SetSeatRoleInput{OrganizationID: in.OrganizationID, SeatID: in.SeatID, Role: circleseat.RoleSTEWARD, IdempotencyKey: in.IdempotencyKey}
	return c.changeRole(ctx, "handOverStewardship", role, func(ctx context.Context, ch *change, ci *ent.Circle, seat *ent.CircleSeat) error {
		if seat.OrganizationID == in.OrganizationID {
			return refuse(CodeInvalid, "seatId", "err.ownSeat")
		}
		own, err := c.Ent.CircleSeat.Query().Where(circleseat.CircleID(ci.ID), circleseat.OrganizationID(in.OrganizationID),
			circleseat.StatusEQ(circleseat.StatusACTIVE)).Only(access.System(ctx))
		if err != nil {
			return err
		}
		if own, err = own.Update().SetRole(circleseat.RoleMEMBER).Save(ctx); err != nil {
			return err
		}
		ch.audit("seat.role", own.ID, "MEMBER")
		return c.tellSeat(ctx, ch, own, "SEAT_ROLE_CHANGED", true)
	})
}

func (c *Core) changeRole(ctx context.Context, name string, in SetSeatRoleInput,
	before func(context.Context, *change, *ent.Circle, *ent.CircleSeat) error) (string, error) {
	if !access.ViewerFrom(ctx).SignedIn() {
		return "", access.ErrUnauthenticated
	}
	cmd := command{name: name, organizationID: in.OrganizationID, idempotencyKey: value(in.IdempotencyKey), input: in}
	return c.do(ctx, cmd, func(ctx context.Context, ch *change) (string, error) {
		ctx, ci, seat, err := c.seatToMove(ctx, in.OrganizationID, in.SeatID, false)
		if err != nil {
			return "", err
		}
		if seat.Status != circleseat.StatusACTIVE {
			return "", refuse(CodeIllegalTransition, "seatId", "err.illegalTransition", seat.Status)
		}
		if err := before(ctx, ch, ci, seat); err != nil {
			return "", err
		}
		ch.audit("seat.role", seat.ID, string(in.Role))
		if seat, err = seat.Update().SetRole(in.Role).Save(ctx); err != nil {
			return "", err
		}
		return seat.ID, c.tellSeat(ctx, ch, seat, "SEAT_ROLE_CHANGED", true)
	})
}
