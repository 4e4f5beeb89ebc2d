package server_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/tongxing/tongxing/access"
	"github.com/tongxing/tongxing/core"
	"github.com/tongxing/tongxing/database"
	"github.com/tongxing/tongxing/ent"
	"github.com/tongxing/tongxing/ent/importrow"
	"github.com/tongxing/tongxing/ent/membership"
	"github.com/tongxing/tongxing/ent/organization"
	"github.com/tongxing/tongxing/ent/playbook"
	"github.com/tongxing/tongxing/ent/user"
	"github.com/tongxing/tongxing/importing"
	"github.com/tongxing/tongxing/internal/shareddata"
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

const runFields = `importRun { id kind dryRun finishedAt createdCount updatedCount unchangedCount skippedCount refusedCount
	rows(first: 50) { totalCount nodes { file line outcome reason playbook { id } organization { id slug } } } } userErrors { code field message }`

func importDocuments(t *testing.T, w *testkit.World, token, org string, more map[string]any, documents ...string) testkit.Answer {
	t.Helper()
	in := map[string]any{"organizationId": org, "source": "handbook"}
	for k, v := range more {
		in[k] = v
	}
	var list []any
	for i := 0; i < len(documents); i += 2 {
		list = append(list, map[string]any{"path": documents[i], "text": documents[i+1]})
	}
	in["documents"] = list
	return w.Ask(t, token, `mutation($i: ImportPlaybooksInput!) { importPlaybooks(input: $i) { `+runFields+` } }`, map[string]any{"i": in})
}

// outcomes are those of the answer's report by file and line, with the ids of what they became.
func outcomes(t *testing.T, a testkit.Answer, mutation string) (said map[string]string, ids map[string]string) {
	t.Helper()
	if errs := a.Get(t, mutation, "userErrors").([]any); len(errs) > 0 {
		t.Fatal(errs)
	}
	said, ids = map[string]string{}, map[string]string{}
	for _, n := range a.Get(t, mutation, "importRun", "rows", "nodes").([]any) {
		row := n.(map[string]any)
		key := row["file"].(string)
		if line := row["line"].(float64); line > 0 {
			key = fmt.Sprintf("%v:%v", key, line)
		}
		said[key] = strings.TrimSuffix(fmt.Sprintf("%v %v", row["outcome"], row["reason"]), " ")
		for _, kind := range []string{"playbook", "organization"} {
			if o, ok := row[kind].(map[string]any); ok {
				ids[key] = o["id"].(string)
			}
		}
	}
	return said, ids
}

const (
	visits = "---\ntitle: 走访\n---\n见 [名单](名单.md#筛选) 与 [丢失](gone.md)。\n\n## 一、出发\n甲\n\n## 二、入户\n乙\n"
	roster = "# 名单\n\n## 推荐\n老师\n\n## 筛选\n回到 <a href=\"走访.md\">走访</a>\n"
)

