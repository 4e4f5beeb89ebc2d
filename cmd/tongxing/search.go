package main

import (
	"context"
	"fmt"

	"github.com/tongxing/tongxing/core"
)

type searchCmd struct {
	Reindex struct{} `cmd:"" help:"Make the full-text index anew."`
}

// Run makes the index anew.
func (searchCmd) Run(ctx context.Context, s *settings) error {
	return with(ctx, s, func(c *core.Core) error {
		n, err := c.Reindex(ctx)
		fmt.Printf("%d organizations and playbooks indexed\n", n)
		return err
	})
}
