package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/tongxing/tongxing/core"
	"github.com/tongxing/tongxing/importing"
)

type importConversations struct {
	Dir string `arg:"" type:"existingdir" help:"The folder: meetings as *.jsonl, or Polis exports."`
	For string `required:"" help:"Slug of the organization that stewards the circles."`
}

// Run imports, and prints a line for each conversation.
func (i importConversations) Run(ctx context.Context, s *settings) error {
	found, err := importing.ReadConversations(os.DirFS(i.Dir))
	if err != nil {
		return err
	}
	abs, err := filepath.Abs(i.Dir)
	if err != nil {
		return err
	}
	return with(ctx, s, func(c *core.Core) error {
		return c.ImportConversations(ctx, i.For, filepath.Base(filepath.Dir(abs))+"/"+filepath.Base(abs), found, func(d core.ImportedConversation) {
			fmt.Printf("%s %s: %d participants, %d threads, %d comments, %d votes\n", d.CircleID, d.Key, d.Organizations, d.Threads, d.Comments, d.Votes)
		})
	})
}
