package server_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/tongxing/tongxing/internal/testkit"
)

func TestNestedPagesOfManyParentsKeepTheirOrder(t *testing.T) {
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		token := signUp(t, w, "nester")
		org := found(t, w, token, "nester")
		var steps []any
		for i := range 9 {
			steps = append(steps, map[string]any{"title": fmt.Sprint("step ", i+1)})
		}
		for i := range 8 {
			w.Ask(t, token, `mutation($i: CreatePlaybookInput!) { createPlaybook(input: $i) { playbook { id } userErrors { code } } }`,
				map[string]any{"i": map[string]any{"organizationId": org, "draft": map[string]any{"title": fmt.Sprint(i), "steps": steps}}}).
				Get(t, "createPlaybook", "playbook", "id")
		}
		page := func(args string) (out []string) {
			a := w.Ask(t, token, fmt.Sprintf(`{ playbooks(first: 10) { nodes { versions(first: 1) { nodes { steps(%s) { nodes { position } pageInfo { hasNextPage hasPreviousPage } } } } } } }`, args), nil)
			for i := range 8 {
				var positions []string
				nodes := a.Get(t, "playbooks", "nodes", i, "versions", "nodes", 0, "steps", "nodes").([]any)
				for _, n := range nodes {
					positions = append(positions, fmt.Sprint(n.(map[string]any)["position"]))
				}
				out = append(out, strings.Join(positions, " "))
			}
			return out
		}
		for args, want := range map[string]string{
			`first: 3, orderBy: {field: POSITION}`:                  "1 2 3",
			`last: 3, orderBy: {field: POSITION}`:                   "7 8 9",
			`first: 3, orderBy: {field: POSITION, direction: DESC}`: "9 8 7",
			`last: 3, orderBy: {field: POSITION, direction: DESC}`:  "3 2 1",
		} {
			for i, got := range page(args) {
				if got != want {
					t.Errorf("steps(%s) of playbook %d: %s, not %s", args, i, got, want)
				}
			}
		}
	})
}
