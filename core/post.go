package core

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/tongxing/tongxing/access"
	"github.com/tongxing/tongxing/ent"
	"github.com/tongxing/tongxing/ent/idempotencyrecord"
	"github.com/tongxing/tongxing/ent/schema"
	"github.com/tongxing/tongxing/ent/thread"
	"github.com/tongxing/tongxing/event"
)

// post is a comment to be written with its event, its number in the thread and its author's read marker: what is done
// most often, so it costs one statement on PostgreSQL and five short ones on SQLite, past ent. Its callers have asked
// access who may.
type post struct {
	id             string
	thread         *ent.Thread
	organizationID string
	author         string
	parent         *string
	body           string
	scopes         []string // of its event; none: the caller writes events
	key            string   // idempotency key
	hash           []byte   // of the input
	mentions       []mentioned
}

// AddCommentInput says something in a thread, in reply to another comment if ParentID is given.
type AddCommentInput struct {
	OrganizationID, ThreadID string
	ParentID                 *string
	Body                     string
	MentionIDs               []string
	IdempotencyKey           *string
}

// AddComment says something in a thread. Saying it marks the thread as read so far.
func (c *Core) AddComment(ctx context.Context, in AddCommentInput) (string, error) {
	v := access.ViewerFrom(ctx)
	if !v.SignedIn() {
		return "", access.ErrUnauthenticated
	}
	if err := text("body", in.Body, maxBody, true); err != nil {
		return "", err
	}
	t, err := c.threadToWrite(ctx, v, in.ThreadID)
	if err != nil {
		return "", err
	}
	if err := first(c.voice(ctx, v, t, in.OrganizationID), c.checkParent(ctx, t, in.ParentID)); err != nil {
		return "", err
	}
	p := post{id: schema.NewID("cmt"), thread: t, organizationID: in.OrganizationID, author: v.UserID, parent: in.ParentID, body: in.Body}
	if p.scopes, err = c.scopesOf(ctx, t); err != nil {
		return "", err
	}
	if len(in.MentionIDs) > 0 { // rarer: by the common way
		return c.postWithMentions(ctx, in, p)
	}
	if p.key = value(in.IdempotencyKey); p.key != "" {
		if p.hash, err = inputHash("addComment", p.key, in); err != nil {
			return "", err
		}
	}
	id, hints, err := c.writePost(ctx, &p)
	if err != nil {
		return "", err
	}
	for _, h := range hints {
		c.Bus.Publish(ctx, h)
	}
	return id, nil
}

// threadToWrite returns a thread that the viewer sees. That they see one of a circle in which they take part is known from
// their seats: it is found by its key, without the row rule.
func (c *Core) threadToWrite(ctx context.Context, v *access.Viewer, id string) (*ent.Thread, error) {
	t, err := c.Ent.Thread.Get(access.System(ctx), id)
	if err == nil && t.CircleID != nil && t.SeatID == nil && t.Kind != thread.KindPRIVATE && v.InCircle(*t.CircleID) {
		return t, nil
	}
	return c.Ent.Thread.Get(ctx, id)
}

func (c *Core) checkParent(ctx context.Context, t *ent.Thread, parent *string) error {
	if parent == nil {
		return nil
	}
	p, err := c.Ent.Comment.Get(ctx, *parent)
	if err == nil && p.ThreadID != t.ID || ent.IsNotFound(err) {
		return refuse(CodeNotFound, "parentId", "err.parent")
	}
	return err
}

// inputHash checks the key and hashes what it stands for.
func inputHash(name, key string, in any) ([]byte, error) {
	if len(key) > 128 {
		return nil, refuse(CodeInvalid, "idempotencyKey", "err.idempotencyKeyTooLong")
	}
	body, err := json.Marshal(in)
	if err != nil {
		return nil, fmt.Errorf("hash of the input: %w", err)
	}
	hash := sha256.Sum256(append([]byte(name+"\n"), body...))
	return hash[:], nil
}

func (c *Core) postWithMentions(ctx context.Context, in AddCommentInput, p post) (string, error) {
	cmd := command{name: "addComment", organizationID: in.OrganizationID, idempotencyKey: value(in.IdempotencyKey), input: in}
	return c.do(access.Grant(ctx, "thread"), cmd, func(ctx context.Context, ch *change) (id string, err error) {
		if p.mentions, err = c.mentionable(ctx, p.thread, in.MentionIDs); err != nil {
			return "", err
		}
		for _, s := range p.scopes {
			ch.event(s, "COMMENT_ADDED", p.id)
		}
		p.scopes = nil
		return p.id, c.postIn(ctx, ch, &p)
	})
}

// postIn writes a comment within a command's transaction; the command writes its events but those of mentions.
func (c *Core) postIn(ctx context.Context, ch *change, p *post) error {
	if p.id == "" {
		p.id = schema.NewID("cmt")
	}
	if _, err := c.rowsOf(ctx, p); err != nil {
		return err
	}
	return c.writeMentions(ctx, ch, p)
}

