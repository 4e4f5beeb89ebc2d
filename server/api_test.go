package server_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/tongxing/tongxing/database"
	"github.com/tongxing/tongxing/internal/testkit"
)

func TestMain(m *testing.M) { testkit.Main(m) }

func signUp(t *testing.T, w *testkit.World, name string) string {
	t.Helper()
	a := w.Ask(t, "", `mutation($i: SignUpInput!) { signUp(input: $i) { token userErrors { code } } }`, map[string]any{
		"i": map[string]any{"email": name + "@example.org", "name": name, "password": "a long way to walk together"}})
	return a.Get(t, "signUp", "token").(string)
}

func found(t *testing.T, w *testkit.World, token, slug string) string {
	t.Helper()
	a := w.Ask(t, token, `mutation($i: CreateOrganizationInput!) { createOrganization(input: $i) { organization { id } userErrors { code } } }`,
		map[string]any{"i": map[string]any{"slug": slug, "name": slug}})
	return a.Get(t, "createOrganization", "organization", "id").(string)
}

func create(t *testing.T, w *testkit.World, token, org, title string) string {
	t.Helper()
	a := w.Ask(t, token, `mutation($i: CreatePlaybookInput!) { createPlaybook(input: $i) { playbook { id } userErrors { code field } } }`,
		map[string]any{"i": map[string]any{"organizationId": org, "draft": map[string]any{"title": title,
			"steps": []any{map[string]any{"title": "one"}, map[string]any{"title": "two"}}}}})
	return a.Get(t, "createPlaybook", "playbook", "id").(string)
}

// do runs a mutation that takes organizationId and playbookId, and returns the code of its refusal, "" for none.
func do(t *testing.T, w *testkit.World, token, mutation, input string, variables map[string]any) string {
	t.Helper()
	a := w.Ask(t, token, fmt.Sprintf(`mutation($i: %s!) { %s(input: $i) { userErrors { code } } }`, input, mutation), map[string]any{"i": variables})
	errs := a.Get(t, mutation, "userErrors").([]any)
	if len(errs) == 0 {
		return ""
	}
	return errs[0].(map[string]any)["code"].(string)
}

func TestADraftIsItsOrganizationsAlone(t *testing.T) {
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		east, west := signUp(t, w, "east"), signUp(t, w, "west")
		org := found(t, w, east, "east")
		found(t, w, west, "west")
		id := create(t, w, east, org, "走访")
		for name, token := range map[string]string{"stranger": "", "member of another organization": west} {
			a := w.Ask(t, token, `query($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } playbooks(first: 5) { totalCount nodes { id } } }`, map[string]any{"id": id})
			if a.Get(t, "node") != nil || a.Get(t, "nodes", 0) != nil || a.Get(t, "playbooks", "totalCount") != 0.0 {
				t.Errorf("%s sees a draft: %v", name, a.Data)
			}
		}
		if code := do(t, w, west, "publishPlaybook", "PublishPlaybookInput", map[string]any{"organizationId": org, "playbookId": id}); code != "FORBIDDEN" {
			t.Errorf("publishing for an organization that is not one's own: %q", code)
		}
		if code := do(t, w, west, "archivePlaybook", "ArchivePlaybookInput", map[string]any{"organizationId": found(t, w, west, "west2"), "playbookId": id}); code == "" {
			t.Error("archived another organization's playbook")
		}
		set := map[string]any{"organizationId": org, "playbookId": id, "audience": "PUBLIC"}
		if code := do(t, w, east, "setPlaybookAudience", "SetPlaybookAudienceInput", set); code != "" {
			t.Fatal(code)
		}
		if code := do(t, w, east, "publishPlaybook", "PublishPlaybookInput", map[string]any{"organizationId": org, "playbookId": id}); code != "" {
			t.Fatal(code)
		}
		a := w.Ask(t, "", `query($id: ID!) { node(id: $id) { ... on Playbook { latestNumber } } }`, map[string]any{"id": id})
		if a.Get(t, "node", "latestNumber") != 1.0 {
			t.Errorf("a stranger does not see a public playbook: %v", a.Data)
		}
	})
}

func TestOfTwoConcurrentEditsOneLosesAndIsTold(t *testing.T) {
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		token := signUp(t, w, "ann")
		org := found(t, w, token, "ann")
		id := create(t, w, token, org, "T")
		codes := make([]string, 8)
		var wg sync.WaitGroup
		for i := range codes {
			wg.Go(func() {
				codes[i] = do(t, w, token, "updatePlaybookDraft", "UpdatePlaybookDraftInput", map[string]any{
					"organizationId": org, "playbookId": id, "expectedVersion": 1, "draft": map[string]any{"what": fmt.Sprint(i)}})
			})
		}
		wg.Wait()
		won := 0
		for _, c := range codes {
			switch c {
			case "":
				won++
			case "STALE_VERSION":
			default:
				t.Errorf("refused with %q", c)
			}
		}
		if won != 1 {
			t.Errorf("%d of 8 edits of the same version were taken", won)
		}
		a := w.Ask(t, token, `query($id: ID!) { draftChanges(playbookId: $id, sinceVersion: 1) { currentVersion fields } }`, map[string]any{"id": id})
		if a.Get(t, "draftChanges", "currentVersion") != 2.0 || a.Get(t, "draftChanges", "fields", 0) != "what" {
			t.Errorf("the losers are told %v", a.Data)
		}
	})
}

func TestARetriedMutationHappensOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		token := signUp(t, w, "phone")
		org := found(t, w, token, "phone")
		in := map[string]any{"organizationId": org, "idempotencyKey": "k", "draft": map[string]any{"title": "T"}}
		var wg sync.WaitGroup
		for range 6 {
			wg.Go(func() { do(t, w, token, "createPlaybook", "CreatePlaybookInput", in) })
		}
		wg.Wait()
		a := w.Ask(t, token, `{ playbooks(first: 9) { totalCount } }`, nil)
		if n := a.Get(t, "playbooks", "totalCount"); n != 1.0 {
			t.Errorf("%v playbooks after six tries with one key", n)
		}
		in["draft"] = map[string]any{"title": "other"}
		if code := do(t, w, token, "createPlaybook", "CreatePlaybookInput", in); code != "IDEMPOTENCY_KEY_REUSED" {
			t.Errorf("the key with another input: %q", code)
		}
	})
}

func TestTheNumberOfQueriesDoesNotGrowWithTheRows(t *testing.T) {
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		token := signUp(t, w, "counter")
		org := found(t, w, token, "counter")
		const q = `{ playbooks(first: 50) { totalCount pageInfo { hasNextPage } nodes { title organization { name }
			versions(first: 5) { totalCount pageInfo { hasNextPage } edges { node { number steps(first: 1) { totalCount nodes { title } } } } } } } }`
		count := func() int64 {
			t.Helper()
			ctx, n := database.CountQueries(t.Context())
			v, err := w.App.Core.Authenticate(ctx, token)
			if err != nil {
				t.Fatal(err)
			}
			before := n()
			if res := w.App.Run(ctx, v, q); len(res.Errors) > 0 {
				t.Fatal(res.Errors)
			}
			return n() - before
		}
		create(t, w, token, org, "1")
		create(t, w, token, org, "2")
		few := count()
		for i := range 20 {
			create(t, w, token, org, fmt.Sprint("more", i))
		}
		if many := count(); many != few {
			t.Errorf("%d queries for 2 playbooks, %d for 22", few, many)
		}
		a := w.Ask(t, token, q, nil)
		if len(a.Get(t, "playbooks", "nodes").([]any)) != 22 || a.Get(t, "playbooks", "nodes", 21, "versions", "edges", 0, "node", "steps", "totalCount") != 2.0 {
			t.Errorf("wrong page: %v", a.Data)
		}
		if first := a.Get(t, "playbooks", "nodes", 3, "versions", "edges", 0, "node", "steps", "nodes").([]any); len(first) != 1 {
			t.Errorf("%d steps on a page of 1", len(first))
		}
	})
}

func TestARevokedTokenIsRefused(t *testing.T) {
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		token := signUp(t, w, "leaver")
		w.Ask(t, token, `mutation { signOut { userErrors { code } } }`, nil)
		a := w.Ask(t, token, `{ viewer { id } }`, nil)
		if len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "UNAUTHENTICATED" {
			t.Errorf("after signing out: %+v", a)
		}
	})
}

func TestReviewWhereItIsAskedFor(t *testing.T) {
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		author, reviewer := signUp(t, w, "author"), signUp(t, w, "reviewer")
		org, other := found(t, w, author, "author"), found(t, w, reviewer, "reviewer")
		do(t, w, author, "updateOrganization", "UpdateOrganizationInput", map[string]any{"organizationId": org, "reviewRequired": true})
		id := create(t, w, author, org, "T")
		publish := map[string]any{"organizationId": org, "playbookId": id}
		if code := do(t, w, author, "publishPlaybook", "PublishPlaybookInput", publish); code != "REVIEW_REQUIRED" {
			t.Fatalf("published without review: %q", code)
		}
		submit := map[string]any{"organizationId": org, "playbookId": id, "expectedVersion": 1, "reviewerOrganizationId": other}
		if code := do(t, w, author, "submitPlaybookForReview", "SubmitPlaybookForReviewInput", submit); code != "" {
			t.Fatal(code)
		}
		a := w.Ask(t, reviewer, `query($id: ID!) { node(id: $id) { ... on Playbook { versions(first: 1) { nodes { id state } } } } }`, map[string]any{"id": id})
		version := a.Get(t, "node", "versions", "nodes", 0, "id")
		review := map[string]any{"organizationId": other, "versionId": version, "verdict": "APPROVED"}
		if code := do(t, w, reviewer, "reviewPlaybookVersion", "ReviewPlaybookVersionInput", review); code != "" {
			t.Fatal(code)
		}
		if code := do(t, w, author, "publishPlaybook", "PublishPlaybookInput", publish); code != "" {
			t.Errorf("refused after an approval: %q", code)
		}
	})
}
