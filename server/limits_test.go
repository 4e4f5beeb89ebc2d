package server_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/tongxing/tongxing/internal/testkit"
)

// nested is a selection of that many levels below Query.
func nested(levels int) string {
	q := "id"
	for range levels - 1 {
		q = "parent { " + q + " }"
	}
	return q
}

func TestEachLimitRefusesWithItsCode(t *testing.T) {
	w := one(t)
	cause := `... on Cause { %s }`
	page := `playbooks(first: %d) { nodes { versions(first: %d) { nodes { steps(first: %d) { nodes { id } } } } } }`
	for name, c := range map[string]struct{ query, code string }{
		"depth":                          {`{ node(id: "x") { ` + fmt.Sprintf(cause, nested(16)) + ` } }`, "DEPTH_LIMIT"},
		"depth through fragments":        {`{ node(id: "x") { ...a } } fragment a on Cause { ` + strings.Repeat("parent { ", 8) + "...b" + strings.Repeat(" }", 8) + ` } fragment b on Cause { ` + nested(9) + ` }`, "DEPTH_LIMIT"},
		"depth through inline fragments": {`{ node(id: "x") { ` + fmt.Sprintf(cause, strings.Repeat("... { parent { ", 16)+"id"+strings.Repeat(" } }", 16)) + ` } }`, "DEPTH_LIMIT"},
		"aliases":                        {`{ ` + repeat(31, func(i int) string { return fmt.Sprintf("a%d: __typename ", i) }) + `}`, "ROOT_FIELD_LIMIT"},
		"aliases below":                  {`{ node(id: "x") { ` + repeat(31, func(i int) string { return fmt.Sprintf("a%d: __typename ", i) }) + `} }`, "ALIAS_LIMIT"},
		"aliases through a fragment":     {`{ a: node(id: "x") { ...f } b: node(id: "y") { ...f } } fragment f on Node { ` + repeat(16, func(i int) string { return fmt.Sprintf("a%d: id ", i) }) + `}`, "ALIAS_LIMIT"},
		"a sign-in tried twice":          {`mutation { a: signIn(input: {email: "a@b.org", password: "1"}) { token } b: signIn(input: {email: "a@b.org", password: "2"}) { token } }`, "REPEATED_FIELD_LIMIT"},
		"the same through a fragment":    {`mutation { a: signIn(input: {email: "a@b.org", password: "1"}) { token } ...f } fragment f on Mutation { b: signIn(input: {email: "a@b.org", password: "2"}) { token } }`, "REPEATED_FIELD_LIMIT"},
		"breadth":                        {`{ ` + fmt.Sprintf(page, 100, 100, 100) + ` }`, "NODE_LIMIT"},
		"breadth through aliases": {`{ ` + repeat(20, func(i int) string {
			return fmt.Sprintf("a%d: playbooks(first: 100) { nodes { versions(first: 50) { nodes { id } } } } ", i)
		}) + ` }`, "NODE_LIMIT"},
		"a page too large":                {`{ playbooks(first: 101) { nodes { id } } }`, "PAGE_SIZE"},
		"an empty page":                   {`{ playbooks(first: 0) { nodes { id } } }`, "PAGE_SIZE"},
		"a negative page":                 {`{ playbooks(first: -1) { nodes { id } } }`, "PAGE_SIZE"},
		"a negative page backwards":       {`{ playbooks(last: -5) { nodes { id } } }`, "PAGE_SIZE"},
		"a page of both directions":       {`{ playbooks(first: 1, last: 1) { nodes { id } } }`, "PAGE_SIZE"},
		"no page":                         {`{ playbooks { nodes { id } } }`, "PAGE_REQUIRED"},
		"ids":                             {`{ nodes(ids: [` + strings.Repeat(`"x",`, 101) + `]) { id } }`, "PAGE_SIZE"},
		"tokens":                          {`{ ` + strings.Repeat("__typename ", 10_001) + ` }`, "TOKEN_LIMIT"},
		"unknown fields, many":            {`{ ` + repeat(9_000, func(i int) string { return fmt.Sprintf("x%d ", i) }) + ` }`, "ROOT_FIELD_LIMIT"},
		"directives":                      {`{ __typename ` + strings.Repeat("@include(if: true) ", 101) + `}`, "DIRECTIVE_LIMIT"},
		"operations":                      {repeat(51, func(i int) string { return fmt.Sprintf("query q%d { __typename } ", i) }), "OPERATION_LIMIT"},
		"fragments":                       {`{ __typename } ` + repeat(101, func(i int) string { return fmt.Sprintf("fragment f%d on Query { __typename } ", i) }), "FRAGMENT_LIMIT"},
		"introspection in circles":        {`{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }`, "GRAPHQL_VALIDATION_FAILED"},
		"a cursor that is none":           {`{ playbooks(first: 1, after: "no cursor") { nodes { id } } }`, "GRAPHQL_VALIDATION_FAILED"},
		"a cursor that is none, backward": {`{ playbooks(last: 1, before: "////") { nodes { id } } }`, "GRAPHQL_VALIDATION_FAILED"},
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			r := post(t, w, c.query, nil)
			if r.code() != c.code {
				t.Errorf("%.400s", r.Body)
			}
			if d := time.Since(start); d > 3*time.Second {
				t.Errorf("took %s", d)
			}
			if len(r.Body) > 64_000 {
				t.Errorf("%d bytes of errors", len(r.Body))
			}
		})
	}
}

