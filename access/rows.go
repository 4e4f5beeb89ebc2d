package access

import (
	"entgo.io/ent/dialect/sql"
	"github.com/tongxing/tongxing/ent"
	"github.com/tongxing/tongxing/ent/cause"
	"github.com/tongxing/tongxing/ent/importrow"
	"github.com/tongxing/tongxing/ent/importrun"
	"github.com/tongxing/tongxing/ent/membership"
	"github.com/tongxing/tongxing/ent/organization"
	"github.com/tongxing/tongxing/ent/playbook"
	"github.com/tongxing/tongxing/ent/playbookstep"
	"github.com/tongxing/tongxing/ent/playbookversion"
	"github.com/tongxing/tongxing/ent/region"
	"github.com/tongxing/tongxing/ent/user"
	"github.com/tongxing/tongxing/ent/versionreview"
)

// rule restricts a query of a noun to the rows that the viewer sees. It returns nil when the viewer sees them all.
type rule func(v *Viewer) func(*sql.Selector)

// rows has one entry a noun. A noun without an entry is denied (guard.go).
var rows = map[string]rule{
	ent.TypeRegion:          everybody,
	ent.TypeCause:           everybody,
	ent.TypeOrganization:    everybody,
	ent.TypeUser:            users,
	ent.TypeMembership:      memberships,
	ent.TypePlaybook:        playbooks,
	ent.TypePlaybookVersion: versions,
	ent.TypePlaybookStep:    within(playbookversion.Table, playbookversion.FieldID, playbookstep.FieldVersionID, versions),
	ent.TypeVersionReview:   within(playbookversion.Table, playbookversion.FieldID, versionreview.FieldVersionID, ownVersions),
	ent.TypeImportRun:       importRuns,
	ent.TypeImportRow:       within(importrun.Table, importrun.FieldID, importrow.FieldRunID, importRuns),

	// The server's own records: never read for a viewer.
	ent.TypeSession: nobody, ent.TypeDraftEdit: nobody, ent.TypeEvent: nobody, ent.TypeEventScope: nobody,
	ent.TypeAuditEntry: nobody, ent.TypeIdempotencyRecord: nobody,
}

var _ = []string{cause.Table, organization.Table, region.Table} // nouns that everybody sees

func everybody(*Viewer) func(*sql.Selector) { return nil }

func nobody(*Viewer) func(*sql.Selector) {
	return func(s *sql.Selector) { s.Where(sql.False()) }
}

// users sees oneself and the people of one's own organizations.
func users(v *Viewer) func(*sql.Selector) {
	return func(s *sql.Selector) {
		m := sql.Dialect(s.Dialect()).Select().From(sql.Table(membership.Table).As("um"))
		m.SelectExpr(sql.Raw("1")).Where(sql.And(
			sql.ColumnsEQ(m.C(membership.FieldUserID), s.C(user.FieldID)),
			sql.In(m.C(membership.FieldOrganizationID), v.organizations()...)))
		s.Where(sql.Or(sql.EQ(s.C(user.FieldID), v.UserID), sql.Exists(m)))
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

// audience is the one Audience model: whom a row with an audience column reaches. ORGANIZATION reaches its own people,
// NETWORK everybody who acts for an organization, PUBLIC everybody. CIRCLE reaches its own people until circles are
// there. published is what a row must be besides, to be seen from outside.
func audience(v *Viewer, s *sql.Selector, audienceColumn, organizationColumn string, published *sql.Predicate) *sql.Predicate {
	reached := []any{"PUBLIC"}
	if len(v.Memberships) > 0 {
		reached = append(reached, "NETWORK")
	}
	outside := sql.And(sql.In(s.C(audienceColumn), reached...), published)
	if len(v.Memberships) == 0 {
		return outside
	}
	return sql.Or(outside, sql.In(s.C(organizationColumn), v.organizations()...))
}

// playbooks sees one's own organizations' and, by audience, those that have a published version. A reviewing
// organization sees what it was asked to review.
func playbooks(v *Viewer) func(*sql.Selector) {
	return func(s *sql.Selector) {
		p := audience(v, s, playbook.FieldAudience, playbook.FieldOrganizationID, sql.GT(s.C(playbook.FieldLatestNumber), 0))
		if own := v.organizations(); len(own) > 0 {
			r := sql.Dialect(s.Dialect()).Select().From(sql.Table(playbookversion.Table).As("rv"))
			r.SelectExpr(sql.Raw("1")).Where(sql.And(
				sql.ColumnsEQ(r.C(playbookversion.FieldPlaybookID), s.C(playbook.FieldID)),
				sql.EQ(r.C(playbookversion.FieldState), "IN_REVIEW"),
				sql.In(r.C(playbookversion.FieldReviewerOrganizationID), own...)))
			p = sql.Or(p, sql.Exists(r))
		}
		s.Where(p)
	}
}

// versions sees the published, superseded and withdrawn ones of the playbooks one sees; one's own organizations'
// drafts; and what one's organization was asked to review.
func versions(v *Viewer) func(*sql.Selector) {
	return func(s *sql.Selector) {
		parent := sql.Dialect(s.Dialect()).Select().From(sql.Table(playbook.Table))
		parent.SelectExpr(sql.Raw("1")).Where(sql.ColumnsEQ(parent.C(playbook.FieldID), s.C(playbookversion.FieldPlaybookID)))
		playbooks(v)(parent)
		out := sql.In(s.C(playbookversion.FieldState), "PUBLISHED", "SUPERSEDED", "WITHDRAWN")
		if own := v.organizations(); len(own) > 0 {
			p := sql.Dialect(s.Dialect()).Select().From(sql.Table(playbook.Table).As("op"))
			p.SelectExpr(sql.Raw("1")).Where(sql.And(
				sql.ColumnsEQ(p.C(playbook.FieldID), s.C(playbookversion.FieldPlaybookID)),
				sql.In(p.C(playbook.FieldOrganizationID), own...)))
			out = sql.Or(out, sql.Exists(p), sql.And(
				sql.EQ(s.C(playbookversion.FieldState), "IN_REVIEW"),
				sql.In(s.C(playbookversion.FieldReviewerOrganizationID), own...)))
		}
		s.Where(sql.And(sql.Exists(parent), out))
	}
}

// ownVersions sees the versions of one's own organizations' playbooks: reviews are between author and reviewer.
func ownVersions(v *Viewer) func(*sql.Selector) {
	return func(s *sql.Selector) {
		p := sql.Dialect(s.Dialect()).Select().From(sql.Table(playbook.Table).As("op"))
		p.SelectExpr(sql.Raw("1")).Where(sql.And(
			sql.ColumnsEQ(p.C(playbook.FieldID), s.C(playbookversion.FieldPlaybookID)),
			sql.In(p.C(playbook.FieldOrganizationID), v.organizations()...)))
		s.Where(sql.Or(sql.Exists(p), sql.In(s.C(playbookversion.FieldReviewerOrganizationID), v.organizations()...)))
	}
}

// importRuns sees one's own and those for one's organizations.
func importRuns(v *Viewer) func(*sql.Selector) {
	return func(s *sql.Selector) {
		s.Where(sql.Or(
			sql.And(sql.EQ(s.C(importrun.FieldUserID), v.UserID), sql.NEQ(s.C(importrun.FieldUserID), "")),
			sql.In(s.C(importrun.FieldOrganizationID), v.organizations()...)))
	}
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
