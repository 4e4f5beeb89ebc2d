package core

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/oklog/ulid/v2"
	"github.com/tongxing/tongxing/access"
	"github.com/tongxing/tongxing/ent"
	"github.com/tongxing/tongxing/ent/importrow"
	"github.com/tongxing/tongxing/ent/importrun"
	"github.com/tongxing/tongxing/ent/organization"
	"github.com/tongxing/tongxing/ent/playbook"
	"github.com/tongxing/tongxing/ent/playbookstep"
	"github.com/tongxing/tongxing/ent/playbookversion"
	"github.com/tongxing/tongxing/importing"
	"github.com/tongxing/tongxing/reference"
)

// PlaybookImport is a set of documents that become playbooks of one organization.
type PlaybookImport struct {
	OrganizationID string
	Source         string // names the set: a document is known again by it and its path
	Audience       playbook.Audience
	Publish        bool   // else drafts are made
	Licence        string // SPDX, of documents that do not say theirs; "" for not known
	Documents      []importing.Document
	Problems       []importing.Problem // files that became no document
	DryRun         bool
	Tell           func(Imported) // of each document as it happens; may be nil
}

// A document's key is its set's name, the separator and its path, in at most maxKey bytes.
const (
	separator = "//"
	maxKey    = 500
)

// noAssertion is SPDX's word for a licence that nobody has told.
const noAssertion = "NOASSERTION"

// OrganizationBySlug is the id of the organization of a slug, for the operator's commands.
func (c *Core) OrganizationBySlug(ctx context.Context, slug string) (string, error) {
	id, err := c.Ent.Organization.Query().Where(organization.Slug(slug)).OnlyID(access.System(ctx))
	if ent.IsNotFound(err) {
		return "", fmt.Errorf("no organization has the slug %q", slug)
	}
	return id, err
}

// ImportPlaybooks makes a playbook of each document, in a transaction each. A document that was imported before is
// UNCHANGED, or UPDATED by a new version when it has changed since and nobody has edited the playbook here; else it is
// SKIPPED. Links between the documents, and to those of the set imported before, become links between playbooks. A
// refused document does not stop the others. It returns the run's id. It is for the operator's command.
func (c *Core) ImportPlaybooks(ctx context.Context, in PlaybookImport) (string, error) {
	if err := checkSource(in.Source); err != nil {
		return "", err
	}
	return c.importPlaybooks(access.System(ctx), in, command{name: "importPlaybooks", organizationID: in.OrganizationID})
}

func (c *Core) importPlaybooks(ctx context.Context, in PlaybookImport, cmd command) (string, error) {
	o, err := c.Ent.Organization.Get(ctx, in.OrganizationID)
	if err != nil {
		return "", err
	}
	i, fresh, err := c.beginImport(ctx, cmd, importrun.KindPLAYBOOKS, in.Source, in.DryRun, in.Tell)
	if err != nil || !fresh {
		return i.run, err
	}
	if err := i.problems(in.Problems); err != nil {
		return "", err
	}
	known, err := c.importedBefore(ctx, in)
	if err != nil {
		return "", err
	}
	ids := connect(in.Documents, known)
	for n := range in.Documents {
		d := &in.Documents[n]
		r := Imported{File: d.Path, Name: d.Title}
		if i.late() {
			r.Outcome, r.Reason = importrow.OutcomeSKIPPED, outOfTime
		} else {
			p := playbookImport{PlaybookImport: in, id: ids[d.Path], have: known[d.Path], reviewed: o.ReviewRequired}
			i.document(p, d, &r)
		}
		if err := i.note(r); err != nil {
			return "", err
		}
	}
	return i.run, i.finish()
}

