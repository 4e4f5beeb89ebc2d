package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/schollz/progressbar/v3"
	"github.com/tongxing/tongxing/core"
	"github.com/tongxing/tongxing/ent/importrow"
	"github.com/tongxing/tongxing/ent/playbook"
	"github.com/tongxing/tongxing/importing"
	"golang.org/x/term"
)

type importCmd struct {
	Playbooks     importPlaybooks     `cmd:"" help:"A folder of Markdown, each document a playbook."`
	Organizations importOrganizations `cmd:"" help:"A table of organizations: CSV, TSV, JSON or JSON Lines."`
}

type importPlaybooks struct {
	Dir      string `arg:"" type:"existingdir" help:"The folder."`
	For      string `required:"" help:"Slug of the organization that they are for."`
	Audience string `enum:"ORGANIZATION,NETWORK,PUBLIC" default:"ORGANIZATION" help:"Whom they reach: ${enum}."`
	Draft    bool   `help:"Make drafts; otherwise they are published."`
	Licence  string `help:"SPDX licence of documents that do not say theirs, as CC-BY-SA-4.0."`
	Source   string `help:"Name of the set, by which its documents are known again; the folder's and its parent's when left out."`
	DryRun   bool   `help:"Only say what would happen to each document."`
}

// Run imports, and prints a line for each document that there is something to say of, and the counts at the end.
func (i importPlaybooks) Run(ctx context.Context, s *settings) error {
	docs, problems, err := importing.ReadMarkdown(os.DirFS(i.Dir))
	if err != nil {
		return err
	}
	if i.Source == "" {
		abs, err := filepath.Abs(i.Dir)
		if err != nil {
			return err
		}
		i.Source = filepath.Base(filepath.Dir(abs)) + "/" + filepath.Base(abs)
	}
	return with(ctx, s, func(c *core.Core) error {
		id, err := c.OrganizationBySlug(ctx, i.For)
		if err != nil {
			return err
		}
		r := newReport(len(docs)+len(problems), i.DryRun)
		_, err = c.ImportPlaybooks(ctx, core.PlaybookImport{
			OrganizationID: id, Source: i.Source, Audience: playbook.Audience(i.Audience), Publish: !i.Draft, Licence: i.Licence,
			Documents: docs, Problems: problems, DryRun: i.DryRun, Tell: r.tell,
		})
		r.end()
		return err
	})
}

type importOrganizations struct {
	File   string   `arg:"" type:"existingfile" help:"The table."`
	Format string   `enum:"auto,csv,tsv,json,jsonl" default:"auto" help:"How it is written: ${enum}."`
	Map    []string `help:"A column that gives a field, as name=TITLE; repeat it for more. Fields: name, externalId, registrationId, kind, mission, website, region, causes. field= leaves one out. The others are as proposed." sep:"none"`
	Region string   `help:"Code of the country by which regions and registration ids are read, as TW; guessed when left out."`
	Source string   `help:"Name of the set, by which its rows are known again; the file's when left out."`
	Yes    bool     `short:"y" help:"Take the mapping as proposed."`
	DryRun bool     `help:"Only say what would happen to each row."`
}

// Run shows the mapping, has it confirmed, imports, and prints a line for each row that there is something to say of.
func (i importOrganizations) Run(ctx context.Context, s *settings) error {
	info, err := os.Stat(i.File)
	if err != nil {
		return err
	}
	if info.Size() > 512<<20 {
		return fmt.Errorf("%s is larger than 512 MiB: cut it into several files", i.File)
	}
	raw, err := os.ReadFile(i.File)
	if err != nil {
		return err
	}
	format := importing.Format(strings.ToUpper(i.Format))
	if i.Format == "auto" {
		format = importing.Auto
	}
	t, err := importing.ReadTable(filepath.Base(i.File), raw, format)
	if err != nil {
		return err
	}
	m, err := importing.Propose(t).Override(t, i.Map)
	if err != nil {
		return err
	}
	fmt.Printf("%s, %s, %d rows\n", t.Format, t.Encoding, len(t.Rows)+len(t.Problems))
	for _, f := range importing.Fields {
		if len(m[f]) == 0 {
			fmt.Printf("  no column for %s\n", f)
			continue
		}
		fmt.Printf("  --map '%s=%s'\n", f, strings.Join(m[f], "' --map '"+f+"="))
	}
	if !i.Yes && !i.DryRun && len(i.Map) == 0 {
		if err := confirm(); err != nil {
			return err
		}
	}
	all, problems, err := importing.Organizations(t, m, strings.ToUpper(i.Region))
	if err != nil {
		return err
	}
	if i.Source == "" {
		i.Source = strings.TrimSuffix(filepath.Base(i.File), filepath.Ext(i.File))
	}
	return with(ctx, s, func(c *core.Core) error {
		r := newReport(len(all)+len(problems), i.DryRun)
		_, err := c.ImportOrganizations(ctx, core.OrganizationImport{
			Source: i.Source, File: filepath.Base(i.File), Organizations: all, Problems: problems, DryRun: i.DryRun, Tell: r.tell,
		})
		r.end()
		return err
	})
}

// confirm asks on a terminal; elsewhere a flag says it.
func confirm() error {
	if !term.IsTerminal(int(os.Stdin.Fd())) {
		return errors.New("nothing was imported: confirm the mapping above by --yes, or change it by --map field=column")
	}
	fmt.Print("Import with this mapping? [y/N] ")
	line, _ := bufio.NewReader(os.Stdin).ReadString('\n')
	if a := strings.ToLower(strings.TrimSpace(line)); a != "y" && a != "yes" && a != "是" {
		return errors.New("nothing was imported: change the mapping by --map field=column")
	}
	return nil
}

// report prints what became of each row, and on a terminal shows how far the import is.
type report struct {
	bar    *progressbar.ProgressBar
	all    bool // every row is told, not only those with something to say
	counts map[importrow.Outcome]int
}

func newReport(rows int, all bool) *report {
	r := &report{all: all, counts: map[importrow.Outcome]int{}}
	if term.IsTerminal(int(os.Stderr.Fd())) {
		r.bar = progressbar.NewOptions(rows, progressbar.OptionSetWriter(os.Stderr), progressbar.OptionShowCount(),
			progressbar.OptionClearOnFinish(), progressbar.OptionThrottle(100_000_000))
	}
	return r
}

func (r *report) tell(i core.Imported) {
	r.counts[i.Outcome]++
	if r.bar != nil {
		_ = r.bar.Add(1)
	}
	if !r.all && i.Reason == "" {
		return
	}
	if r.bar != nil {
		_ = r.bar.Clear()
	}
	where := i.File
	if i.Line > 0 {
		where = fmt.Sprintf("%s:%d", where, i.Line)
	}
	said := i.Name
	if i.Reason != "" {
		said = strings.TrimPrefix(said+": "+i.Reason, ": ")
	}
	fmt.Printf("%-9s %s: %s\n", i.Outcome, where, said)
}

func (r *report) end() {
	if r.bar != nil {
		_ = r.bar.Finish()
	}
	would := ""
	if r.all {
		would = "would be: "
	}
	fmt.Printf("%screated %d, updated %d, unchanged %d, skipped %d, refused %d\n", would, r.counts[importrow.OutcomeCREATED],
		r.counts[importrow.OutcomeUPDATED], r.counts[importrow.OutcomeUNCHANGED], r.counts[importrow.OutcomeSKIPPED], r.counts[importrow.OutcomeREFUSED])
}
