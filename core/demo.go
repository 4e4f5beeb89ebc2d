package core

import (
	"context"
	"fmt"

	"github.com/tongxing/tongxing/access"
	"github.com/tongxing/tongxing/ent"
	"github.com/tongxing/tongxing/ent/membership"
	"github.com/tongxing/tongxing/ent/organization"
	"github.com/tongxing/tongxing/ent/playbook"
	"github.com/tongxing/tongxing/ent/user"
)

// demoParts tell the sample's story, each on what the parts before it made. A part may run again: what is there stays.
var demoParts = []struct {
	name string
	load func(*demoWorld, context.Context) error
}{
	{"charities and their people", (*demoWorld).charities},
	{"playbooks", (*demoWorld).playbooks},
	{"a second version after a review", (*demoWorld).secondVersion},
}

// demoWorld is what the sample has so far: ids by the names that demo_data.go gives.
type demoWorld struct {
	*Core
	people        map[string]string // by e-mail address
	organizations map[string]string // by slug
	methods       map[string]string // playbooks by title
}

// LoadDemo writes the sample: an eastern, a western and a third school-aid charity, their people and playbooks, in
// Chinese and English. Its people have no passwords: `tongxing token create --email` signs in as one of them. Everything
// is done by commands, as the people themselves would.
func (c *Core) LoadDemo(ctx context.Context) error {
	w := &demoWorld{c, map[string]string{}, map[string]string{}, map[string]string{}}
	for _, part := range demoParts {
		if err := part.load(w, ctx); err != nil {
			return fmt.Errorf("demo, %s: %w", part.name, err)
		}
	}
	return nil
}

// as returns a context in which a person of the sample asks, with the roles that they have now.
func (w *demoWorld) as(ctx context.Context, email string) (context.Context, error) {
	v := &access.Viewer{UserID: w.people[email]}
	err := w.readRoles(ctx, v)
	return access.WithViewer(ctx, v), err
}

// once is an idempotency key: a part that was broken off goes on where it was.
func once(what string) *string {
	key := "demo/" + what
	return &key
}

func (w *demoWorld) charities(ctx context.Context) error {
	for _, d := range demoCharities {
		for _, p := range d.people {
			if err := w.person(ctx, p); err != nil {
				return err
			}
		}
		owner, err := w.as(ctx, d.people[0].email)
		if err != nil {
			return err
		}
		id, err := w.Ent.Organization.Query().Where(organization.Slug(d.slug)).OnlyID(ctx)
		if ent.IsNotFound(err) {
			region, kind, stage := RegionID(d.region), organization.KindSERVICE_ORG, organization.StageGROWING
			in := CreateOrganizationInput{Slug: d.slug, Name: d.name, Kind: &kind, Mission: &d.mission, Stage: &stage, RegionID: &region}
			for _, k := range d.causes {
				in.CauseIDs = append(in.CauseIDs, CauseID(k))
			}
			id, err = w.CreateOrganization(owner, in)
		}
		if err != nil {
			return err
		}
		w.organizations[d.slug] = id
		for _, p := range d.people[1:] {
			if err := w.member(access.System(owner), id, p); err != nil {
				return err
			}
		}
	}
	return nil
}

// person makes an account without a password.
func (w *demoWorld) person(ctx context.Context, p demoPerson) error {
	ctx = access.System(ctx)
	_, err := w.do(ctx, command{name: "demo"}, func(ctx context.Context, ch *change) (string, error) {
		u, err := w.Ent.User.Query().Where(user.Email(p.email)).Only(ctx)
		if ent.IsNotFound(err) {
			u, err = w.Ent.User.Create().SetEmail(p.email).SetName(p.name).SetLocale(p.locale).Save(ctx)
		}
		if err != nil {
			return "", err
		}
		w.people[p.email] = u.ID
		return u.ID, nil
	})
	return err
}

func (w *demoWorld) member(ctx context.Context, org string, p demoPerson) error {
	_, err := w.do(ctx, command{name: "demo", organizationID: org}, func(ctx context.Context, ch *change) (string, error) {
		id := w.people[p.email]
		there, err := w.Ent.Membership.Query().Where(membership.OrganizationID(org), membership.UserID(id)).Exist(ctx)
		if err != nil || there {
			return id, err
		}
		ch.event(org, "ORGANIZATION_UPDATED", org)
		return id, w.Ent.Membership.Create().SetOrganizationID(org).SetUserID(id).SetRole(p.role).Exec(ctx)
	})
	return err
}

