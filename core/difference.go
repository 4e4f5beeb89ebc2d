package core

import (
	"context"
	"sort"

	"github.com/tongxing/tongxing/ent"
	"github.com/tongxing/tongxing/ent/playbookversion"
)

// Difference is what differs between two versions of a playbook.
type Difference struct {
	Fields []string
	Steps  []StepDifference
}

// StepDifference is one step that differs. Kind is ADDED, REMOVED, CHANGED or MOVED.
type StepDifference struct {
	StepKey, Kind string
	Before, After *ent.PlaybookStep
}

// Difference compares a version with the one of the number, by step key. Both must be the viewer's to see.
func (c *Core) Difference(ctx context.Context, versionID string, number int) (*Difference, error) {
	after, err := c.Ent.PlaybookVersion.Query().Where(playbookversion.ID(versionID)).WithSteps().Only(ctx)
	if err != nil {
		return nil, err
	}
	before, err := c.Ent.PlaybookVersion.Query().WithSteps().
		Where(playbookversion.PlaybookID(after.PlaybookID), playbookversion.Number(number)).Only(ctx)
	if err != nil {
		return nil, err
	}
	d := &Difference{Fields: []string{}, Steps: []StepDifference{}}
	for _, f := range []struct{ name, before, after string }{
		{"title", before.Title, after.Title}, {"what", before.What, after.What}, {"why", before.Why, after.Why},
		{"timeRequired", before.TimeRequired, after.TimeRequired}, {"cost", before.Cost, after.Cost},
		{"worksWhen", before.WorksWhen, after.WorksWhen}, {"failsWhen", before.FailsWhen, after.FailsWhen},
		{"beneficiaries", before.Beneficiaries, after.Beneficiaries},
	} {
		if f.before != f.after {
			d.Fields = append(d.Fields, f.name)
		}
	}
	byPosition := func(steps []*ent.PlaybookStep) {
		sort.Slice(steps, func(i, j int) bool { return steps[i].Position < steps[j].Position })
	}
	byPosition(before.Edges.Steps)
	byPosition(after.Edges.Steps)
	old := make(map[string]*ent.PlaybookStep)
	for _, s := range before.Edges.Steps {
		old[s.StepKey] = s
	}
	for _, s := range after.Edges.Steps {
		b, ok := old[s.StepKey]
		delete(old, s.StepKey)
		switch {
		case !ok:
			d.Steps = append(d.Steps, StepDifference{s.StepKey, "ADDED", nil, s})
		case b.Title != s.Title || b.Body != s.Body || b.Role != s.Role || b.Duration != s.Duration || b.Importance != s.Importance:
			d.Steps = append(d.Steps, StepDifference{s.StepKey, "CHANGED", b, s})
		case b.Position != s.Position:
			d.Steps = append(d.Steps, StepDifference{s.StepKey, "MOVED", b, s})
		}
	}
	for _, s := range before.Edges.Steps {
		if old[s.StepKey] != nil {
			d.Steps = append(d.Steps, StepDifference{s.StepKey, "REMOVED", s, nil})
		}
	}
	return d, nil
}
