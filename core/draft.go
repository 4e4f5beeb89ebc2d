package core

import (
	"context"
	"fmt"
	"slices"

	"github.com/oklog/ulid/v2"
	"github.com/tongxing/tongxing/access"
	"github.com/tongxing/tongxing/ent"
	"github.com/tongxing/tongxing/ent/draftedit"
	"github.com/tongxing/tongxing/ent/playbook"
	"github.com/tongxing/tongxing/ent/playbookstep"
	"github.com/tongxing/tongxing/ent/playbookversion"
)

// DraftInput is what a draft says; nil leaves a field as it is. Steps, when given, are all steps in their new order.
type DraftInput struct {
	Title, What, Why, TimeRequired, Cost, WorksWhen, FailsWhen, Beneficiaries, ChangeNote *string
	Steps                                                                                 []*StepInput
}

// StepInput is one step. Without a key it is new; with the key of a step of the draft it replaces that one.
type StepInput struct {
	StepKey, Title, Body, Role, Duration *string
	Importance                           *playbookstep.Importance
}

// maxSteps is how many steps a version may have.
const maxSteps = 300

// fields lists the texts of a draft with their columns and limits.
func (in *DraftInput) fields() []struct {
	name, column string
	value        *string
	limit        int
} {
	return []struct {
		name, column string
		value        *string
		limit        int
	}{
		{"title", playbookversion.FieldTitle, in.Title, 300},
		{"what", playbookversion.FieldWhat, in.What, 1_000_000},
		{"why", playbookversion.FieldWhy, in.Why, 100_000},
		{"timeRequired", playbookversion.FieldTimeRequired, in.TimeRequired, 500},
		{"cost", playbookversion.FieldCost, in.Cost, 500},
		{"worksWhen", playbookversion.FieldWorksWhen, in.WorksWhen, 20_000},
		{"failsWhen", playbookversion.FieldFailsWhen, in.FailsWhen, 20_000},
		{"beneficiaries", playbookversion.FieldBeneficiaries, in.Beneficiaries, 20_000},
		{"changeNote", playbookversion.FieldChangeNote, in.ChangeNote, 20_000},
	}
}

func (in *DraftInput) check(prefix string) error {
	for _, f := range in.fields() {
		if f.value == nil {
			continue
		}
		if err := text(prefix+f.name, *f.value, f.limit, f.name == "title"); err != nil {
			return err
		}
	}
	if len(in.Steps) > maxSteps {
		return refuse(CodeInvalid, prefix+"steps", "err.tooMany", maxSteps)
	}
	seen := map[string]bool{}
	for i, s := range in.Steps {
		at := fmt.Sprintf("%ssteps.%d.", prefix, i)
		if err := first(line(at+"stepKey", value(s.StepKey), 80, false), line(at+"title", value(s.Title), 300, false),
			text(at+"body", value(s.Body), 500_000, false), line(at+"role", value(s.Role), 200, false),
			line(at+"duration", value(s.Duration), 200, false)); err != nil {
			return err
		}
		if key := value(s.StepKey); key != "" {
			if seen[key] {
				return refuse(CodeInvalid, at+"stepKey", "err.stepOrder")
			}
			seen[key] = true
		}
	}
	return nil
}

// apply sets the given fields on a version's mutation and returns their names.
func (in *DraftInput) apply(m *ent.PlaybookVersionMutation) (changed []string) {
	for _, f := range in.fields() {
		if f.value != nil {
			_ = m.SetField(f.column, *f.value) // the columns are the version's own
			changed = append(changed, f.name)
		}
	}
	return changed
}

// UpdateDraftInput edits a draft. ExpectedVersion is the edit that the person saw.
type UpdateDraftInput struct {
	OrganizationID, PlaybookID string
	ExpectedVersion            int
	Draft                      DraftInput
	IdempotencyKey             *string
}

// UpdatePlaybookDraft edits the draft. Who edits what somebody else has changed in the meantime gets STALE_VERSION.
func (c *Core) UpdatePlaybookDraft(ctx context.Context, in UpdateDraftInput) (string, error) {
	if err := in.Draft.check("draft."); err != nil {
		return "", err
	}
	return c.transition(ctx, "updatePlaybookDraft", "edit", in.OrganizationID, in.PlaybookID, in.IdempotencyKey, in,
		func(ctx context.Context, ch *change, p *ent.Playbook) error {
			v, err := c.editable(ctx, p, in.ExpectedVersion)
			if err != nil {
				return err
			}
			var keys []string
			if in.Draft.Steps != nil {
				before, err := v.QuerySteps().All(ctx)
				if err != nil {
					return err
				}
				if keys, err = c.writeSteps(ctx, v.ID, before, in.Draft.Steps); err != nil {
					return err
				}
			}
			return c.edited(ctx, ch, p, v, &in.Draft, keys)
		})
}

