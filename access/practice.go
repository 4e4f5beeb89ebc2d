package access

import (
	"entgo.io/ent/dialect/sql"
	"github.com/tongxing/tongxing/ent"
	"github.com/tongxing/tongxing/ent/playbook"
	"github.com/tongxing/tongxing/ent/playbookstep"
	"github.com/tongxing/tongxing/ent/playbookversion"
	"github.com/tongxing/tongxing/ent/versionreview"
)

var practice = part{
	rows: map[string]rule{
		ent.TypePlaybook:        playbooks,
		ent.TypePlaybookVersion: versions,
		ent.TypePlaybookStep:    within(playbookversion.Table, playbookversion.FieldID, playbookstep.FieldVersionID, versions),
		ent.TypeVersionReview:   within(playbookversion.Table, playbookversion.FieldID, versionreview.FieldVersionID, ownVersions),
		ent.TypeDraftEdit:       nobody,
	},
	inherited: map[string]string{ent.TypePlaybookStep: playbookstep.FieldVersionID},
	writes: map[string][]string{
		"playbook": {ent.TypePlaybook, ent.TypePlaybookVersion, ent.TypePlaybookStep, ent.TypeVersionReview, ent.TypeDraftEdit, ent.TypeShare},
	},
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
			p = mostly(s, sql.Or(p, sql.Exists(r)))
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
