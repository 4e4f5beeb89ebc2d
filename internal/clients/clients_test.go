// Package clients holds what standard clients and public suites make of the API: their inputs (operations, settings)
// and the tests that compile and run them against the served product.
package clients

import (
	"context"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/Khan/genqlient/graphql"
	"github.com/tongxing/tongxing/internal/clients/goclient"
	"github.com/tongxing/tongxing/internal/testkit"
)

func TestMain(m *testing.M) { testkit.Main(m) }

// node runs a program of node_modules, or a script, in the folder. Without Node or without `npm ci` in this folder the
// test is skipped, and fails where TONGXING_CI_STRICT_CLIENTS is set.
func node(t *testing.T, folder string, args ...string) {
	t.Helper()
	if _, err := exec.LookPath("node"); err != nil {
		missing(t, "Node.js is not on this machine")
	}
	if _, err := os.Stat("node_modules"); err != nil {
		missing(t, "the npm packages are not there: run npm ci in internal/clients")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	c := exec.CommandContext(ctx, "node", args...)
	c.Dir = folder
	c.Env = append(os.Environ(), "NO_COLOR=1")
	if out, err := c.CombinedOutput(); err != nil {
		t.Errorf("node %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

func missing(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("TONGXING_CI_STRICT_CLIENTS") != "" {
		t.Fatal(what)
	}
	t.Skip(what)
}

// bin is the program of a package.
func bin(name string) string { return filepath.Join("node_modules", ".bin", name) }

func TestEveryAuditOfGraphQLOverHTTPHolds(t *testing.T) {
	testkit.Each(t, func(t *testing.T, w *testkit.World) { node(t, ".", "audit.mjs", w.URL+"/graphql") })
}

func TestTypedTypeScriptApolloAndUrqlRunAgainstTheProduct(t *testing.T) {
	node(t, ".", bin("graphql-codegen"), "--config", "codegen.ts")
	node(t, ".", bin("tsc"), "-p", ".")
	if t.Failed() {
		return
	}
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		for _, script := range []string{"typed", "apollo", "urql"} {
			t.Run(script, func(t *testing.T) { node(t, ".", "out/src/"+script+".js", w.URL+"/graphql") })
		}
	})
}

func TestRelaysCompilerTakesTheSchema(t *testing.T) {
	if err := os.MkdirAll("gen/relay", 0o755); err != nil {
		t.Fatal(err)
	}
	node(t, ".", bin("relay-compiler"), "relay.config.json")
}

func TestTheRelayRulesOfESLintHold(t *testing.T) {
	here := "internal/clients"
	node(t, "../..", filepath.Join(here, bin("eslint")), "--config", here+"/eslint.config.js", "schema.graphql", here+"/operations")
}

func TestNothingThatWasReleasedIsBroken(t *testing.T) { node(t, ".", "breaking.mjs") }

// authorized sends the token with each request.
type authorized struct{ token string }

func (a *authorized) Do(r *http.Request) (*http.Response, error) {
	if a.token != "" {
		r.Header.Set("Authorization", "Bearer "+a.token)
	}
	return http.DefaultClient.Do(r)
}

func TestTypedGoRunsAgainstTheProduct(t *testing.T) {
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		ctx, who := t.Context(), &authorized{}
		c := graphql.NewClient(w.URL+"/graphql", who)
		up, err := goclient.SignUp(ctx, c, &goclient.SignUpInput{Email: "go@example.org", Name: "Go", Password: "a long way to walk together"})
		if err != nil {
			t.Fatal(err)
		}
		who.token = *up.SignUp.Token
		org, err := goclient.CreateOrganization(ctx, c, &goclient.CreateOrganizationInput{Slug: "go", Name: "西部助学"})
		if err != nil {
			t.Fatal(err)
		}
		id := org.CreateOrganization.Organization.Id
		title := "走访"
		book, err := goclient.CreatePlaybook(ctx, c, &goclient.CreatePlaybookInput{OrganizationId: id, Draft: &goclient.DraftInput{Title: &title}})
		if err != nil {
			t.Fatal(err)
		}
		done, err := goclient.PublishPlaybook(ctx, c, &goclient.PublishPlaybookInput{OrganizationId: id, PlaybookId: book.CreatePlaybook.Playbook.Id})
		if err != nil || done.PublishPlaybook.Playbook.LatestNumber != 1 {
			t.Fatalf("%+v, %v", done, err)
		}
		page, err := goclient.Playbooks(ctx, c, 10, nil, nil, &goclient.PlaybookFilter{OrganizationId: &id})
		if err != nil {
			t.Fatal(err)
		}
		if page.Playbooks.TotalCount != 1 || page.Playbooks.Edges[0].Node.Title != title || time.Since(page.Playbooks.Edges[0].Node.CreatedAt) > time.Hour {
			t.Errorf("%+v", page.Playbooks)
		}
		n, err := goclient.NodeById(ctx, c, id)
		if err != nil {
			t.Fatal(err)
		}
		if o, ok := (*n.Node).(*goclient.NodeByIdNodeOrganization); !ok || o.Name != "西部助学" {
			t.Errorf("%+v", n.Node)
		}
	})
}
