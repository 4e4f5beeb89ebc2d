package access

import "context"

// What a person is in a circle, as delegate of an organization's seat.
const (
	SeatSteward  Role = "SEAT_STEWARD"
	SeatMember   Role = "SEAT_MEMBER"
	SeatObserver Role = "SEAT_OBSERVER"
)

// Seat is a place in a circle of an organization that the viewer belongs to, as the database had it at the time of the
// request. The organization's people reach what is shared with the circle; its delegates alone are in the conversation.
type Seat struct {
	ID             string
	CircleID       string
	OrganizationID string
	Role           Role // SeatSteward, SeatMember or SeatObserver
	Active         bool // false: suspended
	Delegate       bool // the viewer speaks for the organization there
	ReadOnly       bool // a material change of the charter has not been accepted yet
}

// SeatIn returns the seat by which the viewer takes part in the circle for the organization, nil for none.
func (v *Viewer) SeatIn(circleID, organizationID string) *Seat {
	for i := range v.Seats {
		if s := &v.Seats[i]; s.CircleID == circleID && s.OrganizationID == organizationID && s.Active && s.Delegate {
			return s
		}
	}
	return nil
}

// InCircle reports whether the viewer takes part in the circle, for whichever organization.
func (v *Viewer) InCircle(circleID string) bool {
	for i := range v.Seats {
		if s := &v.Seats[i]; s.CircleID == circleID && s.Active && s.Delegate {
			return true
		}
	}
	return false
}

// CanInCircle reports whether the viewer's seat allows the action in the circle.
func CanInCircle(v *Viewer, a Action, circleID, organizationID string) bool {
	if v.system {
		return true
	}
	s := v.SeatIn(circleID, organizationID)
	return s != nil && decisions[permission{s.Role, a}]
}

// CheckSeat asks whether the viewer may do the action in the circle by the organization's seat. The context that it
// returns carries the grant for the action's noun.
func CheckSeat(ctx context.Context, a Action, circleID, organizationID string) (context.Context, error) {
	v := ViewerFrom(ctx)
	if !v.SignedIn() && !v.system {
		return nil, ErrUnauthenticated
	}
	if !CanInCircle(v, a, circleID, organizationID) {
		return nil, ErrForbidden
	}
	return Grant(ctx, a.Noun), nil
}

// circlesReached are the circles in which an organization of the viewer has an active seat.
func (v *Viewer) circlesReached() []any {
	return v.seats(func(s *Seat) bool { return s.Active })
}

// circlesJoined are the circles in whose conversation the viewer takes part.
func (v *Viewer) circlesJoined() []any {
	return v.seats(func(s *Seat) bool { return s.Active && s.Delegate })
}

// circlesStewarded are the circles of which the viewer is a steward's delegate.
func (v *Viewer) circlesStewarded() []any {
	return v.seats(func(s *Seat) bool { return s.Active && s.Delegate && s.Role == SeatSteward })
}

func (v *Viewer) seats(want func(*Seat) bool) (circles []any) {
	for i := range v.Seats {
		if want(&v.Seats[i]) {
			circles = append(circles, v.Seats[i].CircleID)
		}
	}
	return circles
}

// Circles are the ids of the circles in whose conversation the viewer takes part.
func (v *Viewer) Circles() []string {
	var ids []string
	for i := range v.Seats {
		if s := &v.Seats[i]; s.Active && s.Delegate {
			ids = append(ids, s.CircleID)
		}
	}
	return ids
}
