package core

import (
	"context"
	"slices"

	"github.com/tongxing/tongxing/access"
	"github.com/tongxing/tongxing/ent"
	"github.com/tongxing/tongxing/ent/circle"
	"github.com/tongxing/tongxing/ent/circleseat"
	"github.com/tongxing/tongxing/ent/seatdelegate"
)

// seatMove is one transition of a seat.
type seatMove struct {
	from  []circleseat.Status
	to    circleseat.Status
	own   bool // by the seat's organization; else by a steward
	kind  string
	among bool // the members hear of it; else the organization and the stewards alone
}

// seatMoves are all transitions of a seat that exists; there are no others. A seat begins INVITED (InviteToCircle),
// REQUESTED or ACTIVE (JoinCircle).
var seatMoves = map[string]seatMove{
	"acceptSeatInvitation":   {is("INVITED"), "ACTIVE", true, "SEAT_TAKEN", true},
	"declineSeatInvitation":  {is("INVITED"), "DECLINED", true, "SEAT_DECLINED", false},
	"withdrawSeatInvitation": {is("INVITED"), "WITHDRAWN", false, "SEAT_WITHDRAWN", false},
	"withdrawSeatRequest":    {is("REQUESTED"), "WITHDRAWN", true, "SEAT_WITHDRAWN", false},
	"approveSeatRequest":     {is("REQUESTED"), "ACTIVE", false, "SEAT_TAKEN", true},
	"declineSeatRequest":     {is("REQUESTED"), "DECLINED", false, "SEAT_DECLINED", false},
	"suspendSeat":            {is("ACTIVE"), "SUSPENDED", false, "SEAT_SUSPENDED", true},
	"reinstateSeat":          {is("SUSPENDED"), "ACTIVE", false, "SEAT_REINSTATED", true},
	"removeSeat":             {is("ACTIVE", "SUSPENDED"), "REMOVED", false, "SEAT_REMOVED", true},
	"leaveCircle":            {is("ACTIVE", "SUSPENDED"), "LEFT", true, "SEAT_LEFT", true},
}

func is(s ...circleseat.Status) []circleseat.Status { return s }

// takes reports whether a seat in this state fills a place.
func takes(s circleseat.Status) bool {
	return s == circleseat.StatusACTIVE || s == circleseat.StatusSUSPENDED
}

// SeatInput names a seat for a transition. CharterNumber is the charter that an organization accepts with the seat;
// Reason is needed where others are turned away.
type SeatInput struct {
	OrganizationID, SeatID string
	CharterNumber          *int
	Reason                 *string
	IdempotencyKey         *string
}

// AcceptSeatInvitation moves INVITED to ACTIVE; the viewer becomes the first delegate.
func (c *Core) AcceptSeatInvitation(ctx context.Context, in SeatInput) (string, error) {
	return c.moveSeat(ctx, "acceptSeatInvitation", in)
}

// DeclineSeatInvitation moves INVITED to DECLINED.
func (c *Core) DeclineSeatInvitation(ctx context.Context, in SeatInput) (string, error) {
	return c.moveSeat(ctx, "declineSeatInvitation", in)
}

// WithdrawSeatInvitation takes an invitation back: INVITED to WITHDRAWN, by a steward.
func (c *Core) WithdrawSeatInvitation(ctx context.Context, in SeatInput) (string, error) {
	return c.moveSeat(ctx, "withdrawSeatInvitation", in)
}

// WithdrawSeatRequest takes one's request back: REQUESTED to WITHDRAWN.
func (c *Core) WithdrawSeatRequest(ctx context.Context, in SeatInput) (string, error) {
	return c.moveSeat(ctx, "withdrawSeatRequest", in)
}

// SuspendSeat moves ACTIVE to SUSPENDED, with a reason.
func (c *Core) SuspendSeat(ctx context.Context, in SeatInput) (string, error) {
	return c.moveSeat(ctx, "suspendSeat", in)
}

// ReinstateSeat moves SUSPENDED to ACTIVE.
func (c *Core) ReinstateSeat(ctx context.Context, in SeatInput) (string, error) {
	return c.moveSeat(ctx, "reinstateSeat", in)
}

// RemoveSeat ends another organization's seat, with a reason.
func (c *Core) RemoveSeat(ctx context.Context, in SeatInput) (string, error) {
	return c.moveSeat(ctx, "removeSeat", in)
}

// LeaveCircle ends one's own seat. The last steward cannot leave.
func (c *Core) LeaveCircle(ctx context.Context, in SeatInput) (string, error) {
	return c.moveSeat(ctx, "leaveCircle", in)
}

// DecideSeatRequestInput is a steward's decision on a request; declining needs a reason.
type DecideSeatRequestInput struct {
	OrganizationID, SeatID string
	Approve                bool
	Reason                 *string
	IdempotencyKey         *string
}

