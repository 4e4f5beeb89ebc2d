// Package core holds the rules: one file a noun, one method a command. A command checks who may, changes rows, appends
// events and an audit entry, all in one transaction; what happens is read top to bottom in it.
package core

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"sort"
	"time"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"github.com/tongxing/tongxing/access"
	"github.com/tongxing/tongxing/auth/password"
	"github.com/tongxing/tongxing/database"
	"github.com/tongxing/tongxing/ent"
	"github.com/tongxing/tongxing/ent/idempotencyrecord"
	"github.com/tongxing/tongxing/event"
)

// Core runs commands.
type Core struct {
	DB     *database.DB
	Ent    *ent.Client // guarded: row rules on every query, grants on every write
	Bus    event.Bus
	hasher *password.Hasher
	now    func() time.Time
}

// New returns a Core on an open database. bus is told of new events after each commit.
func New(db *database.DB, bus event.Bus) (*Core, error) {
	hasher, err := password.NewHasher(password.Recommended)
	if err != nil {
		return nil, fmt.Errorf("password hashing: %w", err)
	}
	client := ent.NewClient(ent.Driver(db))
	access.Guard(client)
	return &Core{
		DB: db, Ent: client, Bus: bus, hasher: hasher,
		now: func() time.Time { return time.Now().UTC().Truncate(time.Microsecond) },
	}, nil
}

// command is what every write says of itself.
type command struct {
	name           string
	organizationID string // that the viewer acts for; may be empty
	idempotencyKey string // may be empty
	input          any    // hashed: one key stands for one input
}

// change collects what a command did.
type change struct {
	events []pendingEvent
	audits []pendingAudit
	wakes  []string
	people []string // whose roles it changed
}

type pendingEvent struct{ scope, kind, subject string }

// event says that something of interest to a scope (an organization, later a circle) has changed.
func (c *change) event(scope, kind, subject string) {
	c.events = append(c.events, pendingEvent{scope, kind, subject})
}

// wake says that what depends on scopes ("circle:cir_…", "user:usr_…", "organization:org_…") must be looked at again at
// once: who had a right may have lost it. The bus hears of it after the commit (event.Hint, control).
func (c *change) wake(scopes ...string) {
	for _, scope := range scopes {
		if !slices.Contains(c.wakes, scope) {
			c.wakes = append(c.wakes, scope)
		}
	}
}

// roles says that a person's roles have changed: what they hold open is looked at again, and if it is the viewer, the
// rest of their request has the new ones.
func (c *change) roles(userID string) {
	c.people = append(c.people, userID)
	c.wake("user:" + userID)
}

// do runs a command in one transaction and returns the id of what it made or changed. With an idempotency key the
// first answer is returned again, and nothing is done twice. fn may run again after a deadlock.
func (c *Core) do(ctx context.Context, cmd command, fn func(context.Context, *change) (string, error)) (string, error) {
	var id string
	var heads []event.Hint
	var wakes []string
	var people []string
	err := c.DB.Write(ctx, func(ctx context.Context) (err error) {
		ch := &change{}
		heads, wakes = nil, nil
		if cmd.idempotencyKey != "" {
			first, done, err := c.claimKey(ctx, cmd)
			if err != nil || done {
				id = first
				return err
			}
		}
		if id, err = fn(ctx, ch); err != nil {
			return err
		}
		if err := c.indexChanges(ctx, ch); err != nil {
			return err
		}
		if cmd.idempotencyKey != "" {
			_, err := c.Ent.IdempotencyRecord.Update().SetResultID(id).
				Where(idempotencyrecord.ActorID(access.ViewerFrom(ctx).UserID), idempotencyrecord.Key(cmd.idempotencyKey)).Save(ctx)
			if err != nil {
				return fmt.Errorf("keep the answer: %w", err)
			}
		}
		heads, err = c.record(ctx, cmd, ch)
		wakes = ch.wakes
		people = ch.people
		return err
	})
	if err != nil {
		return "", err
	}
	if v := access.ViewerFrom(ctx); v.SignedIn() && slices.Contains(people, v.UserID) {
		if err := c.readRoles(ctx, v); err != nil { // what was asked for is done: the next request has the new roles
			slog.ErrorContext(ctx, "roles of the viewer", "error", err)
		}
	}
	for _, h := range heads {
		c.Bus.Publish(ctx, h)
	}
	for _, scope := range wakes {
		c.Bus.Publish(ctx, event.Hint{Scope: scope})
	}
	return id, nil
}

