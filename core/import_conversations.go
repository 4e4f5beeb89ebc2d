package core

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/tongxing/tongxing/access"
	"github.com/tongxing/tongxing/ent"
	"github.com/tongxing/tongxing/ent/circle"
	"github.com/tongxing/tongxing/ent/circleseat"
	"github.com/tongxing/tongxing/ent/comment"
	"github.com/tongxing/tongxing/ent/decision"
	"github.com/tongxing/tongxing/ent/organization"
	"github.com/tongxing/tongxing/ent/thread"
	"github.com/tongxing/tongxing/ent/user"
	"github.com/tongxing/tongxing/importing"
)

// ImportedConversation says what became of a conversation.
type ImportedConversation struct {
	Key, CircleID                           string
	Threads, Comments, Votes, Organizations int
}

// speakers are those who took part in a conversation, each an organization with a person: the record knows no more of them.
type speakers struct{ orgs, users map[string]string }

// ImportConversations makes a circle of each conversation, stewarded by the organization of the slug: a meeting becomes a
// thread, a statement that was voted on a decision. Every participant is an organization that nobody speaks for, with an
// active seat. A conversation that was imported before is completed. It is for the operator's command.
func (c *Core) ImportConversations(ctx context.Context, slug, source string, all []importing.Conversation, report func(ImportedConversation)) error {
	ctx = access.System(ctx)
	host, err := c.Ent.Organization.Query().Where(organization.Slug(slug)).Only(ctx)
	if ent.IsNotFound(err) {
		return fmt.Errorf("no organization has the slug %q", slug)
	}
	if err != nil {
		return err
	}
	for _, conv := range all {
		done, err := c.importConversation(ctx, host, source, conv)
		if err != nil {
			return fmt.Errorf("%s: %w", conv.Key, err)
		}
		report(done)
	}
	return nil
}

func (c *Core) importConversation(ctx context.Context, host *ent.Organization, source string, conv importing.Conversation) (done ImportedConversation, err error) {
	key := source + "/" + conv.Key
	done.Key = conv.Key
	who := speakers{map[string]string{}, map[string]string{}}
	_, err = c.do(ctx, command{name: "importConversation", organizationID: host.ID}, func(ctx context.Context, ch *change) (string, error) {
		ci, err := c.Ent.Circle.Query().Where(circle.ImportKey(key)).Only(ctx)
		if ent.IsNotFound(err) {
			ci, err = c.Ent.Circle.Create().SetName(cut(conv.Title, 300)).SetImportKey(key).SetStatus(circle.StatusACTIVE).SetListed(false).
				SetJoinPolicy(circle.JoinPolicyINVITE).Save(ctx)
			if err == nil {
				err = c.Ent.CircleSeat.Create().SetCircleID(ci.ID).SetOrganizationID(host.ID).SetRole(circleseat.RoleSTEWARD).
					SetStatus(circleseat.StatusACTIVE).SetJoinedAt(c.now()).Exec(ctx)
			}
			ch.audit("import", key, "")
		}
		if err != nil {
			return "", err
		}
		done.CircleID = ci.ID
		ch.event(ci.ID, "CIRCLE_CREATED", ci.ID)
		return ci.ID, c.seatSpeakers(ctx, ci, key, conv, who)
	})
	if err != nil {
		return done, err
	}
	done.Organizations = len(who.orgs)
	if len(conv.Turns) > 0 {
		if err := c.importMeeting(ctx, host, key, conv, who, &done); err != nil {
			return done, err
		}
	}
	for part := range slices.Chunk(conv.Statements, 20) { // the writer is shared with those who use the product
		_, err := c.do(ctx, command{name: "importStatements", organizationID: host.ID}, func(ctx context.Context, ch *change) (string, error) {
			for _, s := range part {
				if err := c.importStatement(ctx, ch, key, s, who, &done); err != nil {
					return "", fmt.Errorf("statement %s: %w", s.ID, err)
				}
			}
			return done.CircleID, nil
		})
		if err != nil {
			return done, err
		}
	}
	return done, nil
}