// importedBefore are the playbooks of the set, by the path of their document.
func (c *Core) importedBefore(ctx context.Context, in PlaybookImport) (map[string]*ent.Playbook, error) {
	prefix := in.Source + separator
	all, err := c.Ent.Playbook.Query().Where(playbook.OrganizationID(in.OrganizationID), playbook.ImportKeyHasPrefix(prefix)).All(ctx)
	if err != nil {
		return nil, err
	}
	known := make(map[string]*ent.Playbook, len(all))
	for _, p := range all {
		known[strings.TrimPrefix(*p.ImportKey, prefix)] = p
	}
	return known, nil
}

// connect gives each document its playbook's id, before there is one: links need it. Documents of the set that are not
// among these now can be linked to as well.
func connect(docs []importing.Document, known map[string]*ent.Playbook) map[string]string {
	ids := make(map[string]string, len(docs)+len(known))
	all := docs
	for path, p := range known {
		ids[path] = p.ID
	}
	here := map[string]bool{}
	for _, d := range docs {
		here[d.Path] = true
		if ids[d.Path] == "" && draftOf(&d).check("") == nil {
			ids[d.Path] = "pbk_" + ulid.Make().String()
		}
	}
	for path := range known {
		if !here[path] {
			all = append(all[:len(all):len(all)], importing.Document{Path: path})
		}
	}
	importing.Connect(all, func(path string) string { return ids[path] })
	copy(docs, all)
	return ids
}

func draftOf(d *importing.Document) *DraftInput {
	in := &DraftInput{Title: &d.Title, What: &d.What, Why: &d.Why, TimeRequired: &d.TimeRequired, Cost: &d.Cost}
	for n := range d.Steps {
		s := &d.Steps[n]
		in.Steps = append(in.Steps, &StepInput{StepKey: &s.Key, Title: &s.Title, Body: &s.Body})
	}
	return in
}

// playbookImport is the import of one document.
type playbookImport struct {
	PlaybookImport
	id       string        // of the playbook that is there, or is to be
	have     *ent.Playbook // nil for a new one
	reviewed bool          // the organization's playbooks are published only after a review
}

// document imports one, and says in the row what became of it.
func (i *importer) document(in playbookImport, d *importing.Document, r *Imported) {
	var notes []string
	publish := in.Publish && !d.Draft && !in.reviewed
	if in.Publish && d.Draft {
		notes = append(notes, "kept as a draft, as its front matter says")
	} else if in.Publish && in.reviewed {
		notes = append(notes, "kept as a draft: the organization's playbooks are published after a review")
	}
	var gone []string
	for _, m := range d.Missing {
		gone = append(gone, fmt.Sprintf("%s (line %d)", m.Target, m.Line))
	}
	if len(gone) > 0 {
		notes = append(notes, "links to documents that are not here: "+strings.Join(gone, ", "))
	}
	_, err := i.c.do(i.ctx, command{name: "importPlaybooks", organizationID: in.OrganizationID}, func(ctx context.Context, ch *change) (_ string, err error) {
		switch {
		case in.have == nil:
			r.Outcome = importrow.OutcomeCREATED
			err = i.c.importNew(ctx, ch, in, d, publish)
		case value(in.have.ImportDigest) == d.Digest:
			r.Outcome = importrow.OutcomeUNCHANGED
		default:
			var why string
			r.Outcome = importrow.OutcomeUPDATED
			if why, err = i.c.importAgain(ctx, ch, in, d, publish); why != "" {
				r.Outcome, notes = importrow.OutcomeSKIPPED, []string{why}
			}
		}
		if err == nil && i.dry {
			err = errDryRun
		}
		return in.id, err
	})
	r.ID, r.Reason = in.id, strings.Join(notes, "; ")
	if r.Outcome == importrow.OutcomeUNCHANGED {
		r.Reason = ""
	}
	if err != nil && !errors.Is(err, errDryRun) {
		r.Outcome, r.Reason = importrow.OutcomeREFUSED, i.reason(err)
		if in.have == nil {
			r.ID = ""
		}
	}
}

