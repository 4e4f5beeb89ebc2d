package server_test

import (
	"context"
	"strings"
	"testing"

	"github.com/tongxing/tongxing/access"
	"github.com/tongxing/tongxing/core"
	"github.com/tongxing/tongxing/internal/testkit"
)

func init() {
	fixtures["auditEntry"] = func(s *stage) string {
		s.mutate("owner", "updateOrganization", `{"organizationId":"$home","mission":"M"}`)
		return s.ask("owner", `{ node(id: "$home") { ... on Organization { auditEntries(last: 1) { nodes { id } } } } }`)
	}
}

// broken are the chains of the audit trail that are not whole, by scope.
func broken(t *testing.T, w *testkit.World) map[string]string {
	t.Helper()
	problems := map[string]string{}
	if err := w.App.Core.VerifyAudit(t.Context(), func(c core.AuditChain) {
		if c.Problem != "" {
			problems[c.Scope] = c.Problem
		}
	}); err != nil {
		t.Fatal(err)
	}
	return problems
}

func TestATamperedAuditTrailShows(t *testing.T) {
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		token := signUp(t, w, "ann")
		org, other := found(t, w, token, "ann"), found(t, w, token, "other")
		for range 3 {
			create(t, w, token, org, "T")
			create(t, w, token, other, "T")
		}
		if p := broken(t, w); len(p) > 0 {
			t.Fatalf("an untouched trail is broken: %v", p)
		}
		for name, attack := range map[string]string{
			"an entry was changed":       "UPDATE audit_entries SET actor_name = 'somebody else' WHERE seq = 2 AND scope = '" + org + "'",
			"an entry was taken out":     "DELETE FROM audit_entries WHERE seq = 2 AND scope = '" + org + "'",
			"the last one was taken out": "DELETE FROM audit_entries WHERE seq = (SELECT MAX(seq) FROM audit_entries WHERE scope = '" + org + "') AND scope = '" + org + "'",
			"the head was taken away":    "DELETE FROM audit_scopes WHERE id = '" + org + "'",
		} {
			undo := context.Canceled // any error: the attack is rolled back after the look
			err := w.App.Core.DB.Write(access.System(t.Context()), func(ctx context.Context) error {
				if err := w.App.Core.DB.Exec(ctx, attack, []any{}, nil); err != nil {
					return err
				}
				var problems []string
				if err := w.App.Core.VerifyAudit(ctx, func(c core.AuditChain) {
					if c.Problem != "" {
						problems = append(problems, c.Scope)
					}
				}); err != nil {
					return err
				}
				if strings.Join(problems, " ") != org {
					t.Errorf("%s: broken are %v, not %s", name, problems, org)
				}
				return undo
			})
			if err != undo {
				t.Fatal(err)
			}
		}
	})
}

func TestOwnersReadWhoDidWhatAndNobodyElseDoes(t *testing.T) {
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		owner := signUp(t, w, "ann")
		org := found(t, w, owner, "ann")
		create(t, w, owner, org, "T")
		const q = `{ organization(slug: "ann") { auditEntries(first: 10) { totalCount nodes { action actorName subjectId address } } } }`
		a := w.Ask(t, owner, q, nil)
		if a.Get(t, "organization", "auditEntries", "totalCount") != 2.0 ||
			a.Get(t, "organization", "auditEntries", "nodes", 0, "action") != "organization.create" ||
			a.Get(t, "organization", "auditEntries", "nodes", 1, "action") != "playbook.create" ||
			a.Get(t, "organization", "auditEntries", "nodes", 1, "actorName") != "ann" ||
			a.Get(t, "organization", "auditEntries", "nodes", 1, "address") != "127.0.0.1" {
			t.Errorf("the owner reads %v", a.Data)
		}
		for _, token := range []string{"", signUp(t, w, "bob")} {
			if a := w.Ask(t, token, q, nil); a.Get(t, "organization", "auditEntries", "totalCount") != 0.0 {
				t.Errorf("others read %v", a.Data)
			}
		}
	})
}