func TestDocumentsBecomeLinkedPlaybooksAndChangeAsTheyDo(t *testing.T) {
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		token := signUp(t, w, "east")
		org := found(t, w, token, "east")
		count := func() float64 {
			return w.Ask(t, token, `{ playbooks(first: 1) { totalCount } }`, nil).Get(t, "playbooks", "totalCount").(float64)
		}

		dry, ids := outcomes(t, importDocuments(t, w, token, org, map[string]any{"dryRun": true}, "走访.md", visits, "名单.md", roster, "empty.md", "\n"), "importPlaybooks")
		if count() != 0 || len(ids) != 0 || !strings.HasPrefix(dry["走访.md"], "CREATED links to documents that are not here: gone.md (line 4)") || dry["名单.md"] != "CREATED" || dry["empty.md"] != "SKIPPED empty" {
			t.Fatalf("a dry run: %v, %v playbooks", dry, count())
		}
		key := map[string]any{"audience": "PUBLIC", "idempotencyKey": "k"}
		first := importDocuments(t, w, token, org, key, "走访.md", visits, "名单.md", roster)
		said, ids := outcomes(t, first, "importPlaybooks")
		if !strings.HasPrefix(said["走访.md"], "CREATED") || said["名单.md"] != "CREATED" || count() != 2 {
			t.Fatalf("%v", said)
		}
		if again := importDocuments(t, w, token, org, key, "走访.md", visits, "名单.md", roster); again.Get(t, "importPlaybooks", "importRun", "id") != first.Get(t, "importPlaybooks", "importRun", "id") {
			t.Error("the same key made another run")
		}
		const read = `query($id: ID!) { node(id: $id) { ... on Playbook { title language licence latestNumber latestVersion { whatHTML steps(first: 9) { nodes { stepKey title bodyHTML } } } } } }`
		list := w.Ask(t, "", read, map[string]any{"id": ids["名单.md"]})
		sift := list.Get(t, "node", "latestVersion", "steps", "nodes", 1, "stepKey").(string)
		if body := list.Get(t, "node", "latestVersion", "steps", "nodes", 1, "bodyHTML").(string); !strings.Contains(body, `href="tongxing:`+ids["走访.md"]+`"`) {
			t.Errorf("no link to the visits in %s", body)
		}
		visit := w.Ask(t, "", read, map[string]any{"id": ids["走访.md"]})
		if html := visit.Get(t, "node", "latestVersion", "whatHTML").(string); !strings.Contains(html, `href="tongxing:`+ids["名单.md"]+"#"+sift+`"`) {
			t.Errorf("no link to the step of the roster in %s", html)
		}
		if visit.Get(t, "node", "title") != "走访" || visit.Get(t, "node", "language") != "zh-Hans" || visit.Get(t, "node", "licence") != "NOASSERTION" {
			t.Errorf("%v", visit.Data)
		}
		said, _ = outcomes(t, importDocuments(t, w, token, org, nil, "走访.md", visits, "名单.md", roster), "importPlaybooks")
		if said["走访.md"] != "UNCHANGED" || said["名单.md"] != "UNCHANGED" {
			t.Errorf("a second run: %v", said)
		}
		// One document alone, changed: its link to the other still leads there.
		said, _ = outcomes(t, importDocuments(t, w, token, org, nil, "走访.md", visits+"\n丙\n"), "importPlaybooks")
		visit2 := w.Ask(t, "", read, map[string]any{"id": ids["走访.md"]})
		if !strings.HasPrefix(said["走访.md"], "UPDATED") || visit2.Get(t, "node", "latestNumber") != 2.0 ||
			visit2.Get(t, "node", "latestVersion", "steps", "nodes", 0, "stepKey") != visit.Get(t, "node", "latestVersion", "steps", "nodes", 0, "stepKey") ||
			!strings.Contains(visit2.Get(t, "node", "latestVersion", "whatHTML").(string), "tongxing:"+ids["名单.md"]) {
			t.Errorf("a changed document: %v %v", said, visit2.Data)
		}
		if code := do(t, w, token, "startPlaybookDraft", "StartPlaybookDraftInput", map[string]any{"organizationId": org, "playbookId": ids["名单.md"]}); code != "" {
			t.Fatal(code)
		}
		said, _ = outcomes(t, importDocuments(t, w, token, org, nil, "名单.md", roster+"more\n"), "importPlaybooks")
		if said["名单.md"] != "SKIPPED it has changed since it was imported, but so has the playbook: edit its draft" {
			t.Errorf("a playbook that people edit: %v", said)
		}
	})
}

