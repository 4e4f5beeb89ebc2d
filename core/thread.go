package core

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/tongxing/tongxing/access"
	"github.com/tongxing/tongxing/ent"
	"github.com/tongxing/tongxing/ent/playbookstep"
	"github.com/tongxing/tongxing/ent/thread"
	"github.com/tongxing/tongxing/ent/threadparticipant"
	"github.com/tongxing/tongxing/ent/user"
)

var (
	threadWrite    = access.Action{Noun: "thread", Verb: "write"}
	threadModerate = access.Action{Noun: "thread", Verb: "moderate"}
)

// Bounds of a conversation.
const (
	maxBody         = 100_000
	maxParticipants = 20
	maxOptions      = 20
	maxMentions     = 30
)

// StartThreadInput begins a thread. SubjectID is what it is on: a circle, a playbook, a step of a version, or a seat; with
// CircleID too, a playbook's thread is the circle's alone. A PRIVATE one has neither, but ParticipantIDs.
type StartThreadInput struct {
	OrganizationID string
	Kind           thread.Kind
	Title, Body    string
	SubjectID      *string
	CircleID       *string
	ParticipantIDs []string
	MentionIDs     []string
	Decision       *DecisionInput
	IdempotencyKey *string
}

// DecisionInput is what a DECISION thread is to decide.
type DecisionInput struct {
	Options  []string
	Quorum   *int
	ClosesAt *time.Time
	ReviewOn *time.Time
}

func (in *StartThreadInput) check(now time.Time) error {
	if err := first(line("title", in.Title, 300, true), text("body", in.Body, maxBody, in.Kind != thread.KindDECISION)); err != nil {
		return err
	}
	if (in.Kind == thread.KindPRIVATE) != (len(in.ParticipantIDs) > 0) || len(in.ParticipantIDs) > maxParticipants {
		return refuse(CodeInvalid, "participantIds", "err.participants", maxParticipants)
	}
	if in.Kind == thread.KindPRIVATE && (in.SubjectID != nil || in.CircleID != nil) {
		return refuse(CodeInvalid, "subjectId", "err.privateSubject")
	}
	if (in.Kind == thread.KindDECISION) != (in.Decision != nil) {
		return refuse(CodeInvalid, "decision", "err.decision")
	}
	if d := in.Decision; d != nil {
		if len(d.Options) < 2 || len(d.Options) > maxOptions {
			return refuse(CodeInvalid, "decision.options", "err.options", maxOptions)
		}
		for i, o := range d.Options {
			if err := line(fmt.Sprintf("decision.options.%d", i), o, 1000, true); err != nil {
				return err
			}
		}
		if value(d.Quorum) < 0 || d.ClosesAt != nil && !d.ClosesAt.After(now) {
			return refuse(CodeInvalid, "decision.closesAt", "err.closesAt")
		}
	}
	return nil
}

// StartThread begins a thread with its first comment.
func (c *Core) StartThread(ctx context.Context, in StartThreadInput) (string, error) {
	v := access.ViewerFrom(ctx)
	if !v.SignedIn() {
		return "", access.ErrUnauthenticated
	}
	if err := in.check(c.now()); err != nil {
		return "", err
	}
	cmd := command{name: "startThread", organizationID: in.OrganizationID, idempotencyKey: value(in.IdempotencyKey), input: in}
	return c.do(ctx, cmd, func(ctx context.Context, ch *change) (string, error) {
		create := c.Ent.Thread.Create().SetKind(in.Kind).SetTitle(in.Title).SetOrganizationID(in.OrganizationID).SetAuthorID(v.UserID)
		if err := c.placeThread(ctx, in, create.Mutation()); err != nil {
			return "", err
		}
		t, err := c.newThread(access.Grant(ctx, "thread"), ch, create, in.Kind, func(t *ent.Thread) error { return c.voice(ctx, v, t, in.OrganizationID) })
		if err != nil {
			return "", err
		}
		ctx = access.Grant(ctx, "thread")
		if err := c.addParticipants(ctx, t, v.UserID, in.ParticipantIDs); err != nil {
			return "", err
		}
		if in.Decision != nil {
			if err := c.newDecision(ctx, t, *in.Decision); err != nil {
				return "", err
			}
		}
		scopes, err := c.scopesOf(ctx, t)
		if err != nil {
			return "", err
		}
		for _, s := range scopes {
			ch.event(s, "THREAD_STARTED", t.ID)
		}
		if in.Body != "" {
			p := post{thread: t, organizationID: in.OrganizationID, author: v.UserID, body: in.Body}
			if p.mentions, err = c.mentionable(ctx, t, in.MentionIDs); err != nil {
				return "", err
			}
			if err := c.postIn(ctx, ch, &p); err != nil {
				return "", err
			}
		}
		return t.ID, nil
	})
}

// newThread makes the row once may has nothing against it.
func (c *Core) newThread(ctx context.Context, ch *change, create *ent.ThreadCreate, kind thread.Kind, may func(*ent.Thread) error) (*ent.Thread, error) {
	t, err := create.Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("thread: %w", err)
	}
	if kind != thread.KindPRIVATE {
		if err := may(t); err != nil { // the transaction takes the row back
			return nil, err
		}
	}
	ch.audit("thread.start", t.ID, string(kind))
	return t, nil
}