// ReorderInput gives the steps of a draft a new order.
type ReorderInput struct {
	OrganizationID, PlaybookID string
	ExpectedVersion            int
	StepKeys                   []string
	IdempotencyKey             *string
}

// ReorderPlaybookSteps puts the draft's steps into the order of the keys, each named once.
func (c *Core) ReorderPlaybookSteps(ctx context.Context, in ReorderInput) (string, error) {
	return c.transition(ctx, "reorderPlaybookSteps", "edit", in.OrganizationID, in.PlaybookID, in.IdempotencyKey, in,
		func(ctx context.Context, ch *change, p *ent.Playbook) error {
			v, err := c.editable(ctx, p, in.ExpectedVersion)
			if err != nil {
				return err
			}
			steps, err := v.QuerySteps().All(ctx)
			if err != nil {
				return err
			}
			var moved []string
			if len(steps) != len(in.StepKeys) {
				return refuse(CodeInvalid, "stepKeys", "err.stepOrder")
			}
			for _, s := range steps {
				at := slices.Index(in.StepKeys, s.StepKey)
				if at < 0 {
					return refuse(CodeInvalid, "stepKeys", "err.stepOrder")
				}
				if s.Position != at+1 {
					moved = append(moved, s.StepKey)
					if err := s.Update().SetPosition(at + 1).Exec(ctx); err != nil {
						return err
					}
				}
			}
			return c.edited(ctx, ch, p, v, &DraftInput{}, moved)
		})
}

// StartPlaybookDraft copies the published version into a new draft with the next number; steps keep their keys.
func (c *Core) StartPlaybookDraft(ctx context.Context, in PlaybookInput) (string, error) {
	return c.transition(ctx, "startPlaybookDraft", "edit", in.OrganizationID, in.PlaybookID, in.IdempotencyKey, in,
		func(ctx context.Context, ch *change, p *ent.Playbook) error {
			if p.Status == playbook.StatusARCHIVED {
				return refuse(CodeIllegalTransition, "playbookId", "err.archived")
			}
			if _, err := c.open(ctx, p.ID); err == nil {
				return refuse(CodeIllegalTransition, "playbookId", "err.hasDraft")
			} else if !ent.IsNotFound(err) {
				return err
			}
			from, err := c.Ent.PlaybookVersion.Query().Where(playbookversion.PlaybookID(p.ID)).
				Order(ent.Desc(playbookversion.FieldNumber)).WithSteps().First(ctx)
			if err != nil {
				return err
			}
			v, err := c.Ent.PlaybookVersion.Create().SetPlaybookID(p.ID).SetNumber(from.Number + 1).SetTitle(from.Title).
				SetWhat(from.What).SetWhy(from.Why).SetTimeRequired(from.TimeRequired).SetCost(from.Cost).
				SetWorksWhen(from.WorksWhen).SetFailsWhen(from.FailsWhen).SetBeneficiaries(from.Beneficiaries).
				SetEvidenceLevel(from.EvidenceLevel).SetAuthorID(access.ViewerFrom(ctx).UserID).Save(ctx)
			if ent.IsConstraintError(err) { // another draft began at the same moment
				return refuse(CodeIllegalTransition, "playbookId", "err.hasDraft")
			}
			if err != nil {
				return err
			}
			copies := make([]*ent.PlaybookStepCreate, len(from.Edges.Steps))
			for i, s := range from.Edges.Steps {
				copies[i] = c.Ent.PlaybookStep.Create().SetVersionID(v.ID).SetStepKey(s.StepKey).SetPosition(s.Position).
					SetTitle(s.Title).SetBody(s.Body).SetImportance(s.Importance).SetRole(s.Role).SetDuration(s.Duration)
			}
			if err := c.Ent.PlaybookStep.CreateBulk(copies...).Exec(ctx); err != nil {
				return err
			}
			ch.event(p.OrganizationID, "PLAYBOOK_DRAFT_STARTED", v.ID)
			ch.audit("playbook.draft", v.ID, "")
			return nil
		})
}