func (c *Core) importNew(ctx context.Context, ch *change, in playbookImport, d *importing.Document, publish bool) error {
	licence := d.Licence
	if licence == "" {
		licence = in.Licence
	}
	if licence == "" || line("licence", licence, 60, true) != nil {
		licence = noAssertion
	}
	draft := draftOf(d)
	key := in.Source + separator + d.Path
	if len(key) > maxKey {
		return refuse(CodeTooLong, "path", "err.tooLong", maxKey)
	}
	if err := draft.check(""); err != nil {
		return err
	}
	create := CreatePlaybookInput{OrganizationID: in.OrganizationID, Language: &d.Language, Licence: &licence, Draft: *draft, id: in.id}
	for _, k := range reference.MatchCause(reference.CauseText, strings.Join(d.Tags, "\n")) {
		if len(create.CauseIDs) < maxCauses {
			create.CauseIDs = append(create.CauseIDs, CauseID(k))
		}
	}
	p, err := c.createPlaybook(ctx, create)
	if err != nil {
		return err
	}
	v, err := c.open(ctx, p.ID)
	if err != nil {
		return err
	}
	if p, err = p.Update().SetAudience(in.Audience).SetImportKey(key).SetImportDigest(d.Digest).SetImportMark(mark(v)).Save(ctx); err != nil {
		return err
	}
	ch.event(p.OrganizationID, "PLAYBOOK_CREATED", p.ID)
	ch.audit("playbook.create", p.ID, key)
	if publish {
		return c.publish(ctx, ch, p, v)
	}
	return nil
}

// mark tells the version that an import wrote from what people made of it since.
func mark(v *ent.PlaybookVersion) string { return fmt.Sprintf("%s:%d", v.ID, v.Edit) }

// importAgain writes what has changed in a document: into its draft, or as a new version. why says why not.
func (c *Core) importAgain(ctx context.Context, ch *change, in playbookImport, d *importing.Document, publish bool) (why string, err error) {
	draft := draftOf(d)
	if err := draft.check(""); err != nil {
		return "", err
	}
	if in.have.Status == playbook.StatusARCHIVED {
		return "it has changed since it was imported, but the playbook is archived", nil
	}
	v, err := c.Ent.PlaybookVersion.Query().Where(playbookversion.PlaybookID(in.have.ID)).
		Order(ent.Desc(playbookversion.FieldNumber)).First(ctx)
	if err != nil {
		return "", err
	}
	if mark(v) != value(in.have.ImportMark) {
		return "it has changed since it was imported, but so has the playbook: edit its draft", nil
	}
	switch v.State {
	case playbookversion.StateDRAFT:
		if _, err := c.Ent.PlaybookStep.Delete().Where(playbookstep.VersionID(v.ID)).Exec(ctx); err != nil {
			return "", err
		}
		u := v.Update().SetEdit(v.Edit + 1)
		draft.apply(u.Mutation())
		if v, err = u.Save(ctx); err != nil {
			return "", err
		}
	case playbookversion.StatePUBLISHED:
		note := "Imported again: " + in.Source
		draft.ChangeNote = &note
		u := c.Ent.PlaybookVersion.Create().SetPlaybookID(in.have.ID).SetNumber(v.Number + 1).
			SetEvidenceLevel(v.EvidenceLevel).SetAuthorID(access.ViewerFrom(ctx).UserID)
		draft.apply(u.Mutation())
		if v, err = u.Save(ctx); err != nil {
			return "", err
		}
	default:
		return fmt.Sprintf("it has changed since it was imported, but the playbook's version is %s", v.State), nil
	}
	if _, err := c.writeSteps(ctx, v.ID, nil, draft.Steps); err != nil {
		return "", err
	}
	p, err := in.have.Update().SetImportDigest(d.Digest).SetImportMark(mark(v)).Save(ctx)
	if err != nil {
		return "", err
	}
	if publish {
		return "", c.publish(ctx, ch, p, v)
	}
	if p.LatestNumber == 0 {
		if err := p.Update().SetTitle(d.Title).Exec(ctx); err != nil {
			return "", err
		}
	}
	ch.event(p.OrganizationID, "PLAYBOOK_DRAFT_EDITED", v.ID)
	ch.audit("playbook.edit", v.ID, in.Source)
	return "", nil
}