// writePost writes the comment in a transaction of its own, or finds the answer that was given to the key before.
func (c *Core) writePost(ctx context.Context, p *post) (id string, hints []event.Hint, err error) {
	if c.DB.Dialect() == dialect.Postgres {
		hints, err = c.rowsOf(ctx, p)
		var pg *pgconn.PgError
		if errors.As(err, &pg) && pg.Code == "23505" && p.key != "" { // another with the same key was first
			id, err = c.answered(ctx, p)
			return id, nil, err
		}
		return p.id, hints, err
	}
	id = p.id
	err = c.DB.Write(ctx, func(ctx context.Context) error {
		if p.key != "" {
			first, err := c.answered(ctx, p)
			if err == nil {
				id, hints = first, nil
				return nil
			}
			if !ent.IsNotFound(err) {
				return err
			}
		}
		hints, err = c.rowsOf(ctx, p)
		return err
	})
	return id, hints, err
}

// answered returns what was answered to the key before.
func (c *Core) answered(ctx context.Context, p *post) (string, error) {
	row, err := c.Ent.IdempotencyRecord.Query().
		Where(idempotencyrecord.ActorID(p.author), idempotencyrecord.Key(p.key)).Only(access.System(ctx))
	if err != nil {
		return "", err
	}
	if string(row.InputHash) != string(p.hash) {
		return "", refuse(CodeKeyReused, "idempotencyKey", "err.idempotencyKeyReused")
	}
	return row.ResultID, nil
}

// rowsOf writes the rows of the comment.
func (c *Core) rowsOf(ctx context.Context, p *post) (hints []event.Hint, err error) {
	if c.DB.Dialect() == dialect.Postgres {
		hints, err = c.onPostgres(ctx, p)
	} else {
		hints, err = c.onSQLite(ctx, p)
	}
	if ent.IsNotFound(err) { // no row of the thread fitted: say why
		return nil, c.whyNot(ctx, p)
	}
	return hints, err
}

// errNothing is returned when the thread's row did not fit the condition.
var errNothing = &ent.NotFoundError{}

// whyNot says why nothing may be written in a thread.
func (c *Core) whyNot(ctx context.Context, p *post) error {
	t, err := c.Ent.Thread.Query().Where(thread.ID(p.thread.ID)).WithCircle().Only(access.System(ctx))
	switch {
	case err != nil:
		return err
	case t.Locked:
		return refuse(CodeThreadLocked, "threadId", "err.threadLocked")
	case t.Edges.Circle != nil && openCircle(t.Edges.Circle) != nil:
		return openCircle(t.Edges.Circle)
	}
	return access.ErrForbidden // the seat has ended meanwhile
}

// fits is the condition on the thread's row under which a comment may be written, looked at in the writing statement
// itself: not locked, its circle open, and the seat that speaks still active. Arguments by number: 1 the thread, 2 the organization.
const fits = `threads.id = $1 AND NOT threads.locked AND (threads.circle_id IS NULL OR threads.seat_id IS NOT NULL OR EXISTS (
	SELECT 1 FROM circles c JOIN circle_seats s ON s.circle_id = c.id WHERE c.id = threads.circle_id AND c.status IN ('FORMING', 'ACTIVE')
	AND s.organization_id = $2 AND s.status = 'ACTIVE'))`

// onPostgres writes everything in one statement, which is a transaction of its own outside of one: one round trip.
const postgresPost = `WITH t AS (
	UPDATE threads SET comment_count = comment_count + 1, last_comment_id = $3::text, last_comment_at = $4::timestamptz WHERE ` + fits + ` RETURNING comment_count
), k AS (
	INSERT INTO comments (id, created_at, updated_at, thread_id, number, parent_id, author_id, organization_id, place, body, state, hidden_reason, edit_count)
	SELECT $3::text, $4, $4, $1, t.comment_count, $5::text, $6::text, $2, $7::text, $8::text, 'VISIBLE', '', 0 FROM t
), m AS (
	INSERT INTO read_markers (id, created_at, updated_at, thread_id, user_id, number) SELECT $9::text, $4, $4, $1, $6, t.comment_count FROM t
	ON CONFLICT (thread_id, user_id) DO UPDATE SET number = excluded.number, updated_at = excluded.updated_at
), i AS (
	INSERT INTO idempotency_records (id, created_at, updated_at, actor_id, key, command, input_hash, result_id)
	SELECT $10::text, $4, $4, $6, $11::text, 'addComment', $12::bytea, $3 FROM t WHERE $11::text <> ''
), s AS (
	INSERT INTO event_scopes (id, seq) SELECT e.scope, 1 FROM t, unnest($13::text[]) AS e(scope)
	ON CONFLICT (id) DO UPDATE SET seq = event_scopes.seq + 1 RETURNING id, seq
), v AS (
	INSERT INTO events (id, created_at, updated_at, scope, seq, kind, subject_id, actor_id, organization_id)
	SELECT e.id, $4, $4, s.id, s.seq, 'COMMENT_ADDED', $3, $6, $2 FROM s JOIN unnest($13::text[], $14::text[]) AS e(scope, id) ON e.scope = s.id
) SELECT t.comment_count, s.id, s.seq FROM t LEFT JOIN s ON true`

