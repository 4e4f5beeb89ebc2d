package core

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/tongxing/tongxing/access"
	"github.com/tongxing/tongxing/ent"
	"github.com/tongxing/tongxing/ent/importrow"
	"github.com/tongxing/tongxing/ent/importrun"
	"github.com/tongxing/tongxing/ent/organization"
	"github.com/tongxing/tongxing/importing"
)

// OrganizationImport is a table of organizations.
type OrganizationImport struct {
	Source        string // names the set: an organization is known again by it and its id there
	File          string // for the report
	Organizations []importing.Organization
	Problems      []importing.Problem // rows that became no organization
	DryRun        bool
	Tell          func(Imported) // of each row as it happens; may be nil
}

// batch is how many organizations one transaction takes. On SQLite other writers wait for it.
const batch = 200

// ImportOrganizations makes an unclaimed organization of each row, some hundreds in a transaction; when one fails, its
// rows are tried one by one. One that was imported before is UNCHANGED, or UPDATED when the source says something else of it;
// one that people have claimed since is theirs, and SKIPPED. It returns the run's id. It is for the operator's command.
func (c *Core) ImportOrganizations(ctx context.Context, in OrganizationImport) (string, error) {
	if err := checkSource(in.Source); err != nil {
		return "", err
	}
	return c.importOrganizations(access.System(ctx), in, command{name: "importOrganizations"})
}

func (c *Core) importOrganizations(ctx context.Context, in OrganizationImport, cmd command) (string, error) {
	i, fresh, err := c.beginImport(ctx, cmd, importrun.KindORGANIZATIONS, in.Source, in.DryRun, in.Tell)
	if err != nil || !fresh {
		return i.run, err
	}
	if err := i.problems(in.Problems); err != nil {
		return "", err
	}
	for part := range slices.Chunk(in.Organizations, batch) {
		rows := make([]Imported, len(part))
		if i.late() {
			for n := range rows {
				rows[n].Outcome, rows[n].Reason = importrow.OutcomeSKIPPED, outOfTime
			}
		} else if err := i.organizations(in, part, rows); err != nil {
			for n := range part {
				if err := i.organizations(in, part[n:n+1], rows[n:n+1]); err != nil {
					rows[n] = Imported{Outcome: importrow.OutcomeREFUSED, Reason: i.reason(err)}
				}
			}
		}
		for n, r := range rows {
			r.File, r.Line, r.Name = in.File, part[n].Line, part[n].Name
			if err := i.note(r); err != nil {
				return "", err
			}
		}
	}
	return i.run, i.finish()
}

// organizations writes some of them in one transaction, and says in rows what became of each.
func (i *importer) organizations(in OrganizationImport, part []importing.Organization, rows []Imported) error {
	_, err := i.c.do(i.ctx, command{name: "importOrganizations"}, func(ctx context.Context, ch *change) (string, error) {
		h, err := i.c.have(ctx, in.Source, part)
		if err != nil {
			return "", err
		}
		var creates []*ent.OrganizationCreate
		var at []int
		for n := range part {
			o := &part[n]
			rows[n] = Imported{Reason: strings.Join(o.Notes, "; ")}
			switch old := h.byID[o.ExternalID]; {
			case old != nil:
				if err := i.c.updateImported(ctx, ch, h, old, o, &rows[n]); err != nil {
					return "", err
				}
			case o.Registration != "" && h.byRegistration[o.Registration] != nil:
				other := h.byRegistration[o.Registration]
				rows[n] = Imported{Outcome: importrow.OutcomeSKIPPED, ID: other.ID,
					Reason: fmt.Sprintf("known already, as %q, by the registration id %s", other.Name, o.Registration)}
			default:
				rows[n].Outcome = importrow.OutcomeCREATED
				creates, at = append(creates, i.c.createImported(in.Source, h, o)), append(at, n)
			}
		}
		made, err := i.c.Ent.Organization.CreateBulk(creates...).Save(ctx)
		if err != nil {
			return "", err
		}
		for n, o := range made {
			rows[at[n]].ID = o.ID
			ch.event(o.ID, "ORGANIZATION_CREATED", o.ID)
		}
		ch.audit("organization.import", i.run, fmt.Sprintf("%s: %d created", in.Source, len(made)))
		if i.dry {
			return "", errDryRun
		}
		return i.run, nil
	})
	if errors.Is(err, errDryRun) {
		return nil
	}
	return err
}

