package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/tongxing/tongxing/core"
	"github.com/tongxing/tongxing/ent/playbook"
	"github.com/tongxing/tongxing/importing"
)

type importCmd struct {
	Playbooks importPlaybooks `cmd:"" help:"A folder of Markdown, each file a published playbook."`
}

type importPlaybooks struct {
	Dir      string `arg:"" type:"existingdir" help:"The folder."`
	For      string `required:"" help:"Slug of the organization that they are for."`
	Audience string `enum:"ORGANIZATION,NETWORK,PUBLIC" default:"ORGANIZATION" help:"Whom they reach: ${enum}."`
	DryRun   bool   `help:"Only say what would happen."`
}

// Run imports, and prints a line for each file that became no playbook and the counts at the end.
func (i importPlaybooks) Run(ctx context.Context, s *settings) error {
	docs, skipped, err := importing.ReadMarkdown(os.DirFS(i.Dir))
	if err != nil {
		return err
	}
	abs, err := filepath.Abs(i.Dir)
	if err != nil {
		return err
	}
	return with(ctx, s, func(c *core.Core) error {
		counts := map[string]int{}
		err := c.ImportPlaybooks(ctx, i.For, filepath.Base(filepath.Dir(abs))+"/"+filepath.Base(abs), playbook.Audience(i.Audience), docs, skipped, i.DryRun,
			func(r core.Imported) {
				counts[r.Outcome]++
				if r.Reason != "" {
					fmt.Printf("%-9s %s: %s\n", r.Outcome, r.File, r.Reason)
				}
			})
		if err != nil {
			return err
		}
		fmt.Printf("created %d, unchanged %d, skipped %d, refused %d\n",
			counts["CREATED"], counts["UNCHANGED"], counts["SKIPPED"], counts["REFUSED"])
		return nil
	})
}