func repeat(n int, text func(int) string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(text(i))
	}
	return b.String()
}

func TestALimitHoldsThroughVariables(t *testing.T) {
	w := one(t)
	q := `query($n: Int!, $m: Int = 500) { playbooks(first: $n) { nodes { versions(first: $m) { nodes { id } } } } }`
	for n, vars := range map[string]map[string]any{"given": {"n": 101, "m": 1}, "by default": {"n": 1}} {
		if r := post(t, w, q, vars); r.code() != "PAGE_SIZE" {
			t.Errorf("%s: %.300s", n, r.Body)
		}
	}
	if r := post(t, w, q, map[string]any{"n": 5, "m": 5}); r.code() != "" {
		t.Errorf("%.300s", r.Body)
	}
}

func TestFragmentsThatDoubleCostNoMoreThanTheirText(t *testing.T) {
	w := one(t)
	q := `{ node(id: "x") { ...f0 } } ` + repeat(60, func(i int) string {
		return fmt.Sprintf("fragment f%d on Cause { ...f%d ...f%d } ", i, i+1, i+1)
	}) + `fragment f60 on Cause { id }`
	start := time.Now()
	r := post(t, w, q, nil)
	if r.code() != "FIELD_LIMIT" || time.Since(start) > time.Second {
		t.Errorf("%s: %.300s", time.Since(start), r.Body)
	}
}

func TestWhatGoodClientsSendIsServed(t *testing.T) {
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		token := "Authorization: Bearer " + signUp(t, w, "reader")
		padding := "# " + strings.Repeat("x", 16<<10) + "\n"
		for name, q := range map[string]string{
			"a page of fifty":         `{ organizations(first: 50) { totalCount pageInfo { hasNextPage } edges { cursor node { name region { nameEn } } } } }`,
			"two levels":              `{ playbooks(first: 20) { nodes { title versions(first: 50) { nodes { number } } } } }`,
			"ten light aliases":       `{ ` + repeat(10, func(i int) string { return fmt.Sprintf("a%d: regions(first: 1) { nodes { code } } ", i) }) + `}`,
			"a document of 16 KiB":    padding + `{ __typename }`,
			"the full introspection":  introspection,
			"fragments on interfaces": `{ node(id: "reg_CN") { ... on Region { code } ... on Playbook { title } } }`,
		} {
			if r := post(t, w, q, nil, token); r.code() != "" || r.Status != 200 {
				t.Errorf("%s: %.300s", name, r.Body)
			}
		}
	})
}

func TestLongNamesAndManyErrorsComeBackShort(t *testing.T) {
	w := one(t)
	long := strings.Repeat("x", 500_000)
	for name, r := range map[string]reply{
		"a field":        post(t, w, `{ `+long+` }`, nil),
		"a variable":     post(t, w, `query($x: Int!) { regions(first: $x) { nodes { id } } }`, map[string]any{"x": long}),
		"an enum":        post(t, w, `{ playbooks(first: 1, orderBy: {field: `+long+`}) { nodes { id } } }`, nil),
		"an operation":   send(t, w, "POST", "", `{"query":"query a { __typename }","operationName":"`+long+`"}`, isJSON),
		"a slug":         post(t, w, `query($x: String!) { organization(slug: $x) { id } }`, map[string]any{"x": long}),
		"an id":          post(t, w, `query($x: ID!) { node(id: $x) { id } }`, map[string]any{"x": long}),
		"unknown fields": post(t, w, `{ node(id: "x") { `+repeat(3000, func(i int) string { return fmt.Sprintf("unknown%d ", i) })+` } }`, nil),
	} {
		if len(r.Body) > 64_000 {
			t.Errorf("%s: %d bytes", name, len(r.Body))
		}
		if strings.Contains(string(r.Body), "Did you mean") {
			t.Errorf("%s: names of the schema are suggested: %.200s", name, r.Body)
		}
	}
}