// known are the organizations that a part of a table may be about.
type known struct {
	byID, byRegistration map[string]*ent.Organization
	slugs                map[string]bool
}

func (c *Core) have(ctx context.Context, source string, part []importing.Organization) (*known, error) {
	ids, registrations, slugs := make([]string, len(part)), []string{}, make([]string, len(part))
	for n, o := range part {
		ids[n], slugs[n] = o.ExternalID, importedSlug(source, &o)
		if o.Registration != "" {
			registrations = append(registrations, o.Registration)
		}
	}
	all, err := c.Ent.Organization.Query().Where(organization.Or(
		organization.And(organization.Source(source), organization.ExternalIDIn(ids...)),
		organization.RegistrationIDIn(registrations...), organization.SlugIn(slugs...))).All(ctx)
	if err != nil {
		return nil, err
	}
	h := &known{map[string]*ent.Organization{}, map[string]*ent.Organization{}, map[string]bool{}}
	for _, o := range all {
		h.slugs[o.Slug] = true
		if value(o.Source) == source {
			h.byID[value(o.ExternalID)] = o
		}
		if o.RegistrationID != nil {
			h.byRegistration[*o.RegistrationID] = o
		}
	}
	return h, nil
}

func (c *Core) createImported(source string, h *known, o *importing.Organization) *ent.OrganizationCreate {
	slug := importedSlug(source, o)
	if h.slugs[slug] {
		sum := sha256.Sum256([]byte(source + separator + o.ExternalID))
		slug = strings.Trim(cut(slug, 60), "-") + "-" + hex.EncodeToString(sum[:6])
	}
	h.slugs[slug] = true
	create := c.Ent.Organization.Create().SetSlug(slug).SetName(o.Name).SetMission(o.Mission).SetClaimed(false).
		SetSource(source).SetExternalID(o.ExternalID).SetSourceDigest(o.Digest).SetCausesInferred(o.Inferred).AddCauseIDs(causeIDsOf(o)...)
	if o.Kind != "" {
		create.SetKind(organization.Kind(o.Kind))
	}
	if o.Website != "" {
		create.SetWebsite(o.Website)
	}
	if o.Registration != "" {
		create.SetRegistrationID(o.Registration)
	}
	if o.Region != "" {
		create.SetRegionID(RegionID(o.Region))
	}
	return create
}

func causeIDsOf(o *importing.Organization) []string {
	ids := make([]string, len(o.Causes))
	for n, k := range o.Causes {
		ids[n] = CauseID(k)
	}
	return ids
}

// updateImported takes what the source says now, if nobody speaks for the organization here.
func (c *Core) updateImported(ctx context.Context, ch *change, h *known, old *ent.Organization, o *importing.Organization, r *Imported) error {
	r.ID = old.ID
	switch {
	case value(old.SourceDigest) == o.Digest:
		r.Outcome, r.Reason = importrow.OutcomeUNCHANGED, ""
		return nil
	case old.Claimed:
		r.Outcome, r.Reason = importrow.OutcomeSKIPPED, "the source says something new of it, but its own people keep the profile now"
		return nil
	}
	r.Outcome = importrow.OutcomeUPDATED
	u := old.Update().SetName(o.Name).SetMission(o.Mission).SetSourceDigest(o.Digest).SetCausesInferred(o.Inferred).
		ClearCauses().AddCauseIDs(causeIDsOf(o)...).ClearWebsite().ClearRegion().SetKind(organization.KindOTHER)
	if o.Kind != "" {
		u.SetKind(organization.Kind(o.Kind))
	}
	if o.Website != "" {
		u.SetWebsite(o.Website)
	}
	if o.Region != "" {
		u.SetRegionID(RegionID(o.Region))
	}
	switch other := h.byRegistration[o.Registration]; {
	case o.Registration == "":
		u.ClearRegistrationID()
	case other != nil && other.ID != old.ID:
		r.Reason = strings.TrimPrefix(r.Reason+fmt.Sprintf("; the registration id %s is that of %q", o.Registration, other.Name), "; ")
	default:
		u.SetRegistrationID(o.Registration)
		h.byRegistration[o.Registration] = old
	}
	if err := u.Exec(ctx); err != nil {
		return err
	}
	ch.event(old.ID, "ORGANIZATION_UPDATED", old.ID)
	return nil
}

