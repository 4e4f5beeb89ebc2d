package core

import (
	"context"
	"fmt"
	"time"

	"entgo.io/ent/dialect/sql"
	"github.com/tongxing/tongxing/access"
	"github.com/tongxing/tongxing/ent"
	"github.com/tongxing/tongxing/ent/decision"
	"github.com/tongxing/tongxing/ent/decisionoption"
	"github.com/tongxing/tongxing/ent/decisionvote"
	"github.com/tongxing/tongxing/ent/predicate"
	"github.com/tongxing/tongxing/ent/seatdelegate"
)

func delegateOf(userID string) predicate.SeatDelegate { return seatdelegate.UserID(userID) }

func (c *Core) newDecision(ctx context.Context, t *ent.Thread, in DecisionInput) error {
	d, err := c.Ent.Decision.Create().SetThreadID(t.ID).SetQuorum(value(in.Quorum)).SetNillableClosesAt(in.ClosesAt).
		SetNillableReviewOn(in.ReviewOn).Save(ctx)
	if err != nil {
		return fmt.Errorf("decision: %w", err)
	}
	rows := make([]*ent.DecisionOptionCreate, len(in.Options))
	for i, label := range in.Options {
		rows[i] = c.Ent.DecisionOption.Create().SetDecisionID(d.ID).SetPosition(i + 1).SetLabel(label)
	}
	return c.Ent.DecisionOption.CreateBulk(rows...).Exec(ctx)
}

// onDecision is what the commands on a decision have in common: the decision and its thread as the viewer sees them, the
// decision's row taken, and it is still open.
func (c *Core) onDecision(ctx context.Context, name, organizationID, decisionID string, key *string, input any, kind string,
	fn func(context.Context, *change, *ent.Decision, *ent.Thread) error) (string, error) {
	if !access.ViewerFrom(ctx).SignedIn() {
		return "", access.ErrUnauthenticated
	}
	cmd := command{name: name, organizationID: organizationID, idempotencyKey: value(key), input: input}
	return c.do(ctx, cmd, func(ctx context.Context, ch *change) (string, error) {
		d, err := c.Ent.Decision.Query().Where(decision.ID(decisionID)).WithThread().Only(ctx)
		if err != nil {
			return "", err
		}
		t := d.Edges.Thread
		ctx = access.Grant(ctx, "thread")
		if err := d.Update().SetUpdatedAt(c.now()).Exec(ctx); err != nil {
			return "", err
		}
		if d, err = c.Ent.Decision.Get(ctx, decisionID); err != nil {
			return "", err
		}
		if d.State != decision.StateOPEN {
			return "", refuse(CodeIllegalTransition, "decisionId", "err.illegalTransition", d.State)
		}
		if err := fn(ctx, ch, d, t); err != nil {
			return "", err
		}
		ch.event(*t.CircleID, kind, d.ID)
		return d.ID, nil
	})
}

// CastVoteInput is an organization's choice.
type CastVoteInput struct {
	OrganizationID, DecisionID, OptionID string
	Reason                               *string
	IdempotencyKey                       *string
}

// CastVote casts or changes the organization's one vote while the decision is open.
func (c *Core) CastVote(ctx context.Context, in CastVoteInput) (string, error) {
	if err := text("reason", value(in.Reason), 5000, false); err != nil {
		return "", err
	}
	return c.onDecision(ctx, "castVote", in.OrganizationID, in.DecisionID, in.IdempotencyKey, in, "VOTE_CAST",
		func(ctx context.Context, ch *change, d *ent.Decision, t *ent.Thread) error {
			v := access.ViewerFrom(ctx)
			if err := c.voice(ctx, v, t, in.OrganizationID); err != nil {
				return err
			}
			if d.ClosesAt != nil && !c.now().Before(*d.ClosesAt) {
				return refuse(CodeIllegalTransition, "decisionId", "err.voteOver")
			}
			ok, err := c.Ent.DecisionOption.Query().Where(decisionoption.ID(in.OptionID), decisionoption.DecisionID(d.ID)).Exist(ctx)
			if err != nil || !ok {
				return first(err, refuse(CodeNotFound, "optionId", "err.option"))
			}
			err = c.Ent.DecisionVote.Create().SetDecisionID(d.ID).SetOptionID(in.OptionID).SetOrganizationID(in.OrganizationID).
				SetUserID(v.UserID).SetReason(value(in.Reason)).
				OnConflict(sql.ConflictColumns(decisionvote.FieldDecisionID, decisionvote.FieldOrganizationID), sql.ResolveWith(func(u *sql.UpdateSet) {
					u.SetExcluded(decisionvote.FieldOptionID).SetExcluded(decisionvote.FieldUserID).SetExcluded(decisionvote.FieldReason).
						SetExcluded(decisionvote.FieldUpdatedAt)
				})).Exec(ctx)
			if err != nil {
				return fmt.Errorf("vote: %w", err)
			}
			ch.audit("decision.vote", d.ID, in.OptionID)
			_, err = c.count(ctx, d)
			return err
		})
}