func checkSource(source string) error {
	if strings.Contains(source, separator) || len(source) > 100 {
		return refuse(CodeInvalid, "source", "err.importSource")
	}
	return line("source", source, 100, true)
}

// ImportPlaybooksInput is an import through the API.
type ImportPlaybooksInput struct {
	OrganizationID string
	Source         string
	Documents      []*ImportDocumentInput
	Audience       *playbook.Audience
	Publish        *bool
	Licence        *string
	DryRun         *bool
	IdempotencyKey *string
}

// ImportDocumentInput is one document of it.
type ImportDocumentInput struct{ Path, Text string }

// maxDocuments is how many documents one mutation takes.
const maxDocuments = 100

// ImportDocuments is ImportPlaybooks for a viewer: who imports may publish and share as their role allows.
func (c *Core) ImportDocuments(ctx context.Context, in ImportPlaybooksInput) (string, error) {
	v := access.ViewerFrom(ctx)
	ctx, err := access.Check(ctx, access.Action{Noun: "playbook", Verb: "import"}, in.OrganizationID)
	if err != nil {
		return "", err
	}
	p := PlaybookImport{OrganizationID: in.OrganizationID, Source: in.Source, Audience: playbook.AudienceORGANIZATION, Publish: true,
		Licence: value(in.Licence), DryRun: value(in.DryRun)}
	if in.Audience != nil {
		p.Audience = *in.Audience
	}
	if in.Publish != nil {
		p.Publish = *in.Publish
	}
	switch {
	case p.Audience == playbook.AudienceCIRCLE:
		return "", refuse(CodeInvalid, "audience", "err.importCircle")
	case p.Publish && !access.Can(v, access.Action{Noun: "playbook", Verb: "publish"}, in.OrganizationID):
		return "", refuse(CodeForbidden, "publish", "err.forbidden")
	case p.Audience != playbook.AudienceORGANIZATION && !access.Can(v, access.Action{Noun: "playbook", Verb: "share"}, in.OrganizationID):
		return "", refuse(CodeForbidden, "audience", "err.forbidden")
	case len(in.Documents) == 0:
		return "", refuse(CodeRequired, "documents", "err.required")
	case len(in.Documents) > maxDocuments:
		return "", refuse(CodeInvalid, "documents", "err.tooMany", maxDocuments)
	}
	if err := first(checkSource(in.Source), line("licence", p.Licence, 60, false)); err != nil {
		return "", err
	}
	seen := map[string]bool{}
	for n, d := range in.Documents {
		path := strings.ReplaceAll(strings.TrimPrefix(d.Path, "./"), `\`, "/")
		at := fmt.Sprintf("documents.%d.path", n)
		if err := line(at, path, 400, true); err != nil {
			return "", err
		}
		if strings.HasPrefix(path, "/") || strings.Contains("/"+path+"/", "/../") || strings.Contains(path, "//") {
			return "", refuse(CodeInvalid, at, "err.importPath")
		}
		if seen[path] {
			return "", refuse(CodeInvalid, at, "err.importTwice")
		}
		seen[path] = true
		doc, problem := importing.Parse(path, []byte(d.Text))
		if problem != nil {
			p.Problems = append(p.Problems, *problem)
			continue
		}
		p.Documents = append(p.Documents, doc)
	}
	return c.importPlaybooks(ctx, p, command{name: "importPlaybooks", organizationID: in.OrganizationID,
		idempotencyKey: value(in.IdempotencyKey), input: in})
}