// placeThread sets where the thread takes place, by what the viewer sees.
func (c *Core) placeThread(ctx context.Context, in StartThreadInput, m *ent.ThreadMutation) error {
	if in.Kind == thread.KindPRIVATE {
		if access.ViewerFrom(ctx).RoleIn(in.OrganizationID) == "" {
			return access.ErrForbidden
		}
		return nil
	}
	subject := value(in.SubjectID)
	if subject == "" {
		subject = value(in.CircleID)
	}
	m.SetSubjectID(subject)
	if in.CircleID != nil {
		if _, err := c.Ent.Circle.Get(ctx, *in.CircleID); err != nil {
			return err
		}
		m.SetCircleID(*in.CircleID)
	}
	unfit := refuse(CodeNotFound, "subjectId", "err.subject")
	switch ent.TableOf(subject) {
	case "circles":
		if in.CircleID != nil && *in.CircleID != subject {
			return unfit
		}
		if _, err := c.Ent.Circle.Get(ctx, subject); err != nil {
			return err
		}
		m.SetCircleID(subject)
	case "playbooks":
		if _, err := c.Ent.Playbook.Get(ctx, subject); err != nil {
			return err
		}
		m.SetPlaybookID(subject)
	case "playbook_steps":
		s, err := c.Ent.PlaybookStep.Query().Where(playbookstep.ID(subject)).WithVersion().Only(ctx)
		if err != nil {
			return err
		}
		m.SetPlaybookID(s.Edges.Version.PlaybookID)
		m.SetStepKey(s.StepKey)
	case "circle_seats":
		s, err := c.Ent.CircleSeat.Get(ctx, subject)
		if err != nil {
			return err
		}
		if in.CircleID != nil || in.Kind != thread.KindDISCUSSION {
			return unfit
		}
		m.SetSeatID(s.ID)
		m.SetCircleID(s.CircleID)
		m.SetGuestOrganizationID(s.OrganizationID)
	default:
		return unfit
	}
	if _, inCircle := m.CircleID(); in.Kind == thread.KindDECISION && !inCircle {
		return refuse(CodeInvalid, "circleId", "err.decisionCircle")
	}
	return nil
}

// addParticipants names who a private thread is between: people whom the viewer sees, and the viewer.
func (c *Core) addParticipants(ctx context.Context, t *ent.Thread, author string, ids []string) error {
	if t.Kind != thread.KindPRIVATE {
		return nil
	}
	ids = slices.Compact(slices.Sorted(slices.Values(append([]string{author}, ids...))))
	n, err := c.Ent.User.Query().Where(user.IDIn(ids...)).Count(ctx)
	if err != nil {
		return err
	}
	if n != len(ids) {
		return refuse(CodeNotFound, "participantIds", "err.unknownPerson")
	}
	rows := make([]*ent.ThreadParticipantCreate, len(ids))
	for i, id := range ids {
		rows[i] = c.Ent.ThreadParticipant.Create().SetThreadID(t.ID).SetUserID(id)
	}
	return c.Ent.ThreadParticipant.CreateBulk(rows...).Exec(ctx)
}

// voice says why the viewer may not write for the organization in a thread that they see; nil if they may.
func (c *Core) voice(ctx context.Context, v *access.Viewer, t *ent.Thread, organizationID string) error {
	switch {
	case t.Kind == thread.KindPRIVATE:
		if v.RoleIn(organizationID) == "" {
			return access.ErrForbidden
		}
		return nil
	case t.SeatID != nil && t.GuestOrganizationID == organizationID:
		_, err := access.Check(ctx, threadWrite, organizationID)
		return err
	case t.SeatID != nil:
		_, err := access.CheckSeat(ctx, circleSteward, *t.CircleID, organizationID)
		return err
	case t.CircleID != nil:
		if _, err := access.CheckSeat(ctx, threadWrite, *t.CircleID, organizationID); err != nil {
			return err
		}
		return c.charterAccepted(ctx, *t.CircleID, organizationID)
	}
	_, err := access.Check(ctx, threadWrite, organizationID)
	return err
}

// scopesOf are the scopes of the event log in which a thread's events are: those of who reads it.
func (c *Core) scopesOf(ctx context.Context, t *ent.Thread) ([]string, error) {
	switch {
	case t.Kind == thread.KindPRIVATE:
		var people []string
		err := c.Ent.ThreadParticipant.Query().Where(threadparticipant.ThreadID(t.ID)).
			Select(threadparticipant.FieldUserID).Scan(access.System(ctx), &people)
		return people, err
	case t.SeatID != nil:
		orgs, err := c.stewards(ctx, *t.CircleID)
		return slices.Compact(slices.Sorted(slices.Values(append(orgs, t.GuestOrganizationID)))), err
	case t.CircleID != nil:
		return []string{*t.CircleID}, nil
	}
	p, err := c.Ent.Playbook.Get(access.System(ctx), *t.PlaybookID)
	if err != nil {
		return nil, err
	}
	return slices.Compact(slices.Sorted(slices.Values([]string{p.OrganizationID, t.OrganizationID}))), nil
}

// placeOf is what decides who reads a thread's comments; "" for a private one.
func placeOf(t *ent.Thread) string {
	switch {
	case t.SeatID != nil:
		return *t.SeatID
	case t.CircleID != nil:
		return *t.CircleID
	}
	return value(t.PlaybookID)
}
