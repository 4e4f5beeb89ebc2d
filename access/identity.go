package access

import (
	"entgo.io/ent/dialect/sql"
	"github.com/tongxing/tongxing/ent"
	"github.com/tongxing/tongxing/ent/membership"
	"github.com/tongxing/tongxing/ent/user"
)

var identity = part{
	rows: map[string]rule{
		ent.TypeRegion:       everybody,
		ent.TypeCause:        everybody,
		ent.TypeOrganization: everybody,
		ent.TypeUser:         users,
		ent.TypeMembership:   memberships,
		ent.TypeSession:      nobody,
	},
	writes: map[string][]string{
		"organization": {ent.TypeOrganization, ent.TypeMembership},
		"membership":   {ent.TypeMembership},
		"account":      {ent.TypeUser, ent.TypeSession},
	},
}

// users sees oneself, the people of one's own organizations, and those whom one meets in circles.
func users(v *Viewer) func(*sql.Selector) {
	return func(s *sql.Selector) {
		m := sql.Dialect(s.Dialect()).Select().From(sql.Table(membership.Table).As("um"))
		m.SelectExpr(sql.Raw("1")).Where(sql.And(
			sql.ColumnsEQ(m.C(membership.FieldUserID), s.C(user.FieldID)),
			sql.In(m.C(membership.FieldOrganizationID), v.organizations()...)))
		s.Where(sql.Or(append(met(v, s), sql.EQ(s.C(user.FieldID), v.UserID), sql.Exists(m))...))
	}
}

// memberships sees those of one's own organizations.
func memberships(v *Viewer) func(*sql.Selector) {
	return func(s *sql.Selector) {
		s.Where(sql.Or(
			sql.EQ(s.C(membership.FieldUserID), v.UserID),
			sql.In(s.C(membership.FieldOrganizationID), v.organizations()...)))
	}
}
