package core

import (
	"context"
	"fmt"
	"time"

	"github.com/tongxing/tongxing/access"
	"github.com/tongxing/tongxing/ent"
	"github.com/tongxing/tongxing/ent/circle"
	"github.com/tongxing/tongxing/ent/comment"
	"github.com/tongxing/tongxing/ent/thread"
)

// onThread is what the commands on a thread that exists have in common.
func (c *Core) onThread(ctx context.Context, name, organizationID, threadID string, key *string, input any, kind string,
	fn func(context.Context, *change, *ent.Thread) error) (string, error) {
	if !access.ViewerFrom(ctx).SignedIn() {
		return "", access.ErrUnauthenticated
	}
	cmd := command{name: name, organizationID: organizationID, idempotencyKey: value(key), input: input}
	return c.do(ctx, cmd, func(ctx context.Context, ch *change) (string, error) {
		t, err := c.Ent.Thread.Get(ctx, threadID)
		if err != nil {
			return "", err
		}
		ctx = access.Grant(ctx, "thread")
		if err := fn(ctx, ch, t); err != nil {
			return "", err
		}
		scopes, err := c.scopesOf(ctx, t)
		for _, s := range scopes {
			ch.event(s, kind, t.ID)
		}
		return t.ID, err
	})
}

// UpdateThreadInput changes a thread: nil leaves a field as it is.
type UpdateThreadInput struct {
	OrganizationID, ThreadID string
	Title                    *string
	Pinned, Locked           *bool
	IdempotencyKey           *string
}

// UpdateThread renames a thread, by its author or who moderates it, and pins or locks it, by who moderates it.
func (c *Core) UpdateThread(ctx context.Context, in UpdateThreadInput) (string, error) {
	if in.Title != nil {
		if err := line("title", *in.Title, 300, true); err != nil {
			return "", err
		}
	}
	return c.onThread(ctx, "updateThread", in.OrganizationID, in.ThreadID, in.IdempotencyKey, in, "THREAD_UPDATED",
		func(ctx context.Context, ch *change, t *ent.Thread) error {
			v := access.ViewerFrom(ctx)
			author := t.AuthorID == v.UserID && t.OrganizationID == in.OrganizationID && c.voice(ctx, v, t, in.OrganizationID) == nil
			if in.Pinned != nil || in.Locked != nil || !author {
				if err := c.moderates(ctx, t, in.OrganizationID); err != nil {
					return err
				}
			}
			up := t.Update().SetNillablePinned(in.Pinned).SetNillableLocked(in.Locked)
			if in.Title != nil {
				up.SetTitle(*in.Title)
			}
			ch.audit("thread.update", t.ID, fmt.Sprintf("pinned=%t locked=%t", value(in.Pinned), value(in.Locked)))
			return up.Exec(ctx)
		})
}

// AcceptAnswerInput names the comment that answers a question; nil takes the choice back.
type AcceptAnswerInput struct {
	OrganizationID, ThreadID string
	CommentID                *string
	IdempotencyKey           *string
}

// AcceptAnswer marks a comment as the answer, by the organization that asked or who moderates the thread.
func (c *Core) AcceptAnswer(ctx context.Context, in AcceptAnswerInput) (string, error) {
	return c.onThread(ctx, "acceptAnswer", in.OrganizationID, in.ThreadID, in.IdempotencyKey, in, "ANSWER_ACCEPTED",
		func(ctx context.Context, ch *change, t *ent.Thread) error {
			if t.Kind != thread.KindQUESTION {
				return refuse(CodeIllegalTransition, "threadId", "err.notQuestion")
			}
			if err := c.voice(ctx, access.ViewerFrom(ctx), t, in.OrganizationID); err != nil {
				return err
			}
			if t.OrganizationID != in.OrganizationID {
				if err := c.moderates(ctx, t, in.OrganizationID); err != nil {
					return err
				}
			}
			ch.audit("thread.answer", t.ID, value(in.CommentID))
			if in.CommentID == nil {
				return t.Update().ClearAnswerID().Exec(ctx)
			}
			ok, err := c.Ent.Comment.Query().Where(comment.ID(*in.CommentID), comment.ThreadID(t.ID), comment.StateEQ(comment.StateVISIBLE)).Exist(ctx)
			if err != nil || !ok {
				return first(err, refuse(CodeNotFound, "commentId", "err.parent"))
			}
			return t.Update().SetAnswerID(*in.CommentID).Exec(ctx)
		})
}

// seatThread begins the thread on a request for a seat, with what was said with it.
func (c *Core) seatThread(ctx context.Context, ch *change, seat *ent.CircleSeat) error {
	o, err := c.Ent.Organization.Get(ctx, seat.OrganizationID)
	if err != nil {
		return err
	}
	ctx = access.Grant(ctx, "thread")
	t, err := c.Ent.Thread.Create().SetKind(thread.KindDISCUSSION).SetTitle(o.Name).SetSubjectID(seat.ID).SetSeatID(seat.ID).
		SetCircleID(seat.CircleID).SetGuestOrganizationID(seat.OrganizationID).SetOrganizationID(seat.OrganizationID).
		SetAuthorID(access.ViewerFrom(ctx).UserID).Save(ctx)
	if err != nil || seat.Message == "" {
		return err
	}
	return c.postIn(ctx, ch, &post{thread: t, organizationID: seat.OrganizationID, author: t.AuthorID, body: seat.Message})
}

// RestSilentCircles moves those ACTIVE circles to DORMANT in which nothing has been said or changed for the time given,
// as the server. It returns how many.
func (c *Core) RestSilentCircles(ctx context.Context, silence time.Duration) (int, error) {
	ctx = access.System(ctx)
	since := c.now().Add(-silence)
	silent, err := c.Ent.Circle.Query().Where(circle.StatusEQ(circle.StatusACTIVE), circle.UpdatedAtLT(since),
		circle.Not(circle.HasThreadsWith(thread.LastCommentAtGTE(since)))).Limit(bulk).IDs(ctx)
	if err != nil {
		return 0, err
	}
	for _, id := range silent {
		_, err := c.do(ctx, command{name: "restSilentCircle"}, func(ctx context.Context, ch *change) (string, error) {
			n, err := c.Ent.Circle.Update().Where(circle.ID(id), circle.StatusEQ(circle.StatusACTIVE)).SetStatus(circle.StatusDORMANT).Save(ctx)
			if err != nil || n == 0 {
				return id, err
			}
			ch.event(id, "CIRCLE_RESTED", id)
			ch.audit("circle.DORMANT", id, silence.String())
			return id, nil
		})
		if err != nil {
			return 0, fmt.Errorf("rest circle %s: %w", id, err)
		}
	}
	return len(silent), nil
}
