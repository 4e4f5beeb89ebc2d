package access

import (
	"entgo.io/ent/dialect/sql"
	"github.com/tongxing/tongxing/ent"
	"github.com/tongxing/tongxing/ent/auditentry"
	"github.com/tongxing/tongxing/ent/importrow"
	"github.com/tongxing/tongxing/ent/importrun"
)

// records are what commands write beside their nouns: the server's own are never read for a viewer.
var records = part{
	rows: map[string]rule{
		ent.TypeAuditEntry: auditEntries,
		ent.TypeImportRun:  importRuns,
		ent.TypeImportRow:  within(importrun.Table, importrun.FieldID, importrow.FieldRunID, importRuns),
		ent.TypeEvent:      nobody, ent.TypeEventScope: nobody, ent.TypeAuditScope: nobody, ent.TypeIdempotencyRecord: nobody,
	},
	always: []string{
		ent.TypeEvent, ent.TypeEventScope, ent.TypeAuditEntry, ent.TypeAuditScope, ent.TypeIdempotencyRecord, ent.TypeImportRun, ent.TypeImportRow,
	},
}

// auditEntries sees those of the organizations that one owns.
func auditEntries(v *Viewer) func(*sql.Selector) {
	return func(s *sql.Selector) {
		s.Where(sql.In(s.C(auditentry.FieldOrganizationID), v.owned(Owner)...))
	}
}

// importRuns sees one's own and those for one's organizations; an operator sees those of organizations too.
func importRuns(v *Viewer) func(*sql.Selector) {
	return func(s *sql.Selector) {
		seen := []*sql.Predicate{
			sql.And(sql.EQ(s.C(importrun.FieldUserID), v.UserID), sql.NEQ(s.C(importrun.FieldUserID), "")),
			sql.In(s.C(importrun.FieldOrganizationID), v.organizations()...),
		}
		if v.Operator {
			seen = append(seen, sql.EQ(s.C(importrun.FieldKind), importrun.KindORGANIZATIONS))
		}
		s.Where(sql.Or(seen...))
	}
}
