package core

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect/sql"
	"github.com/tongxing/tongxing/access"
	"github.com/tongxing/tongxing/ent/circle"
	"github.com/tongxing/tongxing/ent/circleseat"
	"github.com/tongxing/tongxing/ent/seatdelegate"
)

// seatsOf reads the seats of the viewer's organizations, and whether the viewer speaks for them: one statement, and none
// for who belongs to no organization. It goes past the row rules, which need its answer.
func (c *Core) seatsOf(ctx context.Context, v *access.Viewer) ([]access.Seat, error) {
	if len(v.Memberships) == 0 {
		return nil, nil
	}
	orgs := make([]any, len(v.Memberships))
	for i, m := range v.Memberships {
		orgs[i] = m.OrganizationID
	}
	d := sql.Dialect(c.DB.Dialect())
	s, ci, dl := d.Table(circleseat.Table).As("s"), d.Table(circle.Table).As("c"), d.Table(seatdelegate.Table).As("d")
	query, args := d.Select(s.C("id"), s.C("circle_id"), s.C("organization_id"), s.C("role"), s.C("status"),
		s.C("charter_accepted"), ci.C("material_number"), dl.C("id")).
		From(s).Join(ci).On(s.C("circle_id"), ci.C("id")).
		LeftJoin(dl).OnP(sql.And(sql.ColumnsEQ(s.C("id"), dl.C("seat_id")), sql.EQ(dl.C("user_id"), v.UserID))).
		Where(sql.And(sql.In(s.C("organization_id"), orgs...), sql.In(s.C("status"), "ACTIVE", "SUSPENDED"))).Query()
	rows := &sql.Rows{}
	if err := c.DB.Query(ctx, query, args, rows); err != nil {
		return nil, fmt.Errorf("seats: %w", err)
	}
	defer rows.Close()
	var seats []access.Seat
	for rows.Next() {
		var seat access.Seat
		var role, status string
		var accepted, material int
		var delegate *string
		if err := rows.Scan(&seat.ID, &seat.CircleID, &seat.OrganizationID, &role, &status, &accepted, &material, &delegate); err != nil {
			return nil, fmt.Errorf("seats: %w", err)
		}
		seat.Role, seat.Active, seat.Delegate = access.Role("SEAT_"+role), status == "ACTIVE", delegate != nil
		seat.ReadOnly = accepted < material
		seats = append(seats, seat)
	}
	return seats, rows.Err()
}
