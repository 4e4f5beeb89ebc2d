package core

import (
	"context"

	"entgo.io/ent/dialect/sql"
	"github.com/tongxing/tongxing/access"
	"github.com/tongxing/tongxing/ent"
	"github.com/tongxing/tongxing/ent/circleseat"
	"github.com/tongxing/tongxing/ent/comment"
	"github.com/tongxing/tongxing/ent/commentedit"
	"github.com/tongxing/tongxing/ent/playbook"
	"github.com/tongxing/tongxing/ent/reaction"
	"github.com/tongxing/tongxing/ent/thread"
	"github.com/tongxing/tongxing/ent/threadparticipant"
)

// mentioned is a person or an organization that a comment names.
type mentioned struct{ user, organization string }

// mentionable checks that those named may read the thread, as far as the one who writes can know.
func (c *Core) mentionable(ctx context.Context, t *ent.Thread, ids []string) (out []mentioned, err error) {
	if len(ids) > maxMentions {
		return nil, refuse(CodeInvalid, "mentionIds", "err.tooMany", maxMentions)
	}
	seen := map[string]bool{}
	for _, id := range ids {
		if seen[id] {
			continue
		}
		seen[id] = true
		var m mentioned
		known := false
		switch ent.TableOf(id) {
		case "users":
			m.user = id
			if _, err = c.Ent.User.Get(ctx, id); err == nil {
				known, err = c.mayRead(ctx, t, id)
			}
		case "organizations":
			m.organization = id
			if _, err = c.Ent.Organization.Get(ctx, id); err == nil {
				switch {
				case t.SeatID != nil || t.Kind == thread.KindPRIVATE:
				case t.CircleID == nil:
					known, err = c.openTo(ctx, t, func(owner string) (bool, error) { return owner == id, nil })
				default:
					known, err = c.Ent.CircleSeat.Query().Where(circleseat.CircleID(*t.CircleID), circleseat.OrganizationID(id),
						circleseat.StatusEQ(circleseat.StatusACTIVE)).Exist(ctx)
				}
			}
		}
		if err != nil && !ent.IsNotFound(err) {
			return nil, err
		}
		if !known {
			return nil, refuse(CodeNotFound, "mentionIds", "err.mention")
		}
		out = append(out, m)
	}
	return out, nil
}

// mayRead reports whether a person whom the viewer sees takes part where the thread is.
func (c *Core) mayRead(ctx context.Context, t *ent.Thread, userID string) (bool, error) {
	switch {
	case t.Kind == thread.KindPRIVATE:
		return c.Ent.ThreadParticipant.Query().Where(threadparticipant.ThreadID(t.ID), threadparticipant.UserID(userID)).Exist(ctx)
	case t.SeatID != nil: // between who asks and the stewards: they know of each other
		return false, nil
	case t.CircleID != nil:
		return c.Ent.CircleSeat.Query().Where(circleseat.CircleID(*t.CircleID), circleseat.StatusEQ(circleseat.StatusACTIVE),
			circleseat.HasDelegatesWith(delegateOf(userID))).Exist(ctx)
	}
	return c.openTo(ctx, t, func(owner string) (bool, error) { return c.belongs(ctx, owner, userID) })
}

// openTo reports whether a playbook's thread is before everybody, or else what own says of the playbook's organization.
func (c *Core) openTo(ctx context.Context, t *ent.Thread, own func(organizationID string) (bool, error)) (bool, error) {
	p, err := c.Ent.Playbook.Get(ctx, *t.PlaybookID)
	if err != nil || p.Audience == playbook.AudiencePUBLIC || p.Audience == playbook.AudienceNETWORK {
		return err == nil, err
	}
	return own(p.OrganizationID)
}