// DecideSeatRequest moves REQUESTED to ACTIVE or DECLINED.
func (c *Core) DecideSeatRequest(ctx context.Context, in DecideSeatRequestInput) (string, error) {
	name := "declineSeatRequest"
	if in.Approve {
		name = "approveSeatRequest"
	}
	return c.moveSeat(ctx, name, SeatInput{OrganizationID: in.OrganizationID, SeatID: in.SeatID, Reason: in.Reason, IdempotencyKey: in.IdempotencyKey})
}

// needsReason names the transitions that turn somebody away.
var needsReason = []string{"declineSeatRequest", "suspendSeat", "removeSeat"}

// moveSeat runs one of seatMoves: the seat as the viewer sees it, the right, the circle's lock, the seat as it is then.
func (c *Core) moveSeat(ctx context.Context, name string, in SeatInput) (string, error) {
	if !access.ViewerFrom(ctx).SignedIn() {
		return "", access.ErrUnauthenticated
	}
	if err := text("reason", value(in.Reason), 5000, slices.Contains(needsReason, name)); err != nil {
		return "", err
	}
	move := seatMoves[name]
	cmd := command{name: name, organizationID: in.OrganizationID, idempotencyKey: value(in.IdempotencyKey), input: in}
	return c.do(ctx, cmd, func(ctx context.Context, ch *change) (string, error) {
		ctx, ci, seat, err := c.seatToMove(ctx, in.OrganizationID, in.SeatID, move.own)
		if err != nil {
			return "", err
		}
		if !slices.Contains(move.from, seat.Status) {
			return "", refuse(CodeIllegalTransition, "seatId", "err.illegalTransition", seat.Status)
		}
		if takes(move.to) {
			if err := openCircle(ci); err != nil {
				return "", err
			}
		}
		up := seat.Update().SetStatus(move.to)
		if in.Reason != nil {
			up.SetReason(*in.Reason)
		}
		switch {
		case move.to == circleseat.StatusACTIVE && !takes(seat.Status):
			err = c.take(ctx, ci, seat, in.CharterNumber, up, move.own)
		case !takes(move.to):
			err = c.end(ctx, ch, ci, seat, up)
		case move.to == circleseat.StatusSUSPENDED:
			err = c.keepSteward(ctx, ci, seat)
		}
		if err != nil {
			return "", err
		}
		if seat, err = up.Save(ctx); err != nil {
			return "", err
		}
		if err := c.settle(ctx, ch, ci); err != nil {
			return "", err
		}
		ch.audit("seat."+name, seat.ID, value(in.Reason))
		return seat.ID, c.tellSeat(ctx, ch, seat, move.kind, move.among)
	})
}

// seatToMove returns the circle, locked, and the seat, which the viewer must see and have a right to: as its
// organization or as a steward of its circle. The context carries the grant.
func (c *Core) seatToMove(ctx context.Context, organizationID, seatID string, own bool) (context.Context, *ent.Circle, *ent.CircleSeat, error) {
	seat, err := c.Ent.CircleSeat.Get(ctx, seatID)
	if err != nil {
		return nil, nil, nil, err
	}
	if own {
		if ctx, err = access.Check(ctx, circleJoin, organizationID); err == nil && seat.OrganizationID != organizationID {
			err = access.ErrForbidden
		}
	} else {
		ctx, err = access.CheckSeat(ctx, circleSteward, seat.CircleID, organizationID)
	}
	if err != nil {
		return nil, nil, nil, err
	}
	ci, err := c.lockCircle(ctx, seat.CircleID)
	if err != nil {
		return nil, nil, nil, err
	}
	if !own {
		if err := c.stillSteward(ctx, ci, organizationID); err != nil {
			return nil, nil, nil, err
		}
	}
	seat, err = c.Ent.CircleSeat.Get(access.System(ctx), seatID)
	return ctx, ci, seat, err
}

// take fills a place of the circle with a seat: one is free, the charter is accepted, somebody speaks for it.
func (c *Core) take(ctx context.Context, ci *ent.Circle, seat *ent.CircleSeat, charter *int, up *ent.CircleSeatUpdateOne, own bool) error {
	if err := c.countSeat(ctx, ci); err != nil {
		return err
	}
	up.SetJoinedAt(c.now())
	speaker := seat.RequestedBy
	if own {
		if ci.CharterNumber > 0 && value(charter) != ci.CharterNumber {
			return refuse(CodeStaleVersion, "charterNumber", "err.charterChanged", ci.CharterNumber)
		}
		up.SetCharterAccepted(ci.CharterNumber)
		speaker = access.ViewerFrom(ctx).UserID
	} else if ok, err := c.belongs(ctx, seat.OrganizationID, speaker); err != nil || !ok {
		return err // who asked has left meanwhile: the organization appoints somebody else
	}
	return c.appoint(ctx, seat, speaker)
}