// seatSpeakers makes an organization with a seat of everybody who took part, and a person of everybody who spoke.
func (c *Core) seatSpeakers(ctx context.Context, ci *ent.Circle, key string, conv importing.Conversation, who speakers) error {
	spoke := map[string]bool{}
	for _, t := range conv.Turns {
		spoke[t.Speaker] = true
	}
	for _, s := range conv.Statements {
		spoke[s.Author] = true
	}
	names := slices.Clone(conv.Voters)
	for name := range spoke {
		if !slices.Contains(conv.Voters, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	hash := sha256.Sum256([]byte(key))
	tag := hex.EncodeToString(hash[:5])
	for part := range chunks(names) {
		if err := c.seatSome(ctx, ci, tag, part, spoke, who); err != nil {
			return err
		}
	}
	n, err := c.Ent.CircleSeat.Query().Where(circleseat.CircleID(ci.ID), circleseat.StatusEQ(circleseat.StatusACTIVE)).Count(ctx)
	if err != nil {
		return err
	}
	return ci.Update().SetSeatsTaken(n).Exec(ctx)
}

func (c *Core) seatSome(ctx context.Context, ci *ent.Circle, tag string, names []string, spoke map[string]bool, who speakers) error {
	have, err := c.Ent.Organization.Query().Where(organization.Source("conversation-"+tag), organization.ExternalIDIn(names...)).All(ctx)
	if err != nil {
		return err
	}
	for _, o := range have {
		who.orgs[*o.ExternalID] = o.ID
	}
	var orgs []*ent.OrganizationCreate
	var people []*ent.UserCreate
	var seats []*ent.CircleSeatCreate
	emails := map[string]string{}
	for i, name := range names {
		label := name
		if label == "" {
			label = "—"
		}
		if spoke[name] {
			emails[fmt.Sprintf("%s.%x@imported.invalid", tag, name)] = name
		}
		if who.orgs[name] != "" {
			continue
		}
		orgs = append(orgs, c.Ent.Organization.Create().SetSlug(fmt.Sprintf("%s-%x-%d", tag, name, i)).SetName(label+" · "+cut(ci.Name, 200)).
			SetClaimed(false).SetSource("conversation-"+tag).SetExternalID(name))
	}
	made, err := c.Ent.Organization.CreateBulk(orgs...).Save(ctx)
	if err != nil {
		return fmt.Errorf("participants: %w", err)
	}
	for _, o := range made {
		who.orgs[*o.ExternalID] = o.ID
		seats = append(seats, c.Ent.CircleSeat.Create().SetCircleID(ci.ID).SetOrganizationID(o.ID).SetStatus(circleseat.StatusACTIVE).SetJoinedAt(c.now()))
	}
	if err := c.Ent.CircleSeat.CreateBulk(seats...).Exec(ctx); err != nil {
		return fmt.Errorf("seats: %w", err)
	}
	addresses := make([]string, 0, len(emails))
	for e := range emails {
		addresses = append(addresses, e)
	}
	known, err := c.Ent.User.Query().Where(user.EmailIn(addresses...)).All(ctx)
	if err != nil {
		return err
	}
	for _, u := range known {
		who.users[emails[u.Email]] = u.ID
	}
	for e, name := range emails {
		if who.users[name] == "" {
			label := name
			if label == "" {
				label = "—"
			}
			people = append(people, c.Ent.User.Create().SetEmail(e).SetName(label))
		}
	}
	added, err := c.Ent.User.CreateBulk(people...).Save(ctx)
	if err != nil {
		return fmt.Errorf("speakers: %w", err)
	}
	for _, u := range added {
		who.users[emails[u.Email]] = u.ID
	}
	return nil
}

func (c *Core) importMeeting(ctx context.Context, host *ent.Organization, key string, conv importing.Conversation, who speakers, done *ImportedConversation) error {
	_, err := c.do(ctx, command{name: "importMeeting", organizationID: host.ID}, func(ctx context.Context, ch *change) (string, error) {
		have, err := c.Ent.Thread.Query().Where(thread.ImportKey(key)).Exist(ctx)
		if err != nil || have {
			return done.CircleID, err
		}
		first := conv.Turns[0].Speaker
		t, err := c.Ent.Thread.Create().SetKind(thread.KindDISCUSSION).SetTitle(cut(conv.Title, 300)).SetSubjectID(done.CircleID).SetCircleID(done.CircleID).
			SetOrganizationID(who.orgs[first]).SetAuthorID(who.users[first]).SetImportKey(key).Save(ctx)
		if err != nil {
			return "", err
		}
		number := 0
		var last *ent.Comment
		for part := range chunks(conv.Turns) {
			rows := make([]*ent.CommentCreate, len(part))
			for i, turn := range part {
				number++
				rows[i] = c.Ent.Comment.Create().SetThreadID(t.ID).SetNumber(number).SetAuthorID(who.users[turn.Speaker]).
					SetOrganizationID(who.orgs[turn.Speaker]).SetPlace(done.CircleID).SetBody(turn.Text)
			}
			made, err := c.Ent.Comment.CreateBulk(rows...).Save(ctx)
			if err != nil {
				return "", fmt.Errorf("turns: %w", err)
			}
			last = made[len(made)-1]
		}
		done.Threads++
		done.Comments += number
		ch.event(done.CircleID, "THREAD_STARTED", t.ID)
		return t.ID, t.Update().SetCommentCount(number).SetLastCommentID(last.ID).Exec(ctx)
	})
	return err
}

// verdicts are the options of an imported decision, by the vote's value plus one.
var verdicts = []string{"不同意 disagree", "略过 pass", "同意 agree"}

func (c *Core) importStatement(ctx context.Context, ch *change, key string, s importing.Statement, who speakers, done *ImportedConversation) error {
	at := key + "#" + s.ID
	have, err := c.Ent.Thread.Query().Where(thread.ImportKey(at)).Exist(ctx)
	if err != nil || have {
		return err
	}
	title := strings.Join(strings.Fields(s.Body), " ")
	if title == "" {
		title = "—"
	}
	t, err := c.Ent.Thread.Create().SetKind(thread.KindDECISION).SetTitle(cut(title, 300)).SetSubjectID(done.CircleID).SetCircleID(done.CircleID).
		SetOrganizationID(who.orgs[s.Author]).SetAuthorID(who.users[s.Author]).SetImportKey(at).Save(ctx)
	if err != nil {
		return err
	}
	say := c.Ent.Comment.Create().SetThreadID(t.ID).SetNumber(1).SetAuthorID(t.AuthorID).SetOrganizationID(t.OrganizationID).SetPlace(done.CircleID).SetBody(s.Body)
	if s.Rejected {
		say.SetBody("").SetState(comment.StateHIDDEN).SetHiddenReason("由主持人隐藏 hidden by the moderators of the conversation")
	}
	k, err := say.Save(ctx)
	if err != nil {
		return err
	}
	if s.Rejected {
		if err := c.Ent.CommentEdit.Create().SetCommentID(k.ID).SetBody(s.Body).SetHiding(true).SetUserID(t.AuthorID).Exec(ctx); err != nil {
			return err
		}
	}
	if err := t.Update().SetCommentCount(1).SetLastCommentID(k.ID).Exec(ctx); err != nil {
		return err
	}
	if err := c.newDecision(ctx, t, DecisionInput{Options: verdicts}); err != nil {
		return err
	}
	d, err := c.Ent.Decision.Query().Where(decision.ThreadID(t.ID)).WithOptions(func(q *ent.DecisionOptionQuery) { q.Order(ent.Asc("position")) }).Only(ctx)
	if err != nil {
		return err
	}
	for part := range chunks(s.Votes) {
		rows := make([]*ent.DecisionVoteCreate, len(part))
		for i, v := range part {
			rows[i] = c.Ent.DecisionVote.Create().SetDecisionID(d.ID).SetOptionID(d.Edges.Options[v.Value+1].ID).
				SetOrganizationID(who.orgs[v.Voter]).SetUserID("")
		}
		if err := c.Ent.DecisionVote.CreateBulk(rows...).Exec(ctx); err != nil {
			return fmt.Errorf("votes: %w", err)
		}
	}
	done.Threads++
	done.Comments++
	done.Votes += len(s.Votes)
	ch.event(done.CircleID, "THREAD_STARTED", t.ID)
	return c.conclude(ctx, ch, d)
}
