package server_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/tongxing/tongxing/database"
	"github.com/tongxing/tongxing/internal/testkit"
)

// publish makes a playbook with one step besides its text, and publishes it to the audience.
func publish(t *testing.T, w *testkit.World, token, org, audience, title, what, step string) string {
	t.Helper()
	a := w.Ask(t, token, `mutation($i: CreatePlaybookInput!) { createPlaybook(input: $i) { playbook { id } userErrors { code field } } }`,
		map[string]any{"i": map[string]any{"organizationId": org, "language": "zh-Hans", "causeIds": []any{"cau_education"}, "draft": map[string]any{
			"title": title, "what": what, "steps": []any{map[string]any{"title": step}}}}})
	id := a.Get(t, "createPlaybook", "playbook", "id").(string)
	if code := do(t, w, token, "setPlaybookAudience", "SetPlaybookAudienceInput", map[string]any{"organizationId": org, "playbookId": id, "audience": audience}); code != "" {
		t.Fatal(code)
	}
	if code := do(t, w, token, "publishPlaybook", "PublishPlaybookInput", map[string]any{"organizationId": org, "playbookId": id}); code != "" {
		t.Fatal(code)
	}
	return id
}

const searchQuery = `query($q: String!, $types: [SearchType!], $f: SearchFilter, $n: Int!, $after: Cursor) {
	search(query: $q, types: $types, filterBy: $f, first: $n, after: $after) {
		totalCount relaxed correctedQuery pageInfo { hasNextPage endCursor }
		facets { types { type count } causes { cause { key } count } regions { region { code } count } languages { language count } }
		nodes { type node { id ... on Playbook { title organization { name } } } title { text matched } snippet { text matched } }
	} }`

// find searches and returns the ids of what was found.
func find(t *testing.T, w *testkit.World, token, query string, more map[string]any) (ids []string, a testkit.Answer) {
	t.Helper()
	v := map[string]any{"q": query, "n": 20}
	for k, x := range more {
		v[k] = x
	}
	a = w.Ask(t, token, searchQuery, v)
	for _, n := range a.Get(t, "search", "nodes").([]any) {
		ids = append(ids, n.(map[string]any)["node"].(map[string]any)["id"].(string))
	}
	return ids, a
}