func TestAnImportIsItsOrganizationsAffair(t *testing.T) {
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		east, west := signUp(t, w, "east"), signUp(t, w, "west")
		org := found(t, w, east, "east")
		other := found(t, w, west, "west")
		run := importDocuments(t, w, east, org, nil, "a.md", "# A\n").Get(t, "importPlaybooks", "importRun", "id")
		for name, token := range map[string]string{"a stranger": "", "a member of another organization": west} {
			a := w.Ask(t, token, `query($id: ID!) { node(id: $id) { id } importRuns(first: 5) { totalCount } importRows(first: 5, importRunId: $id) { totalCount } }`, map[string]any{"id": run})
			if a.Get(t, "node") != nil || a.Get(t, "importRuns", "totalCount") != 0.0 || a.Get(t, "importRows", "totalCount") != 0.0 {
				t.Errorf("%s sees an import: %v", name, a.Data)
			}
		}
		if a := importDocuments(t, w, west, org, nil, "a.md", "# B\n"); a.Get(t, "importPlaybooks", "userErrors", 0, "code") != "FORBIDDEN" {
			t.Errorf("west imports for the east: %v", a.Data)
		}
		if a := importDocuments(t, w, "", org, nil, "a.md", "# B\n"); len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "UNAUTHENTICATED" {
			t.Errorf("a stranger imports: %+v", a)
		}
		a := w.Ask(t, east, `query($o: ID!) { importRuns(first: 5, organizationId: $o) { nodes { organization { slug } rows(first: 1) { nodes { playbook { title } } } } } }`, map[string]any{"o": org})
		if a.Get(t, "importRuns", "nodes", 0, "organization", "slug") != "east" || a.Get(t, "importRuns", "nodes", 0, "rows", "nodes", 0, "playbook", "title") != "A" {
			t.Errorf("%v", a.Data)
		}
		for _, bad := range []string{"../a.md", "/a.md", "a//b.md"} {
			if a := importDocuments(t, w, west, other, nil, bad, "# B\n"); a.Get(t, "importPlaybooks", "userErrors", 0, "field") != "documents.0.path" {
				t.Errorf("the path %q: %v", bad, a.Data)
			}
		}
		if a := importDocuments(t, w, west, other, nil, "a.md", "# B\n", "a.md", "# B\n"); a.Get(t, "importPlaybooks", "userErrors", 0, "field") != "documents.1.path" {
			t.Errorf("one path twice: %v", a.Data)
		}
	})
}

func TestWhoMayNotPublishImportsDrafts(t *testing.T) {
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		owner, editor := signUp(t, w, "owner"), signUp(t, w, "editor")
		org := found(t, w, owner, "org")
		enrol(t, w, org, "editor@example.org", membership.RoleEDITOR)
		if a := importDocuments(t, w, editor, org, nil, "a.md", "# A\n"); a.Get(t, "importPlaybooks", "userErrors", 0, "field") != "publish" {
			t.Errorf("an editor publishes by importing: %v", a.Data)
		}
		if a := importDocuments(t, w, editor, org, map[string]any{"publish": false, "audience": "PUBLIC"}, "a.md", "# A\n"); a.Get(t, "importPlaybooks", "userErrors", 0, "field") != "audience" {
			t.Errorf("an editor shares by importing: %v", a.Data)
		}
		_, ids := outcomes(t, importDocuments(t, w, editor, org, map[string]any{"publish": false}, "a.md", "# A\n"), "importPlaybooks")
		said, _ := outcomes(t, importDocuments(t, w, editor, org, map[string]any{"publish": false}, "a.md", "# A\nmore\n"), "importPlaybooks")
		a := w.Ask(t, editor, `query($id: ID!) { node(id: $id) { ... on Playbook { latestNumber versions(first: 5) { nodes { state edit what } } } } }`, map[string]any{"id": ids["a.md"]})
		if a.Get(t, "node", "latestNumber") != 0.0 || said["a.md"] != "UPDATED" || a.Get(t, "node", "versions", "nodes", 0, "what") != "more" {
			t.Errorf("%v %v", said, a.Data)
		}
		do(t, w, owner, "updateOrganization", "UpdateOrganizationInput", map[string]any{"organizationId": org, "reviewRequired": true})
		said, ids = outcomes(t, importDocuments(t, w, owner, org, nil, "b.md", "# B\n"), "importPlaybooks")
		a = w.Ask(t, owner, `query($id: ID!) { node(id: $id) { ... on Playbook { latestNumber } } }`, map[string]any{"id": ids["b.md"]})
		if a.Get(t, "node", "latestNumber") != 0.0 || !strings.Contains(said["b.md"], "review") {
			t.Errorf("an import went round the review: %v %v", said, a.Data)
		}
	})
}