// editable returns the draft if it may be edited and is at the expected edit. CHANGES_REQUESTED becomes DRAFT by an edit.
func (c *Core) editable(ctx context.Context, p *ent.Playbook, expected int) (*ent.PlaybookVersion, error) {
	if p.Status == playbook.StatusARCHIVED {
		return nil, refuse(CodeIllegalTransition, "playbookId", "err.archived")
	}
	v, err := c.open(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	if v.State == playbookversion.StateIN_REVIEW {
		return nil, refuse(CodeIllegalTransition, "playbookId", "err.illegalTransition", v.State)
	}
	if v.Edit != expected {
		return nil, refuse(CodeStaleVersion, "expectedVersion", "err.stale", v.Edit)
	}
	return v, nil
}

// edited counts the edit and keeps what it touched. The edit is in the condition: of two at once, one loses.
func (c *Core) edited(ctx context.Context, ch *change, p *ent.Playbook, v *ent.PlaybookVersion, in *DraftInput, keys []string) error {
	u := c.Ent.PlaybookVersion.Update().Where(playbookversion.ID(v.ID), playbookversion.Edit(v.Edit)).
		SetEdit(v.Edit + 1).SetState(playbookversion.StateDRAFT)
	fields := in.apply(u.Mutation())
	n, err := u.Save(ctx)
	if err != nil {
		return err
	}
	if n != 1 {
		return refuse(CodeStaleVersion, "expectedVersion", "err.stale", v.Edit+1)
	}
	if in.Title != nil && p.LatestNumber == 0 {
		if err := p.Update().SetTitle(*in.Title).Exec(ctx); err != nil {
			return err
		}
	}
	err = c.Ent.DraftEdit.Create().SetVersionID(v.ID).SetEdit(v.Edit + 1).SetUserID(access.ViewerFrom(ctx).UserID).
		SetFields(fields).SetStepKeys(keys).Exec(ctx)
	if err != nil {
		return err
	}
	ch.event(p.OrganizationID, "PLAYBOOK_DRAFT_EDITED", v.ID)
	ch.audit("playbook.edit", v.ID, "")
	return nil
}

// writeSteps makes the draft's steps what the input says and returns the keys of those that it touched.
func (c *Core) writeSteps(ctx context.Context, versionID string, before []*ent.PlaybookStep, steps []*StepInput) ([]string, error) {
	old := make(map[string]*ent.PlaybookStep, len(before))
	for _, s := range before {
		old[s.StepKey] = s
	}
	var touched []string
	var creates []*ent.PlaybookStepCreate
	for i, in := range steps {
		key := value(in.StepKey)
		if s, ok := old[key]; ok && key != "" {
			delete(old, key)
			if s.Position == i+1 && same(s.Title, in.Title) && same(s.Body, in.Body) && same(s.Role, in.Role) &&
				same(s.Duration, in.Duration) && (in.Importance == nil || *in.Importance == s.Importance) {
				continue
			}
			err := s.Update().SetPosition(i + 1).SetNillableTitle(in.Title).SetNillableBody(in.Body).SetNillableRole(in.Role).
				SetNillableDuration(in.Duration).SetNillableImportance(in.Importance).Exec(ctx)
			if err != nil {
				return nil, err
			}
			touched = append(touched, key)
			continue
		}
		if key != "" && before != nil {
			return nil, refuse(CodeNotFound, fmt.Sprintf("draft.steps.%d.stepKey", i), "err.stepKey")
		}
		if key == "" {
			key = "s" + ulid.Make().String()
		}
		creates = append(creates, c.Ent.PlaybookStep.Create().SetVersionID(versionID).SetStepKey(key).SetPosition(i+1).
			SetNillableTitle(in.Title).SetNillableBody(in.Body).SetNillableRole(in.Role).SetNillableDuration(in.Duration).
			SetNillableImportance(in.Importance))
		touched = append(touched, key)
	}
	for key, s := range old {
		if err := c.Ent.PlaybookStep.DeleteOne(s).Exec(ctx); err != nil {
			return nil, err
		}
		touched = append(touched, key)
	}
	slices.Sort(touched)
	return touched, c.Ent.PlaybookStep.CreateBulk(creates...).Exec(ctx)
}

func same(have string, want *string) bool { return want == nil || *want == have }

// Staleness says what has changed in a draft since an edit: for the loser of two concurrent edits.
type Staleness struct {
	CurrentVersion int
	Fields         []string
	StepKeys       []string
}

// DraftChangesSince returns what was touched after the edit, if the viewer's organization owns the playbook.
func (c *Core) DraftChangesSince(ctx context.Context, playbookID string, edit int) (*Staleness, error) {
	v, err := c.open(ctx, playbookID)
	if err != nil {
		return nil, err
	}
	p, err := c.Ent.Playbook.Get(ctx, playbookID)
	if err != nil {
		return nil, err
	}
	if access.ViewerFrom(ctx).RoleIn(p.OrganizationID) == "" {
		return nil, access.ErrForbidden
	}
	edits, err := c.Ent.DraftEdit.Query().Where(draftedit.VersionID(v.ID), draftedit.EditGT(edit)).All(access.System(ctx))
	if err != nil {
		return nil, err
	}
	s := &Staleness{CurrentVersion: v.Edit, Fields: []string{}, StepKeys: []string{}}
	for _, e := range edits {
		s.Fields = append(s.Fields, e.Fields...)
		s.StepKeys = append(s.StepKeys, e.StepKeys...)
	}
	slices.Sort(s.Fields)
	slices.Sort(s.StepKeys)
	s.Fields, s.StepKeys = slices.Compact(s.Fields), slices.Compact(s.StepKeys)
	return s, nil
}