func TestValuesOutOfTypeAreRefusedBeforeAnythingRuns(t *testing.T) {
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		for name, c := range map[string]struct {
			query string
			vars  map[string]any
		}{
			"a text for Int":          {`query($x: Int) { regions(first: $x) { nodes { id } } }`, map[string]any{"x": "1"}},
			"a fraction for Int":      {`query($x: Int) { regions(first: $x) { nodes { id } } }`, map[string]any{"x": 1.5}},
			"an Int beyond 32 bits":   {`query($x: Int) { regions(first: $x) { nodes { id } } }`, map[string]any{"x": 4294967296}},
			"a fraction for ID":       {`query($x: ID!) { node(id: $x) { id } }`, map[string]any{"x": 1.5}},
			"a bool for ID":           {`query($x: ID!) { node(id: $x) { id } }`, map[string]any{"x": true}},
			"a number for String":     {`query($x: String!) { organization(slug: $x) { id } }`, map[string]any{"x": 9007199254740993}},
			"an object for String":    {`query($x: String!) { organization(slug: $x) { id } }`, map[string]any{"x": map[string]any{"a": 1}}},
			"U+0000":                  {`query($x: String!) { organization(slug: $x) { id } }`, map[string]any{"x": "a\x00b"}},
			"null for what must be":   {`query($x: ID!) { node(id: $x) { id } }`, map[string]any{"x": nil}},
			"nothing for what must":   {`query($x: ID!) { node(id: $x) { id } }`, nil},
			"a value of no enum":      {`query($x: PlaybookOrderField!) { playbooks(first: 1, orderBy: {field: $x}) { nodes { id } } }`, map[string]any{"x": "PASSWORD"}},
			"an unknown input field":  {`query($x: PlaybookFilter) { playbooks(first: 1, filterBy: $x) { nodes { id } } }`, map[string]any{"x": map[string]any{"password": "x"}}},
			"a literal out of type":   {`{ organization(slug: 1) { id } }`, nil},
			"a literal beyond 32 bit": {`{ regions(first: 99999999999) { nodes { id } } }`, nil},
		} {
			r := post(t, w, c.query, c.vars, modern)
			if r.Status != 400 || r.JSON.Data != nil || r.code() == "INTERNAL" || r.code() == "" {
				t.Errorf("%s: %d %.300s", name, r.Status, r.Body)
			}
		}
	})
}

func TestNoInputBringsOutAnInnerError(t *testing.T) {
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		token := signUp(t, w, "prober")
		org := found(t, w, token, "prober")
		strange := []string{"", "'", `"`, "\\", "%", "_", "'; DROP TABLE users; --", "\u202e", "\ufffd", "😀", "..", "/etc/passwd", "org_", "org_x", "pbk_%", strings.Repeat("é", 5000), "\r\n", "{}"}
		asked := []string{
			`query($x: ID!) { node(id: $x) { id } }`, `query($x: ID!) { nodes(ids: [$x]) { id } }`, `query($x: ID!) { regions(first: 1, parentId: $x) { nodes { id } } }`,
			`query($x: ID!) { playbooks(first: 1, filterBy: {organizationId: $x}) { totalCount } }`, `query($x: ID!) { organizations(first: 1, filterBy: {causeId: $x, regionId: $x}) { totalCount } }`,
			`query($x: ID!) { draftChanges(playbookId: $x, sinceVersion: 1) { fields } }`,
			`mutation($x: ID!, $o: ID!) { publishPlaybook(input: {organizationId: $o, playbookId: $x}) { userErrors { code } } }`,
			`mutation($x: ID!) { publishPlaybook(input: {organizationId: $x, playbookId: $x}) { userErrors { code } } }`,
			`mutation($x: ID!, $o: ID!) { updateOrganization(input: {organizationId: $o, regionId: $x, causeIds: [$x]}) { userErrors { code } } }`,
		}
		texts := []string{
			`query($x: String!) { organization(slug: $x) { id } }`, `query($x: String!) { playbooks(first: 1, filterBy: {language: $x}) { totalCount } }`,
			`mutation($x: String!) { signIn(input: {email: $x, password: $x}) { userErrors { code } } }`,
			`mutation($x: String!) { signUp(input: {email: $x, name: $x, password: $x}) { userErrors { code } } }`,
			`mutation($x: String!, $o: ID!) { updateOrganization(input: {organizationId: $o, name: $x, website: $x, idempotencyKey: $x}) { userErrors { code } } }`,
			`mutation($x: String!, $o: ID!) { createPlaybook(input: {organizationId: $o, language: $x, licence: $x, methodType: $x, draft: {title: $x, steps: [{title: $x, stepKey: $x}]}}) { userErrors { code } } }`,
		}
		ask := func(q, x string) {
			r := post(t, w, q, map[string]any{"x": x, "o": org}, "Authorization: Bearer "+token)
			if r.Status >= 500 || strings.Contains(string(r.Body), `"INTERNAL"`) {
				t.Errorf("%.60s with %.40q: %d %.300s", q, x, r.Status, r.Body)
			}
			for _, inner := range []string{"SQL", "sqlite", "pq:", "ERROR:", "ent:", ".go:", "goroutine", "panic", "SELECT", "constraint"} {
				if strings.Contains(string(r.Body), inner) {
					t.Errorf("%.60s with %.40q says %q: %.300s", q, x, inner, r.Body)
				}
			}
		}
		for _, x := range strange {
			for _, q := range asked {
				ask(q, x)
			}
			for _, q := range texts {
				ask(q, x)
			}
		}
	})
}