// enrol makes the person of the address a member.
func enrol(t *testing.T, w *testkit.World, org, email string, role membership.Role) {
	t.Helper()
	ctx := access.System(t.Context())
	err := w.App.Core.DB.Write(ctx, func(ctx context.Context) error {
		u, err := w.App.Core.Ent.User.Query().Where(user.Email(email)).Only(ctx)
		if err != nil {
			return err
		}
		return w.App.Core.Ent.Membership.Create().SetOrganizationID(org).SetUserID(u.ID).SetRole(role).Exec(ctx)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func importTable(t *testing.T, w *testkit.World, token, content string, more map[string]any) testkit.Answer {
	t.Helper()
	in := map[string]any{"source": "register", "format": "CSV", "content": content}
	for k, v := range more {
		in[k] = v
	}
	return w.Ask(t, token, `mutation($i: ImportOrganizationsInput!) { importOrganizations(input: $i) { mapping { field columns } `+runFields+` } }`, map[string]any{"i": in})
}

func TestRowsBecomeUnclaimedOrganizations(t *testing.T) {
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		operator, err := w.App.Core.CreateOperator(t.Context(), "op@example.org")
		if err != nil {
			t.Fatal(err)
		}
		table := "編號,機構名稱,統一編號,縣市,網址\n1,財團法人中華民國兒童癌症基金會,04140854,臺北市,\n2,\"老人\n服務協會\",,高雄市,www.old.example\n1,財團法人中華民國兒童癌症基金會,04140854,臺北市,\n3,,,,\n4,\"broken,,,\n5,名稱,04140855,火星,not a site\n"
		mapping := []any{}
		dry := importTable(t, w, operator, table, map[string]any{"dryRun": true})
		outcomes(t, dry, "importOrganizations")
		for _, m := range dry.Get(t, "importOrganizations", "mapping").([]any) {
			for _, c := range m.(map[string]any)["columns"].([]any) {
				mapping = append(mapping, map[string]any{"field": m.(map[string]any)["field"], "column": c})
			}
		}
		count := func() float64 {
			return w.Ask(t, "", `{ organizations(first: 1) { totalCount } }`, nil).Get(t, "organizations", "totalCount").(float64)
		}
		if len(mapping) != 5 || count() != 0 || dry.Get(t, "importOrganizations", "importRun", "createdCount") != 3.0 {
			t.Fatalf("a dry run: %v, %v organizations", dry.Data, count())
		}
		if a := importTable(t, w, operator, table, nil); a.Get(t, "importOrganizations", "userErrors", 0, "field") != "mapping" || count() != 0 {
			t.Errorf("imported without a confirmed mapping: %v", a.Data)
		}
		if a := importTable(t, w, signUp(t, w, "member"), table, map[string]any{"mapping": mapping}); a.Get(t, "importOrganizations", "userErrors", 0, "code") != "FORBIDDEN" {
			t.Errorf("who is no operator: %v", a.Data)
		}
		said, ids := outcomes(t, importTable(t, w, operator, table, map[string]any{"mapping": mapping}), "importOrganizations")
		for key, want := range map[string]string{
			"register:2": "CREATED", "register:3": "CREATED", "register:5": "SKIPPED the same organization as line 2", "register:6": "REFUSED no name",
			"register:7": "REFUSED not a record", "register:8": "CREATED",
		} {
			if !strings.HasPrefix(said[key], want) {
				t.Errorf("%s: %q, not %q", key, said[key], want)
			}
		}
		for _, word := range []string{"not a site", "火星", "04140855"} {
			if !strings.Contains(said["register:8"], word) {
				t.Errorf("nothing is said of %s: %q", word, said["register:8"])
			}
		}
		a := w.Ask(t, "", `query($id: ID!) { node(id: $id) { ... on Organization { slug name claimed causesInferred causes { key } region { code } kind } } }`, map[string]any{"id": ids["register:2"]})
		if a.Get(t, "node", "claimed") != false || a.Get(t, "node", "region", "code") != "TW-TPE" || a.Get(t, "node", "causesInferred") != true ||
			a.Get(t, "node", "slug") != "tw-ubn-04140854" || a.Get(t, "node", "kind") != "FOUNDATION" {
			t.Errorf("%v", a.Data)
		}
		if a := importTable(t, w, operator, table, map[string]any{"mapping": mapping}); a.Get(t, "importOrganizations", "importRun", "unchangedCount") != 3.0 || a.Get(t, "importOrganizations", "importRun", "createdCount") != 0.0 {
			t.Errorf("a second run: %v", a.Data)
		}
		claim(t, w, ids["register:3"])
		said, _ = outcomes(t, importTable(t, w, operator, strings.ReplaceAll(strings.ReplaceAll(table, "癌症基金會", "關懷基金會"), "服務協會", "照顧協會"), map[string]any{"mapping": mapping}), "importOrganizations")
		if said["register:2"] != "UPDATED" || !strings.HasPrefix(said["register:3"], "SKIPPED the source says something new") {
			t.Errorf("what the source says anew: %v", said)
		}
		said, _ = outcomes(t, importTable(t, w, operator, "名称,编号,統一編號\n另一名單,9,04140854\n", map[string]any{"source": "another",
			"mapping": []any{map[string]any{"field": "name", "column": "名称"}, map[string]any{"field": "registrationId", "column": "統一編號"}, map[string]any{"field": "externalId", "column": "编号"}}}), "importOrganizations")
		if len(said) != 1 {
			t.Errorf("%v", said)
		}
	})
}

// claim makes an imported organization its people's, as a verified claim will.
func claim(t *testing.T, w *testkit.World, org string) {
	t.Helper()
	ctx := access.System(t.Context())
	err := w.App.Core.DB.Write(ctx, func(ctx context.Context) error {
		return w.App.Core.Ent.Organization.UpdateOneID(org).SetClaimed(true).Exec(ctx)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestTheQueriesOfReportsDoNotGrowWithTheirRows(t *testing.T) {
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		token := signUp(t, w, "counter")
		org := found(t, w, token, "counter")
		count := func() int64 {
			t.Helper()
			ctx, n := database.CountQueries(t.Context())
			v, err := w.App.Core.Authenticate(ctx, token)
			if err != nil {
				t.Fatal(err)
			}
			before := n()
			if res := w.App.Run(ctx, v, `{ importRuns(first: 20) { totalCount nodes { organization { name } rows(first: 20) { totalCount pageInfo { hasNextPage } nodes { outcome playbook { title organization { name } } organization { name } } } } } }`); len(res.Errors) > 0 {
				t.Fatal(res.Errors)
			}
			return n() - before
		}
		importDocuments(t, w, token, org, nil, "a.md", "# A\n")
		few := count()
		for i := range 6 {
			var docs []string
			for j := range 8 {
				docs = append(docs, fmt.Sprintf("%d/%d.md", i, j), "# A\n")
			}
			importDocuments(t, w, token, org, nil, docs...)
		}
		if many := count(); many != few {
			t.Errorf("%d queries for one row, %d for many", few, many)
		}
	})
}

// All documents and rows of the shared sets are imported or told of, and a second run changes nothing.
func TestTheSharedSetsImportWhole(t *testing.T) {
	documents, tables := shareddata.Sets(t, "playbooks-*"), shareddata.Sets(t, "orgs-*")
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		ctx := access.System(t.Context())
		token := signUp(t, w, "keeper")
		org := found(t, w, token, "keeper")
		tally := func(into map[importrow.Outcome]int) func(core.Imported) {
			return func(i core.Imported) { into[i.Outcome]++ }
		}
		all := 0
		for _, set := range documents {
			run := func(dry bool) map[importrow.Outcome]int {
				docs, problems, err := importing.ReadMarkdown(os.DirFS(filepath.Join(set, "files")))
				if err != nil {
					t.Fatal(err)
				}
				said := map[importrow.Outcome]int{}
				_, err = w.App.Core.ImportPlaybooks(t.Context(), core.PlaybookImport{OrganizationID: org, Source: filepath.Base(set), Audience: playbook.AudiencePUBLIC,
					Publish: true, Documents: docs, Problems: problems, DryRun: dry, Tell: tally(said)})
				if err != nil {
					t.Fatal(err)
				}
				return said
			}
			want := shareddata.Count(t, set, "playbook")
			if strings.HasSuffix(set, "hot-toolbox") {
				want++ // its README.md is its licence in the index
			}
			if strings.HasSuffix(set, "360giving") {
				if said := run(true); said[importrow.OutcomeCREATED] != want || len(playbooks(t, w, filepath.Base(set))) != 0 {
					t.Errorf("a dry run of %s: %v", set, said)
				}
			}
			said := run(false)
			if said[importrow.OutcomeCREATED] != want || said[importrow.OutcomeREFUSED] != 0 || len(playbooks(t, w, filepath.Base(set))) != want {
				t.Errorf("%s: %v, %d expected", set, said, want)
			}
			all += want
			again := run(false)
			if again[importrow.OutcomeUNCHANGED] != want || again[importrow.OutcomeCREATED]+again[importrow.OutcomeUPDATED] != 0 {
				t.Errorf("%s again: %v", set, again)
			}
		}
		if all != 501 {
			t.Errorf("%d documents of 501", all)
		}
		linksLead(t, w)
		for _, set := range tables {
			for file, want := range map[string][2]int{"uk-charities-sample.csv": {4102, 99}, "organization.json": {1586, 2}} {
				raw, err := os.ReadFile(filepath.Join(set, "files", file))
				if err != nil {
					continue
				}
				run := func(dry bool) map[importrow.Outcome]int {
					table, err := importing.ReadTable(file, raw, importing.Auto)
					if err != nil {
						t.Fatal(err)
					}
					orgs, problems, err := importing.Organizations(table, importing.Propose(table), "")
					if err != nil {
						t.Fatal(err)
					}
					said := map[importrow.Outcome]int{}
					if _, err := w.App.Core.ImportOrganizations(t.Context(), core.OrganizationImport{Source: filepath.Base(set), File: file, Organizations: orgs,
						Problems: problems, DryRun: dry, Tell: tally(said)}); err != nil {
						t.Fatal(err)
					}
					return said
				}
				count := func() int {
					n, err := w.App.Core.Ent.Organization.Query().Where(organization.Source(filepath.Base(set))).Count(ctx)
					if err != nil {
						t.Fatal(err)
					}
					return n
				}
				if strings.HasPrefix(file, "org") {
					if said := run(true); said[importrow.OutcomeCREATED] != want[0] || count() != 0 {
						t.Errorf("a dry run of %s: %v", file, said)
					}
				}
				began := time.Now()
				if said := run(false); said[importrow.OutcomeCREATED] != want[0] || said[importrow.OutcomeSKIPPED] != want[1] || said[importrow.OutcomeREFUSED] != 0 || count() != want[0] {
					t.Errorf("%s: %v", file, said)
				}
				t.Logf("%s: %v", file, time.Since(began))
				if said := run(false); said[importrow.OutcomeUNCHANGED] != want[0] || said[importrow.OutcomeCREATED]+said[importrow.OutcomeUPDATED] != 0 {
					t.Errorf("%s again: %v", file, said)
				}
			}
		}
	})
}