func TestAMethodIsFoundByWhatPeopleType(t *testing.T) {
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		token := signUp(t, w, "writer")
		org := found(t, w, token, "writer")
		aid := publish(t, w, token, org, "PUBLIC", "乡村助学金发放", "先走访家庭，再发放助学金。", "确定名单")
		english := publish(t, w, token, org, "PUBLIC", "Recruiting volunteers for AI literacy", "How policies for recruitment are written.", "Interview 志愿者")
		publish(t, w, token, org, "PUBLIC", "养老服务", "助老与学习", "探访")
		for query, want := range map[string]string{
			"助学":                    aid,
			"助學金":                   aid, // traditional finds simplified
			"走访":                    aid,
			"名单":                    aid, // in a step
			"助学金　家庭":                aid,
			"发放助学金":                 aid,
			"recruit volunteer":     english,
			"volunteers":            english,
			"recruitm":              english, // as you type
			"VOLUNTEERS":            english,
			"ＡＩ":                    english, // full width
			"policy":                english,
			`"literacy"`:            english,
			"volunters":             english, // a typing error
			"ai 志愿":                 english,
			"怎样发放助学金给学生":            aid, // most of it
			"recruiting astronauts": english,
		} {
			if ids, a := find(t, w, "", query, nil); len(ids) != 1 || ids[0] != want {
				t.Errorf("%q finds %v: %v", query, ids, a.Data)
			}
		}
		for _, query := range []string{"", " ", "学助", "xylophone", `"policies recruitment"`, "*", `" OR title:`, "'", "a AND (", "NEAR(", `\`, "%", strings.Repeat("长", 5000)} {
			if ids, a := find(t, w, "", query, nil); len(ids) != 0 || a.Get(t, "search", "totalCount") != 0.0 {
				t.Errorf("%q finds %v", query, a.Data)
			}
		}
		_, a := find(t, w, "", "助學", nil)
		var marked string
		for _, f := range a.Get(t, "search", "nodes", 0, "snippet").([]any) {
			if f := f.(map[string]any); f["matched"].(bool) {
				marked += f["text"].(string)
			}
		}
		if marked != "助学" || a.Get(t, "search", "nodes", 0, "title", 1, "text") != "助学" {
			t.Errorf("highlights: %v", a.Data)
		}
		if ids, _ := find(t, w, "", "名单", map[string]any{"types": []any{"STEP"}}); len(ids) != 1 || !strings.HasPrefix(ids[0], "stp_") {
			t.Errorf("steps: %v", ids)
		}
		if ids, _ := find(t, w, "", "writer", map[string]any{"types": []any{"ORGANIZATION"}}); len(ids) != 1 || ids[0] != org {
			t.Errorf("organizations: %v", ids)
		}
	})
}

func TestSearchFindsOnlyWhatTheViewerMaySeeCountsIncluded(t *testing.T) {
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		east, west := signUp(t, w, "east"), signUp(t, w, "west")
		org := found(t, w, east, "east")
		found(t, w, west, "west")
		public := publish(t, w, east, org, "PUBLIC", "灯塔计划公开", "隐形", "one")
		network := publish(t, w, east, org, "NETWORK", "灯塔计划网络", "隐形", "one")
		own := publish(t, w, east, org, "ORGANIZATION", "灯塔计划内部 Zanzibarian", "隐形", "one")
		draft := create(t, w, east, org, "灯塔计划草稿")
		for name, c := range map[string]struct {
			token string
			want  []string
		}{
			"stranger":                       {"", []string{public}},
			"member of another organization": {west, []string{network, public}},
			"its own people":                 {east, []string{draft, own, network, public}},
		} {
			for _, kind := range []string{"PLAYBOOK", "STEP"} {
				query := map[string]string{"PLAYBOOK": "灯塔", "STEP": "one"}[kind]
				ids, a := find(t, w, c.token, query, map[string]any{"types": []any{kind}})
				if n := a.Get(t, "search", "totalCount"); len(ids) != len(c.want) || n != float64(len(c.want)) {
					t.Errorf("%s finds %d of kind %s, total %v", name, len(ids), kind, n)
				}
				for _, f := range a.Get(t, "search", "facets", "types").([]any) {
					if f := f.(map[string]any); f["type"] == kind && f["count"] != float64(len(c.want)) {
						t.Errorf("%s: the facet counts %v", name, f)
					}
				}
			}
		}
		if ids, a := find(t, w, west, "Zanzibarien", nil); len(ids) != 0 || a.Get(t, "search", "correctedQuery") != nil {
			t.Errorf("a correction tells of a word in what may not be seen: %v", a.Data)
		}
		do(t, w, east, "setPlaybookAudience", "SetPlaybookAudienceInput", map[string]any{"organizationId": org, "playbookId": public, "audience": "ORGANIZATION"})
		if ids, _ := find(t, w, "", "灯塔", nil); len(ids) != 0 {
			t.Errorf("found after it was made the organization's own: %v", ids)
		}
		do(t, w, east, "setPlaybookAudience", "SetPlaybookAudienceInput", map[string]any{"organizationId": org, "playbookId": public, "audience": "PUBLIC"})
		do(t, w, east, "withdrawPlaybook", "WithdrawPlaybookInput", map[string]any{"organizationId": org, "playbookId": public, "reason": "harm"})
		if ids, _ := find(t, w, "", "灯塔", nil); len(ids) != 0 {
			t.Errorf("found after it was withdrawn: %v", ids)
		}
	})
}

func TestTheIndexFollowsEveryChangeAndCanBeMadeAnew(t *testing.T) {
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		token := signUp(t, w, "editor")
		org := found(t, w, token, "editor")
		id := publish(t, w, token, org, "PUBLIC", "第一版", "苹果", "采摘")
		same := map[string]any{"organizationId": org, "playbookId": id}
		do(t, w, token, "startPlaybookDraft", "StartPlaybookDraftInput", same)
		edit := map[string]any{"organizationId": org, "playbookId": id, "expectedVersion": 1, "draft": map[string]any{"title": "第二版", "what": "香蕉"}}
		if code := do(t, w, token, "updatePlaybookDraft", "UpdatePlaybookDraftInput", edit); code != "" {
			t.Fatal(code)
		}
		if ids, _ := find(t, w, token, "香蕉", nil); len(ids) != 0 {
			t.Error("a draft of a published playbook is found")
		}
		if code := do(t, w, token, "publishPlaybook", "PublishPlaybookInput", same); code != "" {
			t.Fatal(code)
		}
		check := func() {
			t.Helper()
			if ids, _ := find(t, w, "", "香蕉", nil); len(ids) != 1 {
				t.Errorf("version 2 is found as %v", ids)
			}
			if ids, _ := find(t, w, "", "苹果", nil); len(ids) != 0 {
				t.Errorf("version 1 is still found: %v", ids)
			}
			if ids, _ := find(t, w, "", "采摘", map[string]any{"types": []any{"STEP"}}); len(ids) != 1 {
				t.Errorf("steps: %v", ids)
			}
		}
		check()
		if n, err := w.App.Core.Reindex(t.Context()); err != nil || n != 2 {
			t.Fatal(n, err)
		}
		check()
		do(t, w, token, "updateOrganization", "UpdateOrganizationInput", map[string]any{"organizationId": org, "regionId": "reg_510100"})
		ids, a := find(t, w, "", "香蕉", map[string]any{"f": map[string]any{"regionId": "reg_510000", "causeId": "cau_education", "language": "zh"}})
		if len(ids) != 1 || a.Get(t, "search", "facets", "causes", 0, "cause", "key") != "education" {
			t.Errorf("with filters: %v", a.Data)
		}
		for _, f := range []map[string]any{{"regionId": "reg_110000"}, {"causeId": "cau_health"}, {"language": "en"}, {"causeId": "cau_x' | 'y"}, {"regionId": "?"}} {
			if ids, _ := find(t, w, "", "香蕉", map[string]any{"f": f}); len(ids) != 0 {
				t.Errorf("found outside of %v", f)
			}
		}
	})
}

func TestPagesOfASearchJoinAndItsQueriesAreConstant(t *testing.T) {
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		token := signUp(t, w, "many")
		org := found(t, w, token, "many")
		statements := func() int64 {
			ctx, n := database.CountQueries(t.Context())
			v, err := w.App.Core.Authenticate(ctx, token)
			if err != nil {
				t.Fatal(err)
			}
			before := n()
			res := w.App.Run(ctx, v, `{ search(query: "志愿", first: 50) { totalCount facets { types { count } } nodes { node { ... on Playbook { title organization { name } } } } } }`)
			if len(res.Errors) > 0 {
				t.Fatal(res.Errors)
			}
			return n() - before
		}
		want := map[string]bool{}
		more := func(n int) {
			for range n {
				want[publish(t, w, token, org, "PUBLIC", fmt.Sprint("志愿服务 ", len(want)), "x", "y")] = true
			}
		}
		more(12)
		few := statements()
		more(18)
		if many := statements(); many != few {
			t.Errorf("%d statements for 12 hits, %d for 30", few, many)
		}
		var after any
		got := map[string]bool{}
		for range 10 {
			ids, a := find(t, w, "", "志愿", map[string]any{"n": 7, "after": after})
			for _, id := range ids {
				if got[id] || !want[id] {
					t.Errorf("%s a second time, or not at all wanted", id)
				}
				got[id] = true
			}
			if a.Get(t, "search", "totalCount") != 30.0 {
				t.Errorf("total %v", a.Get(t, "search", "totalCount"))
			}
			if after = a.Get(t, "search", "pageInfo", "endCursor"); !a.Get(t, "search", "pageInfo", "hasNextPage").(bool) {
				break
			}
		}
		if len(got) != 30 {
			t.Errorf("%d of 30 on the pages", len(got))
		}
	})
}