// claimKey takes the idempotency key for this transaction, or returns the answer that was given to it before. A
// concurrent command with the same key waits here for the first.
func (c *Core) claimKey(ctx context.Context, cmd command) (first string, done bool, err error) {
	if len(cmd.idempotencyKey) > 128 {
		return "", false, refuse(CodeInvalid, "idempotencyKey", "err.idempotencyKeyTooLong")
	}
	body, err := json.Marshal(cmd.input)
	if err != nil {
		return "", false, fmt.Errorf("hash of the input: %w", err)
	}
	hash := sha256.Sum256(append([]byte(cmd.name+"\n"), body...))
	actor := access.ViewerFrom(ctx).UserID
	sys := access.System(ctx)
	err = c.Ent.IdempotencyRecord.Create().SetActorID(actor).SetKey(cmd.idempotencyKey).SetCommand(cmd.name).
		SetInputHash(hash[:]).SetResultID("").OnConflictColumns(idempotencyrecord.FieldActorID, idempotencyrecord.FieldKey).
		Ignore().Exec(sys)
	if err != nil {
		return "", false, fmt.Errorf("idempotency key: %w", err)
	}
	row, err := c.Ent.IdempotencyRecord.Query().
		Where(idempotencyrecord.ActorID(actor), idempotencyrecord.Key(cmd.idempotencyKey)).Only(sys)
	if err != nil {
		return "", false, fmt.Errorf("idempotency key: %w", err)
	}
	if string(row.InputHash) != string(hash[:]) {
		return "", false, refuse(CodeKeyReused, "idempotencyKey", "err.idempotencyKeyReused")
	}
	return row.ResultID, row.ResultID != "", nil
}

// record appends events and audit entries, last thing in the transaction: the row of each scope is locked from here
// to the commit, in sorted order, so that its seq has no gap and follows the order of commits.
func (c *Core) record(ctx context.Context, cmd command, ch *change) ([]event.Hint, error) {
	v := access.ViewerFrom(ctx)
	if err := c.appendAudit(ctx, cmd, ch.audits); err != nil {
		return nil, err
	}
	sort.SliceStable(ch.events, func(i, j int) bool { return ch.events[i].scope < ch.events[j].scope })
	hints := make([]event.Hint, 0, len(ch.events))
	for _, e := range ch.events {
		seq, err := c.nextSeq(ctx, e.scope)
		if err != nil {
			return nil, err
		}
		_, err = c.Ent.Event.Create().SetScope(e.scope).SetSeq(seq).SetKind(e.kind).SetSubjectID(e.subject).
			SetActorID(v.UserID).SetOrganizationID(cmd.organizationID).Save(ctx)
		if err != nil {
			return nil, fmt.Errorf("event: %w", err)
		}
		hints = append(hints, event.Hint{Scope: e.scope, Seq: seq})
	}
	return hints, nil
}

func (c *Core) nextSeq(ctx context.Context, scope string) (int64, error) {
	mark := "?"
	if c.DB.Dialect() == dialect.Postgres {
		mark = "$1"
	}
	rows := &entsql.Rows{}
	err := c.DB.Query(ctx, "INSERT INTO event_scopes (id, seq) VALUES ("+mark+", 1) "+
		"ON CONFLICT (id) DO UPDATE SET seq = event_scopes.seq + 1 RETURNING seq", []any{scope}, rows)
	if err != nil {
		return 0, fmt.Errorf("seq of a scope: %w", err)
	}
	defer rows.Close()
	seq, err := entsql.ScanInt64(rows)
	if err != nil {
		return 0, fmt.Errorf("seq of a scope: %w", err)
	}
	return seq, nil
}