func TestTheSameListComesInTheSameOrderBothWays(t *testing.T) {
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		token := signUp(t, w, "orderer")
		org := found(t, w, token, "orderer")
		const n = 11
		for range n {
			create(t, w, token, org, "the same title")
		}
		for _, order := range []string{"CREATED_AT", "TITLE"} {
			for _, direction := range []string{"ASC", "DESC"} {
				walk := func(page, cursor, edge, more string) (ids []string) {
					var at any
					for range n + 1 {
						a := w.Ask(t, token, fmt.Sprintf(`query($c: Cursor) { playbooks(%s: 3, %s: $c, orderBy: {field: %s, direction: %s}) { totalCount edges { node { id } } pageInfo { %s %s } } }`,
							page, cursor, order, direction, edge, more), map[string]any{"c": at})
						if total := a.Get(t, "playbooks", "totalCount"); total != float64(n) {
							t.Errorf("totalCount %v of %d", total, n)
						}
						var these []string
						for _, e := range a.Get(t, "playbooks", "edges").([]any) {
							these = append(these, e.(map[string]any)["node"].(map[string]any)["id"].(string))
						}
						if page == "first" {
							ids = append(ids, these...)
						} else {
							ids = append(these, ids...)
						}
						if a.Get(t, "playbooks", "pageInfo", more) != true {
							return ids
						}
						at = a.Get(t, "playbooks", "pageInfo", edge)
					}
					t.Fatal("the pages do not end")
					return nil
				}
				forth := walk("first", "after", "endCursor", "hasNextPage")
				back := walk("last", "before", "startCursor", "hasPreviousPage")
				if len(forth) != n || strings.Join(forth, " ") != strings.Join(back, " ") {
					t.Errorf("%s %s: forward %v, backward %v", order, direction, forth, back)
				}
			}
		}
	})
}

func TestACursorOfAnotherListOrOrderDoesNoHarm(t *testing.T) {
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		a := w.Ask(t, "", `{ regions(first: 2) { pageInfo { endCursor } } }`, nil)
		c := a.Get(t, "regions", "pageInfo", "endCursor")
		for _, q := range []string{
			`query($c: Cursor) { playbooks(first: 1, after: $c) { nodes { id } } }`,
			`query($c: Cursor) { organizations(first: 1, after: $c, orderBy: {field: NAME}) { nodes { id } } }`,
			`query($c: Cursor) { playbooks(last: 1, before: $c, orderBy: {field: TITLE, direction: DESC}) { nodes { id } } }`,
		} {
			if r := post(t, w, q, map[string]any{"c": c}); r.code() == "INTERNAL" || r.Status >= 500 {
				t.Errorf("%s: %.300s", q, r.Body)
			}
		}
	})
}

const introspection = `query IntrospectionQuery { __schema { queryType { name } mutationType { name } types { ...FullType } directives { name description locations args { ...InputValue } } } }
fragment FullType on __Type { kind name description fields(includeDeprecated: true) { name description args { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason }
 inputFields { ...InputValue } interfaces { ...TypeRef } enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason } possibleTypes { ...TypeRef } }
fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue }
fragment TypeRef on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } }`
