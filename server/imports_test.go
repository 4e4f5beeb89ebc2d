package server_test

import (
	"testing"

	"github.com/tongxing/tongxing/internal/testkit"
)

func TestTheFounderMayUpdateTheOrganizationInTheSameRequest(t *testing.T) {
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		token := signUp(t, w, "founder")
		a := w.Ask(t, token, `mutation { createOrganization(input: { slug: "new", name: "New" }) { organization { viewerCanUpdate { allowed }
			memberships(first: 5) { totalCount nodes { role } } } userErrors { code } } }`, nil)
		if a.Get(t, "createOrganization", "organization", "viewerCanUpdate", "allowed") != true {
			t.Errorf("the founder may not update: %v", a.Data)
		}
		if a.Get(t, "createOrganization", "organization", "memberships", "totalCount") != 1.0 {
			t.Errorf("the founder does not see the membership: %v", a.Data)
		}
	})
}
