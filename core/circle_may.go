package core

import (
	"github.com/tongxing/tongxing/access"
	"github.com/tongxing/tongxing/ent"
	"github.com/tongxing/tongxing/ent/circle"
)

// MaySteward says why the viewer may not do a steward's work in the circle; nil if they may.
func MaySteward(v *access.Viewer, ci *ent.Circle) error {
	return mayAs(v, ci.ID, circleSteward)
}

// MayPost says why the viewer may not write in the circle's conversation, for whichever organization; nil if they may.
func MayPost(v *access.Viewer, ci *ent.Circle) error {
	if ci.Status == circle.StatusDORMANT || ci.Status == circle.StatusARCHIVED {
		return openCircle(ci)
	}
	return mayAs(v, ci.ID, access.Action{Noun: "thread", Verb: "write"})
}

// mayAs finds the best answer that a seat of the viewer gives.
func mayAs(v *access.Viewer, circleID string, a access.Action) error {
	var err error = access.ErrForbidden
	for _, s := range v.Seats {
		if s.CircleID != circleID || !access.CanInCircle(v, a, circleID, s.OrganizationID) {
			continue
		}
		if !s.ReadOnly {
			return nil
		}
		err = refuse(CodeCharter, "", "err.charterUnread")
	}
	return err
}