func playbooks(t *testing.T, w *testkit.World, source string) []*ent.Playbook {
	t.Helper()
	all, err := w.App.Core.Ent.Playbook.Query().Where(playbook.ImportKeyHasPrefix(source + "//")).All(access.System(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

var address = regexp.MustCompile(`tongxing:(pbk_[0-9A-Z]+)`)

// linksLead says that each link between playbooks leads to one.
func linksLead(t *testing.T, w *testkit.World) {
	t.Helper()
	ctx := access.System(t.Context())
	ids := map[string]bool{}
	for _, p := range playbooks(t, w, "playbooks-") {
		ids[p.ID] = true
	}
	for _, p := range w.App.Core.Ent.Playbook.Query().IDsX(ctx) {
		ids[p] = true
	}
	n := 0
	check := func(text string) {
		for _, m := range address.FindAllStringSubmatch(text, -1) {
			n++
			if !ids[m[1]] {
				t.Errorf("a link to %s leads nowhere", m[1])
			}
		}
	}
	for _, v := range w.App.Core.Ent.PlaybookVersion.Query().AllX(ctx) {
		check(v.What)
	}
	for _, s := range w.App.Core.Ent.PlaybookStep.Query().AllX(ctx) {
		check(s.Body)
	}
	if n < 500 {
		t.Errorf("only %d links between playbooks", n)
	}
	t.Logf("%d links between playbooks", n)
}