func (w *demoWorld) playbooks(ctx context.Context) error {
	for _, d := range demoCharities {
		owner, err := w.as(ctx, d.people[0].email)
		if err != nil {
			return err
		}
		org := w.organizations[d.slug]
		for _, m := range d.methods {
			id, err := w.Ent.Playbook.Query().Where(playbook.OrganizationID(org), playbook.Title(m.title)).FirstID(owner)
			if ent.IsNotFound(err) {
				id, err = w.method(owner, org, m)
			}
			if err != nil {
				return err
			}
			w.methods[m.title] = id
		}
	}
	return nil
}

// method makes a playbook, shares it with everybody and publishes it.
func (w *demoWorld) method(ctx context.Context, org string, m demoMethod) (string, error) {
	in := CreatePlaybookInput{OrganizationID: org, Language: &m.language, MethodType: &m.kind, IdempotencyKey: once(m.title),
		Draft: DraftInput{Title: &m.title, What: &m.what, Why: &m.why, TimeRequired: &m.time, WorksWhen: &m.worksWhen, FailsWhen: &m.failsWhen}}
	for _, k := range m.causes {
		in.CauseIDs = append(in.CauseIDs, CauseID(k))
	}
	for _, s := range m.steps {
		in.Draft.Steps = append(in.Draft.Steps, &StepInput{Title: &s.title, Body: &s.body, Role: &s.role, Duration: &s.duration, Importance: &s.importance})
	}
	id, err := w.CreatePlaybook(ctx, in)
	if err != nil {
		return "", err
	}
	if _, err := w.SetPlaybookAudience(ctx, SetAudienceInput{OrganizationID: org, PlaybookID: id, Audience: playbook.AudiencePUBLIC,
		IdempotencyKey: once(m.title + "/audience")}); err != nil {
		return "", err
	}
	return w.PublishPlaybook(ctx, PlaybookInput{OrganizationID: org, PlaybookID: id, IdempotencyKey: once(m.title + "/publish")})
}

// secondVersion: the east mends step 3 of its visits, the west reads it, the east publishes.
func (w *demoWorld) secondVersion(ctx context.Context) error {
	east, west := demoCharities[0], demoCharities[1]
	org, id := w.organizations[east.slug], w.methods[east.methods[0].title]
	author, err := w.as(ctx, east.people[0].email)
	if err != nil {
		return err
	}
	reviewer, err := w.as(ctx, west.people[0].email)
	if err != nil {
		return err
	}
	p, err := w.Ent.Playbook.Query().Where(playbook.ID(id)).WithLatestVersion(func(q *ent.PlaybookVersionQuery) { q.WithSteps() }).Only(author)
	if err != nil || p.LatestNumber != 1 {
		return err
	}
	in := PlaybookInput{OrganizationID: org, PlaybookID: id, IdempotencyKey: once("second/draft")}
	if _, err := w.StartPlaybookDraft(author, in); err != nil {
		return err
	}
	draft := DraftInput{ChangeNote: &demoSecond.note}
	for _, s := range p.Edges.LatestVersion.Edges.Steps {
		step := &StepInput{StepKey: &s.StepKey}
		if s.Position == demoSecond.position {
			step.Body = &demoSecond.body
		}
		draft.Steps = append(draft.Steps, step)
	}
	if _, err := w.UpdatePlaybookDraft(author, UpdateDraftInput{OrganizationID: org, PlaybookID: id, ExpectedVersion: 1, Draft: draft,
		IdempotencyKey: once("second/edit")}); err != nil {
		return err
	}
	if _, err := w.SubmitPlaybookForReview(author, SubmitPlaybookInput{OrganizationID: org, PlaybookID: id, ExpectedVersion: 2,
		ReviewerOrganizationID: w.organizations[west.slug], IdempotencyKey: once("second/submit")}); err != nil {
		return err
	}
	v, err := w.open(reviewer, id)
	if err != nil {
		return err
	}
	if _, err := w.ReviewPlaybookVersion(reviewer, ReviewInput{OrganizationID: w.organizations[west.slug], VersionID: v.ID, Verdict: "APPROVED",
		Comment: &demoSecond.review, IdempotencyKey: once("second/review")}); err != nil {
		return err
	}
	in.IdempotencyKey = once("second/publish")
	_, err = w.PublishPlaybook(author, in)
	return err
}
