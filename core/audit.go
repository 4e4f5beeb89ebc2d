package core

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"sort"
	"strings"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"github.com/tongxing/tongxing/access"
	"github.com/tongxing/tongxing/ent"
	"github.com/tongxing/tongxing/ent/auditentry"
	"github.com/tongxing/tongxing/ent/auditscope"
	"github.com/tongxing/tongxing/ent/schema"
)

// pendingAudit is an entry that a command has asked for. organizationID is "" for the one that the command acts for.
type pendingAudit struct{ organizationID, action, subject, detail string }

// audit says who did what; every transition of state has one.
func (c *change) audit(action, subject, detail string) {
	c.audits = append(c.audits, pendingAudit{"", action, subject, detail})
}

// auditFor is audit for an organization that the command does not act for: its owners read the entry.
func (c *change) auditFor(organizationID, action, subject, detail string) {
	c.audits = append(c.audits, pendingAudit{organizationID, action, subject, detail})
}

// auditServer is the scope of what concerns no organization and nobody's account.
const auditServer = "server"

// scope is the chain that an entry goes to: its organization's, else the account's that it is about, else the actor's.
func (a pendingAudit) scope(actorID string) string {
	switch {
	case a.organizationID != "":
		return a.organizationID
	case strings.HasPrefix(a.subject, "usr_"):
		return a.subject
	case actorID != "":
		return actorID
	}
	return auditServer
}

// appendAudit writes the entries, each with the hash of itself and of the entry before it. The scopes' rows are locked
// in sorted order from here to the commit, before those of the events.
func (c *Core) appendAudit(ctx context.Context, cmd command, audits []pendingAudit) error {
	v := access.ViewerFrom(ctx)
	for i := range audits {
		if audits[i].organizationID == "" {
			audits[i].organizationID = cmd.organizationID
		}
	}
	sort.SliceStable(audits, func(i, j int) bool { return audits[i].scope(v.UserID) < audits[j].scope(v.UserID) })
	for i := 0; i < len(audits); {
		scope := audits[i].scope(v.UserID)
		seq, hash, err := c.auditHead(ctx, scope)
		if err != nil {
			return err
		}
		for ; i < len(audits) && audits[i].scope(v.UserID) == scope; i++ {
			a := audits[i]
			seq++
			e := &ent.AuditEntry{
				ID: schema.NewID("aud"), CreatedAt: c.now(), Action: a.action, SubjectID: a.subject, ActorID: v.UserID,
				ActorName: cut(v.Name, 100), Address: v.Address, Detail: cut(a.detail, 5000), Scope: scope, Seq: &seq,
			}
			hash = auditHash(hash, e)
			create := c.Ent.AuditEntry.Create().SetID(e.ID).SetCreatedAt(e.CreatedAt).SetUpdatedAt(e.CreatedAt).SetAction(e.Action).
				SetSubjectID(e.SubjectID).SetActorID(e.ActorID).SetActorName(e.ActorName).SetAddress(e.Address).SetDetail(e.Detail).
				SetScope(scope).SetSeq(seq).SetHash(hash)
			if a.organizationID != "" {
				create.SetOrganizationID(a.organizationID)
			}
			if err := create.Exec(ctx); err != nil {
				return fmt.Errorf("audit: %w", err)
			}
		}
		if err := c.Ent.AuditScope.UpdateOneID(scope).SetSeq(seq).SetHash(hash).Exec(access.System(ctx)); err != nil {
			return fmt.Errorf("audit: %w", err)
		}
	}
	return nil
}

// auditHead locks a scope's row, making it if need be, and returns what the last entry left there.
func (c *Core) auditHead(ctx context.Context, scope string) (seq int64, hash []byte, err error) {
	marks := "?, 0, ?"
	if c.DB.Dialect() == dialect.Postgres {
		marks = "$1, 0, $2"
	}
	rows := &entsql.Rows{}
	err = c.DB.Query(ctx, "INSERT INTO "+auditscope.Table+" (id, seq, hash) VALUES ("+marks+
		") ON CONFLICT (id) DO UPDATE SET seq = "+auditscope.Table+".seq RETURNING seq, hash", []any{scope, []byte{}}, rows)
	if err != nil {
		return 0, nil, fmt.Errorf("head of the audit trail: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(&seq, &hash); err != nil {
			return 0, nil, fmt.Errorf("head of the audit trail: %w", err)
		}
	}
	return seq, hash, rows.Err()
}

// auditHash is SHA-256 of the hash before and of all that an entry says.
func auditHash(before []byte, e *ent.AuditEntry) []byte {
	said, err := json.Marshal([]any{
		e.Scope, *e.Seq, e.ID, e.CreatedAt.UTC().UnixMicro(), e.Action, e.SubjectID, e.ActorID, e.ActorName, e.Address, e.Detail,
	})
	if err != nil {
		panic(err) // texts and numbers
	}
	sum := sha256.Sum256(append(bytes.Clone(before), said...))
	return sum[:]
}

// AuditChain is what VerifyAudit found of one scope.
type AuditChain struct {
	Scope   string
	Entries int64
	Head    []byte // hash of the last entry: note it elsewhere, and a trail that was rewritten from there shows
	Problem string // "" for a whole chain, else where it breaks
}

// VerifyAudit walks the chains of the audit trail and tells of each, in the order of their scopes.
func (c *Core) VerifyAudit(ctx context.Context, tell func(AuditChain)) error {
	ctx = access.System(ctx)
	heads, err := c.Ent.AuditScope.Query().Order(ent.Asc(auditscope.FieldID)).All(ctx)
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for _, h := range heads {
		known[h.ID] = true
		chain, err := c.verifyChain(ctx, h)
		if err != nil {
			return err
		}
		tell(chain)
	}
	scopes, err := c.Ent.AuditEntry.Query().Where(auditentry.SeqNotNil()).Unique(true).Select(auditentry.FieldScope).Strings(ctx)
	if err != nil {
		return err
	}
	for _, s := range scopes {
		if !known[s] {
			known[s] = true
			tell(AuditChain{Scope: s, Problem: "its head has been taken away"})
		}
	}
	return nil
}

func (c *Core) verifyChain(ctx context.Context, head *ent.AuditScope) (AuditChain, error) {
	chain := AuditChain{Scope: head.ID}
	hash := []byte{}
	for {
		page, err := c.Ent.AuditEntry.Query().Where(auditentry.Scope(head.ID), auditentry.SeqGT(chain.Entries)).
			Order(ent.Asc(auditentry.FieldSeq)).Limit(bulk).All(ctx)
		if err != nil {
			return chain, err
		}
		for _, e := range page {
			if *e.Seq != chain.Entries+1 {
				chain.Problem = fmt.Sprintf("entry %d is missing", chain.Entries+1)
				return chain, nil
			}
			hash = auditHash(hash, e)
			if !bytes.Equal(hash, e.Hash) {
				chain.Problem = fmt.Sprintf("entry %d (%s) is not what was written", *e.Seq, e.ID)
				return chain, nil
			}
			chain.Entries++
		}
		if len(page) < bulk {
			break
		}
	}
	chain.Head = hash
	switch {
	case chain.Entries != head.Seq:
		chain.Problem = fmt.Sprintf("%d entries were written, %d are there", head.Seq, chain.Entries)
	case !bytes.Equal(hash, head.Hash):
		chain.Problem = "the head is not the last entry's"
	}
	return chain, nil
}