func (c *Core) writeMentions(ctx context.Context, ch *change, p *post) error {
	for _, m := range p.mentions {
		create := c.Ent.Mention.Create().SetCommentID(p.id)
		if m.user != "" {
			create.SetUserID(m.user)
			ch.event(m.user, "MENTIONED", p.id)
		} else {
			create.SetOrganizationID(m.organization)
			ch.event(m.organization, "MENTIONED", p.id)
		}
		if err := create.Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// onComment is what the commands on a comment that exists have in common: the comment and its thread as the viewer sees
// them, and the events.
func (c *Core) onComment(ctx context.Context, name, organizationID, commentID string, key *string, input any, kind string,
	fn func(context.Context, *change, *ent.Comment, *ent.Thread) error) (string, error) {
	if !access.ViewerFrom(ctx).SignedIn() {
		return "", access.ErrUnauthenticated
	}
	cmd := command{name: name, organizationID: organizationID, idempotencyKey: value(key), input: input}
	return c.do(ctx, cmd, func(ctx context.Context, ch *change) (string, error) {
		k, err := c.Ent.Comment.Query().Where(comment.ID(commentID)).WithThread().Only(ctx)
		if err != nil {
			return "", err
		}
		ctx = access.Grant(ctx, "thread")
		// Taken first: of two that change a comment at once, the second sees what the first has done.
		if err := k.Update().SetUpdatedAt(c.now()).Exec(ctx); err != nil {
			return "", err
		}
		t := k.Edges.Thread
		if k, err = c.Ent.Comment.Get(ctx, commentID); err != nil {
			return "", err
		}
		if err := fn(ctx, ch, k, t); err != nil {
			return "", err
		}
		scopes, err := c.scopesOf(ctx, t)
		for _, s := range scopes {
			ch.event(s, kind, k.ID)
		}
		return k.ID, err
	})
}

// CommentInput names a comment. Body is its new text, Reason why it is hidden.
type CommentInput struct {
	OrganizationID, CommentID string
	Body, Reason              *string
	IdempotencyKey            *string
}

// EditComment changes what oneself has said; what it said before is kept.
func (c *Core) EditComment(ctx context.Context, in CommentInput) (string, error) {
	if err := text("body", value(in.Body), maxBody, true); err != nil {
		return "", err
	}
	return c.onComment(ctx, "editComment", in.OrganizationID, in.CommentID, in.IdempotencyKey, in, "COMMENT_EDITED",
		func(ctx context.Context, ch *change, k *ent.Comment, t *ent.Thread) error {
			if err := c.ownComment(ctx, k, t, in.OrganizationID); err != nil {
				return err
			}
			if k.State != comment.StateVISIBLE {
				return refuse(CodeIllegalTransition, "commentId", "err.illegalTransition", k.State)
			}
			if t.Locked {
				return refuse(CodeThreadLocked, "commentId", "err.threadLocked")
			}
			if err := c.keep(ctx, k, false); err != nil {
				return err
			}
			return k.Update().SetBody(*in.Body).SetEditedAt(c.now()).AddEditCount(1).Exec(ctx)
		})
}

// ownComment refuses another's comment, and one's own where one may no longer write.
func (c *Core) ownComment(ctx context.Context, k *ent.Comment, t *ent.Thread, organizationID string) error {
	v := access.ViewerFrom(ctx)
	if k.AuthorID != v.UserID || k.OrganizationID != organizationID {
		return access.ErrForbidden
	}
	return c.voice(ctx, v, t, organizationID)
}

func (c *Core) keep(ctx context.Context, k *ent.Comment, hiding bool) error {
	return c.Ent.CommentEdit.Create().SetCommentID(k.ID).SetBody(k.Body).SetHiding(hiding).
		SetUserID(access.ViewerFrom(ctx).UserID).Exec(ctx)
}

// DeleteComment takes back what oneself has said: its text and history are gone, its place in the thread stays.
func (c *Core) DeleteComment(ctx context.Context, in CommentInput) (string, error) {
	return c.onComment(ctx, "deleteComment", in.OrganizationID, in.CommentID, in.IdempotencyKey, in, "COMMENT_DELETED",
		func(ctx context.Context, ch *change, k *ent.Comment, t *ent.Thread) error {
			if err := c.ownComment(ctx, k, t, in.OrganizationID); err != nil {
				return err
			}
			if k.State == comment.StateDELETED {
				return refuse(CodeIllegalTransition, "commentId", "err.illegalTransition", k.State)
			}
			if _, err := c.Ent.CommentEdit.Delete().Where(commentedit.CommentID(k.ID)).Exec(ctx); err != nil {
				return err
			}
			ch.audit("comment.delete", k.ID, "")
			return k.Update().SetState(comment.StateDELETED).SetBody("").Exec(ctx)
		})
}

// HideComment takes another's words out of sight, with a reason, by who moderates the thread. Their author and the
// moderators still find them in the history.
func (c *Core) HideComment(ctx context.Context, in CommentInput) (string, error) {
	if err := text("reason", value(in.Reason), 2000, true); err != nil {
		return "", err
	}
	return c.onComment(ctx, "hideComment", in.OrganizationID, in.CommentID, in.IdempotencyKey, in, "COMMENT_HIDDEN",
		func(ctx context.Context, ch *change, k *ent.Comment, t *ent.Thread) error {
			if err := c.moderates(ctx, t, in.OrganizationID); err != nil {
				return err
			}
			if k.State != comment.StateVISIBLE {
				return refuse(CodeIllegalTransition, "commentId", "err.illegalTransition", k.State)
			}
			if err := c.keep(ctx, k, true); err != nil {
				return err
			}
			ch.audit("comment.hide", k.ID, *in.Reason)
			return k.Update().SetState(comment.StateHIDDEN).SetHiddenReason(*in.Reason).SetBody("").Exec(ctx)
		})
}

// RestoreComment shows a hidden comment again.
func (c *Core) RestoreComment(ctx context.Context, in CommentInput) (string, error) {
	return c.onComment(ctx, "restoreComment", in.OrganizationID, in.CommentID, in.IdempotencyKey, in, "COMMENT_RESTORED",
		func(ctx context.Context, ch *change, k *ent.Comment, t *ent.Thread) error {
			if err := c.moderates(ctx, t, in.OrganizationID); err != nil {
				return err
			}
			if k.State != comment.StateHIDDEN {
				return refuse(CodeIllegalTransition, "commentId", "err.illegalTransition", k.State)
			}
			kept, err := c.Ent.CommentEdit.Query().Where(commentedit.CommentID(k.ID), commentedit.Hiding(true)).Only(access.System(ctx))
			if err != nil {
				return err
			}
			ch.audit("comment.restore", k.ID, "")
			if err := k.Update().SetState(comment.StateVISIBLE).SetHiddenReason("").SetBody(kept.Body).Exec(ctx); err != nil {
				return err
			}
			return c.Ent.CommentEdit.DeleteOne(kept).Exec(ctx)
		})
}

// moderates says why the organization does not moderate a thread; nil if it does: the circle's stewards, or the
// playbook's organization. Nobody does a private one.
func (c *Core) moderates(ctx context.Context, t *ent.Thread, organizationID string) error {
	switch {
	case t.Kind == thread.KindPRIVATE:
		return access.ErrForbidden
	case t.CircleID != nil:
		_, err := access.CheckSeat(ctx, threadModerate, *t.CircleID, organizationID)
		return err
	}
	if _, err := access.Check(ctx, threadModerate, organizationID); err != nil {
		return err
	}
	p, err := c.Ent.Playbook.Get(ctx, *t.PlaybookID)
	if err == nil && p.OrganizationID != organizationID {
		err = access.ErrForbidden
	}
	return err
}

// ReactToCommentInput is a person's answer in one word; On false takes it back.
type ReactToCommentInput struct {
	OrganizationID, CommentID string
	Kind                      reaction.Kind
	On                        bool
	IdempotencyKey            *string
}

// ReactToComment sets or takes back a reaction; doing it twice changes nothing.
func (c *Core) ReactToComment(ctx context.Context, in ReactToCommentInput) (string, error) {
	return c.onComment(ctx, "reactToComment", in.OrganizationID, in.CommentID, in.IdempotencyKey, in, "REACTION_CHANGED",
		func(ctx context.Context, ch *change, k *ent.Comment, t *ent.Thread) error {
			v := access.ViewerFrom(ctx)
			if err := c.voice(ctx, v, t, in.OrganizationID); err != nil {
				return err
			}
			if k.State != comment.StateVISIBLE || t.Locked {
				return refuse(CodeIllegalTransition, "commentId", "err.illegalTransition", k.State)
			}
			var err error
			if in.On {
				err = c.Ent.Reaction.Create().SetCommentID(k.ID).SetUserID(v.UserID).SetOrganizationID(in.OrganizationID).SetKind(in.Kind).
					OnConflictColumns(reaction.FieldCommentID, reaction.FieldUserID, reaction.FieldKind).Ignore().Exec(ctx)
			} else {
				_, err = c.Ent.Reaction.Delete().Where(reaction.CommentID(k.ID), reaction.UserID(v.UserID), reaction.KindEQ(in.Kind)).Exec(ctx)
			}
			if err != nil {
				return err
			}
			var counts []struct {
				Kind  string
				Count int
			}
			if err := c.Ent.Reaction.Query().Where(reaction.CommentID(k.ID)).GroupBy(reaction.FieldKind).
				Aggregate(ent.As(ent.Count(), "count")).Scan(access.System(ctx), &counts); err != nil {
				return err
			}
			byKind := map[string]int{}
			for _, n := range counts {
				byKind[n.Kind] = n.Count
			}
			return k.Update().SetReactionCounts(byKind).Exec(ctx)
		})
}

// MarkThreadRead notes how far the viewer has read a thread.
func (c *Core) MarkThreadRead(ctx context.Context, threadID string, number int) (string, error) {
	v := access.ViewerFrom(ctx)
	if !v.SignedIn() {
		return "", access.ErrUnauthenticated
	}
	t, err := c.Ent.Thread.Get(ctx, threadID)
	if err != nil {
		return "", err
	}
	if number < 0 || number > t.CommentCount {
		return "", refuse(CodeInvalid, "number", "err.readNumber", t.CommentCount)
	}
	err = c.DB.Write(access.Grant(ctx, "thread"), func(ctx context.Context) error {
		return c.Ent.ReadMarker.Create().SetThreadID(t.ID).SetUserID(v.UserID).SetNumber(number).
			OnConflict(sql.ConflictColumns("thread_id", "user_id"), sql.ResolveWith(func(u *sql.UpdateSet) {
				u.SetExcluded("number").SetExcluded("updated_at")
			})).Exec(ctx)
	})
	return t.ID, err
}
