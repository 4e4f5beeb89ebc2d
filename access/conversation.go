package access

import (
	"entgo.io/ent/dialect/sql"
	"github.com/tongxing/tongxing/ent"
	"github.com/tongxing/tongxing/ent/circleseat"
	"github.com/tongxing/tongxing/ent/comment"
	"github.com/tongxing/tongxing/ent/commentedit"
	"github.com/tongxing/tongxing/ent/decision"
	"github.com/tongxing/tongxing/ent/decisionoption"
	"github.com/tongxing/tongxing/ent/decisionvote"
	"github.com/tongxing/tongxing/ent/mention"
	"github.com/tongxing/tongxing/ent/playbook"
	"github.com/tongxing/tongxing/ent/reaction"
	"github.com/tongxing/tongxing/ent/readmarker"
	"github.com/tongxing/tongxing/ent/thread"
	"github.com/tongxing/tongxing/ent/threadparticipant"
	"github.com/tongxing/tongxing/ent/user"
)

var conversation = part{
	rows: map[string]rule{
		ent.TypeThread:            threads,
		ent.TypeComment:           within(thread.Table, thread.FieldID, comment.FieldThreadID, threads),
		ent.TypeCommentEdit:       edits,
		ent.TypeMention:           within(comment.Table, comment.FieldID, mention.FieldCommentID, comments),
		ent.TypeThreadParticipant: within(thread.Table, thread.FieldID, threadparticipant.FieldThreadID, threads),
		ent.TypeDecision:          decisionsOf,
		ent.TypeDecisionOption:    within(decision.Table, decision.FieldID, decisionoption.FieldDecisionID, decisionsOf),
		ent.TypeDecisionVote:      within(decision.Table, decision.FieldID, decisionvote.FieldDecisionID, decisionsOf),
		ent.TypeReaction:          own(reaction.FieldUserID),
		ent.TypeReadMarker:        own(readmarker.FieldUserID),
	},
	writes: map[string][]string{
		"thread": {
			ent.TypeThread, ent.TypeComment, ent.TypeCommentEdit, ent.TypeMention, ent.TypeThreadParticipant, ent.TypeDecision,
			ent.TypeDecisionOption, ent.TypeDecisionVote, ent.TypeReaction, ent.TypeReadMarker,
		},
	},
}

// threads sees those of the circles that one takes part in; those on playbooks, outside circles, that one sees; those on
// requests for seats as the one who asks or as a steward; and, whatever one is, no private one but one's own.
func threads(v *Viewer) func(*sql.Selector) {
	return func(s *sql.Selector) {
		d := sql.Dialect(s.Dialect())
		mine := d.Select().From(sql.Table(threadparticipant.Table).As("vp"))
		mine.SelectExpr(sql.Raw("1")).Where(sql.And(
			sql.ColumnsEQ(mine.C(threadparticipant.FieldThreadID), s.C(thread.FieldID)), sql.EQ(mine.C(threadparticipant.FieldUserID), v.UserID)))
		on := d.Select().From(sql.Table(playbook.Table))
		on.SelectExpr(sql.Raw("1")).Where(sql.ColumnsEQ(on.C(playbook.FieldID), s.C(thread.FieldPlaybookID)))
		playbooks(v)(on)
		s.Where(sql.Or(
			sql.And(sql.EQ(s.C(thread.FieldKind), "PRIVATE"), sql.Exists(mine)),
			sql.And(sql.NEQ(s.C(thread.FieldKind), "PRIVATE"), sql.Or(
				sql.And(sql.IsNull(s.C(thread.FieldSeatID)), sql.In(s.C(thread.FieldCircleID), v.circlesJoined()...)),
				sql.And(sql.NotNull(s.C(thread.FieldSeatID)), sql.Or(
					sql.In(s.C(thread.FieldCircleID), v.circlesStewarded()...),
					sql.In(s.C(thread.FieldGuestOrganizationID), v.organizations()...))),
				sql.And(sql.IsNull(s.C(thread.FieldCircleID)), sql.Exists(on))))))
	}
}

// comments sees those of the threads that one sees.
func comments(v *Viewer) func(*sql.Selector) {
	return within(thread.Table, thread.FieldID, comment.FieldThreadID, threads)(v)
}

// decisionsOf sees those of the threads that one sees.
func decisionsOf(v *Viewer) func(*sql.Selector) {
	return within(thread.Table, thread.FieldID, decision.FieldThreadID, threads)(v)
}

// edits sees what a comment said before as far as the comment can be read; of one that is hidden or deleted, its author
// and the stewards of the circle do.
func edits(v *Viewer) func(*sql.Selector) {
	return func(s *sql.Selector) {
		c := sql.Dialect(s.Dialect()).Select().From(sql.Table(comment.Table))
		c.SelectExpr(sql.Raw("1")).Where(sql.ColumnsEQ(c.C(comment.FieldID), s.C(commentedit.FieldCommentID)))
		comments(v)(c)
		c.Where(sql.Or(
			sql.EQ(c.C(comment.FieldState), "VISIBLE"),
			sql.EQ(c.C(comment.FieldAuthorID), v.UserID),
			sql.In(c.C(comment.FieldPlace), v.circlesStewarded()...)))
		s.Where(sql.Exists(c))
	}
}

// own sees the rows of oneself.
func own(column string) rule {
	return func(v *Viewer) func(*sql.Selector) {
		return func(s *sql.Selector) { s.Where(sql.EQ(s.C(column), v.UserID)) }
	}
}

// talked are the people whom the viewer meets in conversation: who has said something where the viewer reads, and the
// others of their private threads.
func talked(v *Viewer, s *sql.Selector) []*sql.Predicate {
	d := sql.Dialect(s.Dialect())
	open := d.Select().From(sql.Table(playbook.Table))
	open.Select(open.C(playbook.FieldID))
	playbooks(v)(open)
	said := d.Select().From(sql.Table(comment.Table).As("mc"))
	where := sql.Or(sql.In(said.C(comment.FieldPlace), v.circlesJoined()...), sql.In(said.C(comment.FieldPlace), open))
	if len(v.Memberships) > 0 {
		asked := d.Select().From(sql.Table(circleseat.Table).As("ms"))
		asked.Select(asked.C(circleseat.FieldID)).Where(sql.Or(
			sql.In(asked.C(circleseat.FieldCircleID), v.circlesStewarded()...),
			sql.In(asked.C(circleseat.FieldOrganizationID), v.organizations()...)))
		where = sql.Or(where, sql.In(said.C(comment.FieldPlace), asked))
	}
	said.SelectExpr(sql.Raw("1")).Where(sql.And(sql.ColumnsEQ(said.C(comment.FieldAuthorID), s.C(user.FieldID)), where))
	found := []*sql.Predicate{sql.Exists(said)}
	if v.SignedIn() {
		they := d.Select().From(sql.Table(threadparticipant.Table).As("mp"))
		me := sql.Table(threadparticipant.Table).As("mq")
		they.SelectExpr(sql.Raw("1")).Join(me).On(they.C(threadparticipant.FieldThreadID), me.C(threadparticipant.FieldThreadID)).
			Where(sql.And(sql.ColumnsEQ(they.C(threadparticipant.FieldUserID), s.C(user.FieldID)),
				sql.EQ(me.C(threadparticipant.FieldUserID), v.UserID)))
		found = append(found, sql.Exists(they))
	}
	return found
}