func (c *Core) onPostgres(ctx context.Context, p *post) (hints []event.Hint, err error) {
	events := make([]string, len(p.scopes))
	for i := range events {
		events[i] = schema.NewID("evt")
	}
	rows := &sql.Rows{}
	err = c.DB.Query(ctx, postgresPost, []any{p.thread.ID, p.organizationID, p.id, c.now(), p.parent, p.author, placeOf(p.thread), p.body,
		schema.NewID("rmk"), schema.NewID("idm"), p.key, p.hash, p.scopes, events}, rows)
	if err != nil {
		return nil, fmt.Errorf("comment: %w", err)
	}
	defer rows.Close()
	written := false
	for rows.Next() {
		var number int
		var scope *string
		var seq *int64
		if err := rows.Scan(&number, &scope, &seq); err != nil {
			return nil, fmt.Errorf("comment: %w", err)
		}
		written = true
		if scope != nil {
			hints = append(hints, event.Hint{Scope: *scope, Seq: *seq})
		}
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("comment: %w", err)
	}
	if !written {
		return nil, errNothing
	}
	return hints, nil
}

// onSQLite writes within the group's transaction.
func (c *Core) onSQLite(ctx context.Context, p *post) (hints []event.Hint, err error) {
	now := c.now()
	number, err := c.returning(ctx, `INSERT INTO comments (id, created_at, updated_at, thread_id, number, parent_id, author_id, organization_id, place, body, state, hidden_reason, edit_count)
		SELECT $3, $4, $4, $1, threads.comment_count + 1, $5, $6, $2, $7, $8, 'VISIBLE', '', 0 FROM threads WHERE `+fits+` RETURNING number`,
		p.thread.ID, p.organizationID, p.id, now, p.parent, p.author, placeOf(p.thread), p.body)
	if err != nil {
		return nil, err
	}
	err = first(
		c.execute(ctx, `UPDATE threads SET comment_count = $2, last_comment_id = $3, last_comment_at = $4 WHERE id = $1`, p.thread.ID, number, p.id, now),
		c.execute(ctx, `INSERT INTO read_markers (id, created_at, updated_at, thread_id, user_id, number) VALUES ($1, $2, $2, $3, $4, $5)
			ON CONFLICT (thread_id, user_id) DO UPDATE SET number = excluded.number, updated_at = excluded.updated_at`,
			schema.NewID("rmk"), now, p.thread.ID, p.author, number))
	if err != nil {
		return nil, err
	}
	if p.key != "" {
		err := c.execute(ctx, `INSERT INTO idempotency_records (id, created_at, updated_at, actor_id, "key", command, input_hash, result_id)
			VALUES ($1, $2, $2, $3, $4, 'addComment', $5, $6)`, schema.NewID("idm"), now, p.author, p.key, p.hash, p.id)
		if err != nil {
			return nil, err
		}
	}
	for _, scope := range p.scopes {
		seq, err := c.nextSeq(ctx, scope)
		if err != nil {
			return nil, err
		}
		err = c.execute(ctx, `INSERT INTO events (id, created_at, updated_at, scope, seq, kind, subject_id, actor_id, organization_id)
			VALUES ($1, $2, $2, $3, $4, 'COMMENT_ADDED', $5, $6, $7)`, schema.NewID("evt"), now, scope, seq, p.id, p.author, p.organizationID)
		if err != nil {
			return nil, err
		}
		hints = append(hints, event.Hint{Scope: scope, Seq: seq})
	}
	return hints, nil
}

func (c *Core) execute(ctx context.Context, query string, args ...any) error {
	if err := c.DB.Exec(ctx, query, args, nil); err != nil {
		return fmt.Errorf("comment: %w", err)
	}
	return nil
}

// returning runs a statement that returns one whole number; errNothing if it returns none.
func (c *Core) returning(ctx context.Context, query string, args ...any) (int64, error) {
	rows := &sql.Rows{}
	if err := c.DB.Query(ctx, query, args, rows); err != nil {
		return 0, fmt.Errorf("comment: %w", err)
	}
	defer rows.Close()
	if !rows.Next() {
		return 0, first(rows.Err(), error(errNothing))
	}
	var n int64
	err := rows.Scan(&n)
	return n, first(err, rows.Close())
}