// count counts the votes anew, whose decision's row is taken, and returns the options as they stand.
func (c *Core) count(ctx context.Context, d *ent.Decision) ([]*ent.DecisionOption, error) {
	sys := access.System(ctx)
	var counts []struct {
		OptionID string `json:"option_id"`
		Count    int
	}
	err := c.Ent.DecisionVote.Query().Where(decisionvote.DecisionID(d.ID)).GroupBy(decisionvote.FieldOptionID).
		Aggregate(ent.As(ent.Count(), "count")).Scan(sys, &counts)
	if err != nil {
		return nil, err
	}
	byOption, total := map[string]int{}, 0
	for _, n := range counts {
		byOption[n.OptionID] = n.Count
		total += n.Count
	}
	options, err := c.Ent.DecisionOption.Query().Where(decisionoption.DecisionID(d.ID)).Order(ent.Asc(decisionoption.FieldPosition)).All(sys)
	if err != nil {
		return nil, err
	}
	for _, o := range options {
		if o.VoteCount == byOption[o.ID] {
			continue
		}
		o.VoteCount = byOption[o.ID]
		if err := c.Ent.DecisionOption.UpdateOneID(o.ID).SetVoteCount(o.VoteCount).Exec(ctx); err != nil {
			return nil, err
		}
	}
	return options, d.Update().SetVoteCount(total).Exec(ctx)
}

// DecisionIDInput names a decision.
type DecisionIDInput struct {
	OrganizationID, DecisionID string
	IdempotencyKey             *string
}

// CloseDecision closes a decision and computes its outcome, by the organization that asked or a steward.
func (c *Core) CloseDecision(ctx context.Context, in DecisionIDInput) (string, error) {
	return c.onDecision(ctx, "closeDecision", in.OrganizationID, in.DecisionID, in.IdempotencyKey, in, "DECISION_CLOSED",
		func(ctx context.Context, ch *change, d *ent.Decision, t *ent.Thread) error {
			if err := c.voice(ctx, access.ViewerFrom(ctx), t, in.OrganizationID); err != nil {
				return err
			}
			if t.OrganizationID != in.OrganizationID {
				if err := c.moderates(ctx, t, in.OrganizationID); err != nil {
					return err
				}
			}
			return c.conclude(ctx, ch, d)
		})
}

// conclude counts and closes: the option with the most votes is chosen, unless two have as many or too few have voted.
func (c *Core) conclude(ctx context.Context, ch *change, d *ent.Decision) error {
	options, err := c.count(ctx, d)
	if err != nil {
		return err
	}
	total, best, tied := 0, options[0], false
	for i, o := range options {
		total += o.VoteCount
		if i > 0 && o.VoteCount > best.VoteCount {
			best, tied = o, false
		} else if i > 0 && o.VoteCount == best.VoteCount {
			tied = true
		}
	}
	up := d.Update().SetState(decision.StateCLOSED).SetClosedAt(c.now())
	switch {
	case total == 0 || total < d.Quorum:
		up.SetOutcome(decision.OutcomeNO_QUORUM)
	case tied:
		up.SetOutcome(decision.OutcomeTIED)
	default:
		up.SetOutcome(decision.OutcomeDECIDED).SetChosenID(best.ID)
	}
	ch.audit("decision.close", d.ID, fmt.Sprint(total))
	return up.Exec(ctx)
}

// CloseDueDecisions closes the decisions whose time is over at now, as the server. It returns how many it closed.
func (c *Core) CloseDueDecisions(ctx context.Context, now time.Time) (closed int, err error) {
	ctx = access.System(ctx)
	due, err := c.Ent.Decision.Query().Where(decision.StateEQ(decision.StateOPEN), decision.ClosesAtLTE(now.UTC())).WithThread().Limit(bulk).All(ctx)
	if err != nil {
		return 0, err
	}
	for _, d := range due {
		_, err := c.do(ctx, command{name: "closeDueDecision"}, func(ctx context.Context, ch *change) (string, error) {
			n, err := c.Ent.Decision.Update().Where(decision.ID(d.ID), decision.StateEQ(decision.StateOPEN)).SetUpdatedAt(c.now()).Save(ctx)
			if err != nil || n == 0 {
				return d.ID, err // somebody has closed it meanwhile
			}
			closed++
			ch.event(*d.Edges.Thread.CircleID, "DECISION_CLOSED", d.ID)
			return d.ID, c.conclude(ctx, ch, d)
		})
		if err != nil {
			return closed, fmt.Errorf("close decision %s: %w", d.ID, err)
		}
	}
	return closed, nil
}
