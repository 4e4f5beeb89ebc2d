package core

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"time"

	"github.com/tongxing/tongxing/access"
	"github.com/tongxing/tongxing/ent"
	"github.com/tongxing/tongxing/ent/importrow"
	"github.com/tongxing/tongxing/ent/importrun"
	"github.com/tongxing/tongxing/importing"
)

// Imported is what became of one document or row.
type Imported struct {
	File    string
	Line    int // 0 for a document
	Outcome importrow.Outcome
	Reason  string // why not, or what was not taken
	ID      string // of the playbook or organization; empty in a dry run of a new one
	Name    string // of what the row says
}

// errDryRun undoes what a dry run did.
var errDryRun = errors.New("dry run")

// importer is an import on its way: it keeps the report.
type importer struct {
	c      *Core
	ctx    context.Context // a caller who leaves does not stop what has begun
	run    string
	kind   importrun.Kind
	dry    bool
	until  time.Time // when to stop; zero for never
	tell   func(Imported)
	waits  []Imported
	counts map[importrow.Outcome]int
}

// beginImport makes the run. Not fresh: the idempotency key was used before, and the run of that time is the answer.
func (c *Core) beginImport(ctx context.Context, cmd command, kind importrun.Kind, source string, dry bool, tell func(Imported)) (i *importer, fresh bool, err error) {
	i = &importer{c: c, ctx: context.WithoutCancel(ctx), kind: kind, dry: dry, tell: tell, counts: map[importrow.Outcome]int{}}
	if deadline, ok := ctx.Deadline(); ok {
		i.until = time.Now().Add(time.Until(deadline) * 7 / 10) // the rest is for the answer
	}
	i.run, err = c.do(ctx, cmd, func(ctx context.Context, ch *change) (string, error) {
		fresh = true
		create := c.Ent.ImportRun.Create().SetUserID(access.ViewerFrom(ctx).UserID).SetKind(kind).SetSource(cut(source, 300)).SetDryRun(dry)
		if cmd.organizationID != "" {
			create.SetOrganizationID(cmd.organizationID)
		}
		run, err := create.Save(ctx)
		if err != nil {
			return "", err
		}
		ch.audit("import", run.ID, cut(source, 300))
		return run.ID, nil
	})
	return i, fresh, err
}

// late says whether the time of the request is up. What was not reached can be sent again: an import repeats nothing.
func (i *importer) late() bool { return !i.until.IsZero() && time.Now().After(i.until) }

const outOfTime = "not reached in the time of one request: send it again"

// note takes one row of the report.
func (i *importer) note(r Imported) error {
	if i.dry && r.Outcome == importrow.OutcomeCREATED {
		r.ID = ""
	}
	r.Reason = cut(strings.ToValidUTF8(r.Reason, "?"), 2000)
	i.counts[r.Outcome]++
	i.waits = append(i.waits, r)
	if i.tell != nil {
		i.tell(r)
	}
	if len(i.waits) >= bulk {
		return i.flush()
	}
	return nil
}

func (i *importer) problems(all []importing.Problem) error {
	for _, p := range all {
		outcome := importrow.OutcomeREFUSED
		if p.Skip {
			outcome = importrow.OutcomeSKIPPED
		}
		if err := i.note(Imported{File: p.Path, Line: p.Line, Outcome: outcome, Reason: p.Reason}); err != nil {
			return err
		}
	}
	return nil
}

// reason is what the report says of an error: a refusal's text, never a database's.
func (i *importer) reason(err error) string {
	if e := Refusal(err); e != nil {
		return e.Error()
	}
	slog.ErrorContext(i.ctx, "import", "run", i.run, "error", err)
	return "it could not be written"
}

// flush writes the rows that wait.
func (i *importer) flush() error {
	if len(i.waits) == 0 {
		return nil
	}
	_, err := i.c.do(i.ctx, command{name: "import.report"}, func(ctx context.Context, _ *change) (string, error) {
		creates := make([]*ent.ImportRowCreate, len(i.waits))
		for n, r := range i.waits {
			creates[n] = i.c.Ent.ImportRow.Create().SetRunID(i.run).SetFile(cut(r.File, 500)).SetLine(r.Line).
				SetOutcome(r.Outcome).SetReason(r.Reason)
			if r.ID != "" && i.kind == importrun.KindPLAYBOOKS {
				creates[n].SetPlaybookID(r.ID)
			} else if r.ID != "" {
				creates[n].SetOrganizationID(r.ID)
			}
		}
		return i.run, i.c.Ent.ImportRow.CreateBulk(creates...).Exec(ctx)
	})
	if err == nil {
		i.waits = i.waits[:0]
	}
	return err
}

// finish writes the rest of the report.
func (i *importer) finish() error {
	if err := i.flush(); err != nil {
		return err
	}
	_, err := i.c.do(i.ctx, command{name: "import.finish"}, func(ctx context.Context, _ *change) (string, error) {
		return i.run, i.c.Ent.ImportRun.UpdateOneID(i.run).SetCreatedCount(i.counts[importrow.OutcomeCREATED]).
			SetUpdatedCount(i.counts[importrow.OutcomeUPDATED]).SetUnchangedCount(i.counts[importrow.OutcomeUNCHANGED]).
			SetSkippedCount(i.counts[importrow.OutcomeSKIPPED]).SetRefusedCount(i.counts[importrow.OutcomeREFUSED]).
			SetFinishedAt(i.c.now()).Exec(ctx)
	})
	return err
}
