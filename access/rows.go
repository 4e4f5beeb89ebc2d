package access

import (
	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"
	"github.com/tongxing/tongxing/ent/share"
)

// rule restricts a query of a noun to the rows that the viewer sees. It returns nil when the viewer sees them all.
type rule func(v *Viewer) func(*sql.Selector)

func everybody(*Viewer) func(*sql.Selector) { return nil }

func nobody(*Viewer) func(*sql.Selector) {
	return func(s *sql.Selector) { s.Where(sql.False()) }
}

// audience is the one Audience model: whom a row with an audience column reaches. ORGANIZATION reaches its own people,
// CIRCLE besides the people of the organizations that have an active seat in a circle it is shared with, NETWORK
// everybody who acts for an organization, PUBLIC everybody. published is what a row must be besides, to be seen from
// outside.
func audience(v *Viewer, s *sql.Selector, audienceColumn, organizationColumn string, published *sql.Predicate) *sql.Predicate {
	reached := []any{"PUBLIC"}
	if len(v.Memberships) > 0 {
		reached = append(reached, "NETWORK")
	}
	outside := sql.In(s.C(audienceColumn), reached...)
	if in := v.circlesReached(); len(in) > 0 {
		shared := sql.Dialect(s.Dialect()).Select().From(sql.Table(share.Table).As("sh"))
		shared.SelectExpr(sql.Raw("1")).Where(sql.And(
			sql.ColumnsEQ(shared.C(share.FieldSubjectID), s.C("id")), sql.In(shared.C(share.FieldCircleID), in...)))
		outside = sql.Or(outside, sql.And(sql.EQ(s.C(audienceColumn), "CIRCLE"), sql.Exists(shared)))
	}
	outside = sql.And(mostly(s, outside), mostly(s, published))
	if len(v.Memberships) == 0 {
		return outside
	}
	return sql.Or(outside, sql.In(s.C(organizationColumn), v.organizations()...))
}

// within sees the rows whose parent the viewer sees.
func within(parentTable, parentID, fk string, parentRule rule) rule {
	return func(v *Viewer) func(*sql.Selector) {
		return func(s *sql.Selector) {
			parent := sql.Dialect(s.Dialect()).Select().From(sql.Table(parentTable))
			parent.SelectExpr(sql.Raw("1")).Where(sql.ColumnsEQ(parent.C(parentID), s.C(fk)))
			if p := parentRule(v); p != nil {
				p(parent)
			}
			s.Where(sql.Exists(parent))
		}
	}
}

// HasRowRule reports whether the rules say who sees the rows of a noun; without a rule nobody does.
func HasRowRule(noun string) bool {
	_, ok := rows[noun]
	return ok
}

// mostly says that a condition, which must be no conjunction, lets most rows through. SQLite's planner, which takes
// each condition to leave a few rows only, would else read a whole table and sort it rather than walk an index in order until a page is full.
func mostly(s *sql.Selector, p *sql.Predicate) *sql.Predicate {
	if s.Dialect() != dialect.SQLite {
		return p
	}
	return sql.P(func(b *sql.Builder) {
		b.WriteString("likely").Wrap(func(b *sql.Builder) { b.Join(p) })
	})
}
