package access

import (
	"entgo.io/ent/dialect/sql"
	"github.com/tongxing/tongxing/ent"
	"github.com/tongxing/tongxing/ent/charterversion"
	"github.com/tongxing/tongxing/ent/circle"
	"github.com/tongxing/tongxing/ent/circleseat"
	"github.com/tongxing/tongxing/ent/joinquestion"
	"github.com/tongxing/tongxing/ent/playbook"
	"github.com/tongxing/tongxing/ent/seatanswer"
	"github.com/tongxing/tongxing/ent/seatdelegate"
	"github.com/tongxing/tongxing/ent/share"
	"github.com/tongxing/tongxing/ent/user"
)

var circles = part{
	rows: map[string]rule{
		ent.TypeCircle:         visibleCircles,
		ent.TypeCharterVersion: within(circle.Table, circle.FieldID, charterversion.FieldCircleID, visibleCircles),
		ent.TypeJoinQuestion:   within(circle.Table, circle.FieldID, joinquestion.FieldCircleID, visibleCircles),
		ent.TypeCircleSeat:     seats,
		ent.TypeSeatDelegate:   delegates,
		ent.TypeSeatAnswer:     answers,
		ent.TypeShare:          shares,
	},
	writes: map[string][]string{
		"circle": {
			ent.TypeCircle, ent.TypeCharterVersion, ent.TypeJoinQuestion, ent.TypeCircleSeat, ent.TypeSeatDelegate, ent.TypeSeatAnswer,
		},
	},
}

// openSeats are the states in which a seat has not ended.
var openSeats = []any{"INVITED", "REQUESTED", "ACTIVE", "SUSPENDED"}

// visibleCircles sees the listed ones, and those in which one's organizations have a seat or are asked to take one.
func visibleCircles(v *Viewer) func(*sql.Selector) {
	return func(s *sql.Selector) {
		p := sql.EQ(s.C(circle.FieldListed), true)
		if own := v.organizations(); len(own) > 0 {
			t := sql.Dialect(s.Dialect()).Select().From(sql.Table(circleseat.Table).As("vs"))
			t.SelectExpr(sql.Raw("1")).Where(sql.And(
				sql.ColumnsEQ(t.C(circleseat.FieldCircleID), s.C(circle.FieldID)),
				sql.In(t.C(circleseat.FieldOrganizationID), own...), sql.In(t.C(circleseat.FieldStatus), openSeats...)))
			p = sql.Or(p, sql.Exists(t))
		}
		s.Where(p)
	}
}

// seats sees, of the circles that one sees: one's own organizations'; as a member those that are taken; as a steward all;
// and the active ones of a circle that shows its members to everybody.
func seats(v *Viewer) func(*sql.Selector) {
	return func(s *sql.Selector) {
		c := sql.Dialect(s.Dialect()).Select().From(sql.Table(circle.Table))
		c.SelectExpr(sql.Raw("1")).Where(sql.ColumnsEQ(c.C(circle.FieldID), s.C(circleseat.FieldCircleID)))
		visibleCircles(v)(c)
		c.Where(sql.Or(
			sql.In(s.C(circleseat.FieldOrganizationID), v.organizations()...),
			sql.In(s.C(circleseat.FieldCircleID), v.circlesStewarded()...),
			sql.And(sql.In(s.C(circleseat.FieldCircleID), v.circlesJoined()...), sql.In(s.C(circleseat.FieldStatus), "ACTIVE", "SUSPENDED")),
			sql.And(sql.EQ(c.C(circle.FieldMemberListVisibility), "PUBLIC"), sql.EQ(s.C(circleseat.FieldStatus), "ACTIVE"))))
		s.Where(sql.Exists(c))
	}
}

// delegates sees those of one's own organizations and of the circles that one takes part in.
func delegates(v *Viewer) func(*sql.Selector) {
	return func(s *sql.Selector) {
		s.Where(sql.Or(
			sql.In(s.C(seatdelegate.FieldOrganizationID), v.organizations()...),
			sql.In(s.C(seatdelegate.FieldCircleID), v.circlesJoined()...)))
	}
}

// answers are between the organization that asks and the stewards.
func answers(v *Viewer) func(*sql.Selector) {
	return func(s *sql.Selector) {
		t := sql.Dialect(s.Dialect()).Select().From(sql.Table(circleseat.Table).As("vs"))
		t.SelectExpr(sql.Raw("1")).Where(sql.And(
			sql.ColumnsEQ(t.C(circleseat.FieldID), s.C(seatanswer.FieldSeatID)),
			sql.Or(
				sql.In(t.C(circleseat.FieldOrganizationID), v.organizations()...),
				sql.In(t.C(circleseat.FieldCircleID), v.circlesStewarded()...))))
		s.Where(sql.Exists(t))
	}
}

// shares sees those of one's own organizations' things, and those with the circles that one's organizations sit in as far as one sees
// what is shared.
func shares(v *Viewer) func(*sql.Selector) {
	return func(s *sql.Selector) {
		p := sql.Dialect(s.Dialect()).Select().From(sql.Table(playbook.Table))
		p.SelectExpr(sql.Raw("1")).Where(sql.ColumnsEQ(p.C(playbook.FieldID), s.C(share.FieldPlaybookID)))
		playbooks(v)(p)
		s.Where(sql.Or(
			sql.In(s.C(share.FieldOrganizationID), v.organizations()...),
			sql.And(sql.In(s.C(share.FieldCircleID), v.circlesReached()...), sql.Or(sql.IsNull(s.C(share.FieldPlaybookID)), sql.Exists(p)))))
	}
}

// met are the people whom the viewer meets in circles: delegates in those that they take part in.
func met(v *Viewer, s *sql.Selector) (any []*sql.Predicate) {
	joined := v.circlesJoined()
	if len(joined) == 0 {
		return nil
	}
	d := sql.Dialect(s.Dialect()).Select().From(sql.Table(seatdelegate.Table).As("md"))
	d.SelectExpr(sql.Raw("1")).Where(sql.And(
		sql.ColumnsEQ(d.C(seatdelegate.FieldUserID), s.C(user.FieldID)), sql.In(d.C(seatdelegate.FieldCircleID), joined...)))
	return []*sql.Predicate{sql.Exists(d)}
}
