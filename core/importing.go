package core

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/tongxing/tongxing/access"
	"github.com/tongxing/tongxing/ent"
	"github.com/tongxing/tongxing/ent/importrow"
	"github.com/tongxing/tongxing/ent/importrun"
	"github.com/tongxing/tongxing/ent/organization"
	"github.com/tongxing/tongxing/ent/playbook"
	"github.com/tongxing/tongxing/importing"
)

// Imported is what became of one document or row.
type Imported struct {
	File    string
	Outcome string // CREATED, UNCHANGED, SKIPPED or REFUSED
	Reason  string
	ID      string
}

// errDryRun undoes what a dry run did.
var errDryRun = errors.New("dry run")

// ImportPlaybooks makes a published playbook of each document for the organization of the slug; report is told of each
// as it happens. A document that was imported before is left alone: UNCHANGED, or SKIPPED when the file has changed
// since. A refused document does not stop the others. It is for the operator's command. A dry run changes nothing.
func (c *Core) ImportPlaybooks(ctx context.Context, slug, source string, audience playbook.Audience, docs []importing.Document,
	skipped []importing.Skipped, dryRun bool, report func(Imported)) error {
	ctx = access.System(ctx)
	o, err := c.Ent.Organization.Query().Where(organization.Slug(slug)).Only(ctx)
	if ent.IsNotFound(err) {
		return fmt.Errorf("no organization has the slug %q", slug)
	}
	if err != nil {
		return err
	}
	var rows []Imported
	note := func(i Imported) {
		rows = append(rows, i)
		report(i)
	}
	for _, s := range skipped {
		note(Imported{File: s.Path, Outcome: "SKIPPED", Reason: s.Reason})
	}
	for _, d := range docs {
		i, err := c.importDocument(ctx, o.ID, source, audience, d, dryRun)
		if err != nil {
			i = Imported{File: d.Path, Outcome: "REFUSED", Reason: err.Error()}
		}
		note(i)
	}
	if dryRun {
		return nil
	}
	return c.keepReport(ctx, importrun.KindPLAYBOOKS, source, o.ID, rows)
}

func (c *Core) importDocument(ctx context.Context, orgID, source string, audience playbook.Audience, d importing.Document, dryRun bool) (Imported, error) {
	key := source + "/" + d.Path
	have, err := c.Ent.Playbook.Query().Where(playbook.OrganizationID(orgID), playbook.ImportKey(key)).Only(ctx)
	switch {
	case err == nil && value(have.ImportDigest) == d.Digest:
		return Imported{File: d.Path, Outcome: "UNCHANGED", ID: have.ID}, nil
	case err == nil:
		return Imported{File: d.Path, Outcome: "SKIPPED", ID: have.ID, Reason: "the file has changed since it was imported: edit the playbook's draft"}, nil
	case !ent.IsNotFound(err):
		return Imported{}, err
	}
	in := CreatePlaybookInput{OrganizationID: orgID, Language: &d.Language, Draft: DraftInput{Title: &d.Title, What: &d.What}}
	for _, s := range d.Steps {
		in.Draft.Steps = append(in.Draft.Steps, &StepInput{StepKey: &s.Key, Title: &s.Title, Body: &s.Body})
	}
	if err := in.Draft.check(""); err != nil {
		return Imported{}, err
	}
	id, err := c.do(ctx, command{name: "importPlaybooks", organizationID: orgID}, func(ctx context.Context, ch *change) (string, error) {
		p, err := c.createPlaybook(ctx, in)
		if err != nil {
			return "", err
		}
		if p, err = p.Update().SetAudience(audience).SetImportKey(key).SetImportDigest(d.Digest).Save(ctx); err != nil {
			return "", err
		}
		v, err := c.open(ctx, p.ID)
		if err != nil {
			return "", err
		}
		if err := c.publish(ctx, ch, p, v); err != nil {
			return "", err
		}
		if dryRun {
			return "", errDryRun
		}
		return p.ID, nil
	})
	if err != nil && !errors.Is(err, errDryRun) {
		return Imported{}, err
	}
	return Imported{File: d.Path, Outcome: "CREATED", ID: id}, nil
}

// keepReport writes the run with its rows.
func (c *Core) keepReport(ctx context.Context, kind importrun.Kind, source, orgID string, rows []Imported) error {
	_, err := c.do(ctx, command{name: "import", organizationID: orgID}, func(ctx context.Context, ch *change) (string, error) {
		counts := map[string]int{}
		for _, r := range rows {
			counts[r.Outcome]++
		}
		run, err := c.Ent.ImportRun.Create().SetUserID(access.ViewerFrom(ctx).UserID).SetOrganizationID(orgID).SetKind(kind).
			SetSource(cut(source, 300)).SetCreatedCount(counts["CREATED"]).SetUnchangedCount(counts["UNCHANGED"]).
			SetRefusedCount(counts["REFUSED"] + counts["SKIPPED"]).Save(ctx)
		if err != nil {
			return "", err
		}
		for part := range chunks(rows) {
			creates := make([]*ent.ImportRowCreate, len(part))
			for i, r := range part {
				creates[i] = c.Ent.ImportRow.Create().SetRunID(run.ID).SetFile(cut(r.File, 500)).
					SetOutcome(importrow.Outcome(r.Outcome)).SetReason(cut(strings.ToValidUTF8(r.Reason, "?"), 2000))
				if r.ID != "" {
					creates[i].SetSubjectID(r.ID)
				}
			}
			if err := c.Ent.ImportRow.CreateBulk(creates...).Exec(ctx); err != nil {
				return "", err
			}
		}
		ch.audit("import", run.ID, source)
		return run.ID, nil
	})
	return err
}