// importedSlug is the organization's name in addresses: its registration id, else its set and its id there.
func importedSlug(source string, o *importing.Organization) string {
	s := o.Registration
	if s == "" {
		s = source + "-" + o.ExternalID
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return '-'
	}, s)
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '-' }), "-")
	if s = strings.Trim(cut(s, 80), "-"); s == "" {
		sum := sha256.Sum256([]byte(source + separator + o.ExternalID))
		s = "org-" + hex.EncodeToString(sum[:8])
	}
	return s
}

// TableFormat is how a table is written, in the API.
type TableFormat importing.Format

// MarshalGQL writes the enum's value.
func (f TableFormat) MarshalGQL(w io.Writer) { _, _ = io.WriteString(w, strconv.Quote(string(f))) }

// UnmarshalGQL reads it.
func (f *TableFormat) UnmarshalGQL(v any) error {
	s, _ := v.(string)
	switch importing.Format(s) {
	case importing.CSV, importing.TSV, importing.JSON, importing.JSONL:
		*f = TableFormat(s)
		return nil
	}
	return fmt.Errorf("%q is not a TableFormat", s)
}

// ImportOrganizationsInput is an import through the API.
type ImportOrganizationsInput struct {
	Source         string
	Format         TableFormat
	Content        string
	Mapping        []*ImportMappingInput
	DryRun         *bool
	IdempotencyKey *string
}

// ImportMappingInput says which column gives a field.
type ImportMappingInput struct{ Field, Column string }

// ImportMapping is what a mapping says of one field.
type ImportMapping struct {
	Field   string
	Columns []string
}

// maxTable is how long a table may be in one mutation, in bytes.
const maxTable = 1 << 20

// ImportTable is ImportOrganizations for an operator. It returns the mapping that was used; without one given, a dry run
// proposes it and anything else is refused: people confirm it.
func (c *Core) ImportTable(ctx context.Context, in ImportOrganizationsInput) (string, []*ImportMapping, error) {
	ctx, err := access.Check(ctx, access.Action{Noun: "organization", Verb: "import"}, "")
	if err != nil {
		return "", nil, err
	}
	if err := first(checkSource(in.Source), required("content", in.Content)); err != nil {
		return "", nil, err
	}
	if len(in.Content) > maxTable {
		return "", nil, refuse(CodeTooLong, "content", "err.tooLong", maxTable)
	}
	t, err := importing.ReadTable(in.Source, []byte(in.Content), importing.Format(in.Format))
	if err != nil {
		return "", nil, refuse(CodeInvalid, "content", "err.importTable", err.Error())
	}
	m := importing.Mapping{}
	if in.Mapping == nil {
		m = importing.Propose(t)
	}
	said := make([]string, len(in.Mapping))
	for n, p := range in.Mapping {
		said[n] = p.Field + "=" + p.Column
	}
	if m, err = m.Override(t, said); err != nil {
		return "", nil, refuse(CodeInvalid, "mapping", "err.importMapping", err.Error())
	}
	shown := []*ImportMapping{}
	for _, f := range importing.Fields {
		if len(m[f]) > 0 {
			shown = append(shown, &ImportMapping{f, m[f]})
		}
	}
	if in.Mapping == nil && !value(in.DryRun) {
		return "", shown, refuse(CodeRequired, "mapping", "err.importConfirm")
	}
	all, problems, err := importing.Organizations(t, m, "")
	if err != nil {
		return "", shown, refuse(CodeInvalid, "mapping", "err.importMapping", err.Error())
	}
	id, err := c.importOrganizations(ctx, OrganizationImport{Source: in.Source, File: in.Source, Organizations: all, Problems: problems, DryRun: value(in.DryRun)},
		command{name: "importOrganizations", idempotencyKey: value(in.IdempotencyKey), input: in})
	return id, shown, err
}

func required(field, v string) error {
	if strings.TrimSpace(v) == "" {
		return refuse(CodeRequired, field, "err.required")
	}
	return nil
}
