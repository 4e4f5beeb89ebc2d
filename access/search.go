package access

import (
	"context"

	"entgo.io/ent/dialect/sql"
	"github.com/tongxing/tongxing/ent"
	"github.com/tongxing/tongxing/ent/playbook"
	"github.com/tongxing/tongxing/ent/searchdocument"
)

var searching = part{
	rows: map[string]rule{
		ent.TypeSearchDocument: searchDocuments,
		ent.TypeSearchText:     within(searchdocument.Table, searchdocument.FieldID, "id", searchDocuments),
		ent.TypeSearchName:     nobody, // words of all names: what is found with them is filtered by searchDocuments
	},
}

// searchDocuments sees those whose subject the viewer sees. A document carries its subject's audience, so that the
// common case costs nothing; RULE asks the subject's own row rule.
func searchDocuments(v *Viewer) func(*sql.Selector) {
	return func(s *sql.Selector) {
		reached := audience(v, s, searchdocument.FieldAudience, searchdocument.FieldOrganizationID, sql.ExprP("1 = 1"))
		s.Where(sql.Or(reached, sql.And(sql.EQ(s.C(searchdocument.FieldAudience), "RULE"), sql.Or(
			subject(v, s, searchdocument.FieldParentID, playbook.Table, playbooks),
		))))
	}
}

// subject sees the rows whose column names a row of the table that the viewer sees.
func subject(v *Viewer, s *sql.Selector, column, table string, r rule) *sql.Predicate {
	t := sql.Dialect(s.Dialect()).Select().From(sql.Table(table))
	t.SelectExpr(sql.Raw("1")).Where(sql.ColumnsEQ(t.C("id"), s.C(column)))
	if p := r(v); p != nil {
		p(t)
	}
	return sql.Exists(t)
}

// Visible restricts a selector on the noun's table, for statements that ent cannot write, to what the viewer sees.
func Visible(ctx context.Context, noun string, s *sql.Selector) {
	v := ViewerFrom(ctx)
	if v.system {
		return
	}
	r, ok := rows[noun]
	if !ok {
		r = nobody
	}
	if p := r(v); p != nil {
		p(s)
	}
}
