package main

import (
	"context"
	"fmt"

	"github.com/tongxing/tongxing/core"
)

type auditCmd struct {
	Verify auditVerify `cmd:"" help:"Check that no entry of the audit trail was changed or taken out."`
}

type auditVerify struct {
	Heads bool `help:"Print each chain with the hash of its last entry, to be kept elsewhere."`
}

// Run walks the chains, prints those that are broken, and fails if there are any.
func (a auditVerify) Run(ctx context.Context, s *settings) error {
	return with(ctx, s, func(c *core.Core) error {
		var chains, broken int
		var entries int64
		err := c.VerifyAudit(ctx, func(chain core.AuditChain) {
			chains++
			entries += chain.Entries
			switch {
			case chain.Problem != "":
				broken++
				fmt.Printf("%s: %s\n", chain.Scope, chain.Problem)
			case a.Heads:
				fmt.Printf("%s %d %x\n", chain.Scope, chain.Entries, chain.Head)
			}
		})
		if err != nil {
			return err
		}
		fmt.Printf("%d entries in %d chains, %d broken\n", entries, chains, broken)
		if broken > 0 {
			return fmt.Errorf("the audit trail is not what was written")
		}
		return nil
	})
}