// countSeat takes one of the circle's places, whose row is locked.
func (c *Core) countSeat(ctx context.Context, ci *ent.Circle) error {
	if ci.SeatLimit != nil && ci.SeatsTaken >= *ci.SeatLimit {
		return refuse(CodeCircleFull, "circleId", "err.circleFull")
	}
	ci.SeatsTaken++
	return ci.Update().SetSeatsTaken(ci.SeatsTaken).Exec(ctx)
}

// end frees the seat's place, if it had one, and takes away its delegates.
func (c *Core) end(ctx context.Context, ch *change, ci *ent.Circle, seat *ent.CircleSeat, up *ent.CircleSeatUpdateOne) error {
	up.SetEndedAt(c.now())
	if !takes(seat.Status) {
		return nil
	}
	if err := c.keepSteward(ctx, ci, seat); err != nil {
		return err
	}
	if err := c.dismiss(ctx, ch, seat.ID); err != nil {
		return err
	}
	return ci.Update().SetSeatsTaken(ci.SeatsTaken - 1).Exec(ctx)
}

// keepSteward refuses to take away the last active steward.
func (c *Core) keepSteward(ctx context.Context, ci *ent.Circle, seat *ent.CircleSeat) error {
	if seat.Role != circleseat.RoleSTEWARD || seat.Status != circleseat.StatusACTIVE {
		return nil
	}
	others, err := c.Ent.CircleSeat.Query().Where(circleseat.CircleID(ci.ID), circleseat.IDNEQ(seat.ID),
		circleseat.StatusEQ(circleseat.StatusACTIVE), circleseat.RoleEQ(circleseat.RoleSTEWARD)).Exist(access.System(ctx))
	if err != nil {
		return err
	}
	if !others {
		return refuse(CodeLastSteward, "seatId", "err.lastSteward")
	}
	return nil
}

// settle makes a FORMING circle ACTIVE once two seats are.
func (c *Core) settle(ctx context.Context, ch *change, ci *ent.Circle) error {
	if ci.Status != circle.StatusFORMING {
		return nil
	}
	n, err := c.Ent.CircleSeat.Query().Where(circleseat.CircleID(ci.ID), circleseat.StatusEQ(circleseat.StatusACTIVE)).Count(access.System(ctx))
	if err != nil || n < 2 {
		return err
	}
	ch.event(ci.ID, "CIRCLE_ACTIVATED", ci.ID)
	ch.audit("circle.ACTIVE", ci.ID, "")
	return ci.Update().SetStatus(circle.StatusACTIVE).Exec(ctx)
}

// tellSeat writes the events of a change of a seat, and wakes the streams that hang on it.
func (c *Core) tellSeat(ctx context.Context, ch *change, seat *ent.CircleSeat, kind string, among bool) error {
	ch.event(seat.OrganizationID, kind, seat.ID)
	ch.roles(access.ViewerFrom(ctx).UserID)
	if among {
		ch.event(seat.CircleID, kind, seat.ID)
		ch.wake("circle:"+seat.CircleID, "organization:"+seat.OrganizationID)
		return nil
	}
	stewards, err := c.stewards(ctx, seat.CircleID)
	for _, org := range stewards {
		if org != seat.OrganizationID {
			ch.event(org, kind, seat.ID)
		}
	}
	return err
}

// stewards are the ids of the organizations with an active steward's seat.
func (c *Core) stewards(ctx context.Context, circleID string) (ids []string, err error) {
	err = c.Ent.CircleSeat.Query().Where(circleseat.CircleID(circleID), circleseat.StatusEQ(circleseat.StatusACTIVE),
		circleseat.RoleEQ(circleseat.RoleSTEWARD)).Select(circleseat.FieldOrganizationID).Scan(access.System(ctx), &ids)
	return ids, err
}

// appoint makes people delegates of a seat.
func (c *Core) appoint(ctx context.Context, seat *ent.CircleSeat, userIDs ...string) error {
	rows := make([]*ent.SeatDelegateCreate, len(userIDs))
	for i, id := range userIDs {
		rows[i] = c.Ent.SeatDelegate.Create().SetSeatID(seat.ID).SetUserID(id).SetCircleID(seat.CircleID).SetOrganizationID(seat.OrganizationID)
	}
	return c.Ent.SeatDelegate.CreateBulk(rows...).Exec(ctx)
}

// dismiss takes all delegates of a seat away; their streams look again.
func (c *Core) dismiss(ctx context.Context, ch *change, seatID string) error {
	old, err := c.Ent.SeatDelegate.Query().Where(seatdelegate.SeatID(seatID)).All(access.System(ctx))
	if err != nil {
		return err
	}
	for _, d := range old {
		ch.wake("user:" + d.UserID)
	}
	_, err = c.Ent.SeatDelegate.Delete().Where(seatdelegate.SeatID(seatID)).Exec(ctx)
	return err
}
