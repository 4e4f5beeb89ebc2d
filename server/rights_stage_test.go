package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/tongxing/tongxing/access"
	"github.com/tongxing/tongxing/auth/token"
	"github.com/tongxing/tongxing/ent/membership"
	"github.com/tongxing/tongxing/ent/session"
	"github.com/tongxing/tongxing/internal/testkit"
)

// cast are the personas of the rights walk. All but the outsider belong, or did, to one organization, $home; the
// outsider owns another, $other; the operator belongs to none.
var cast = []string{"stranger", "outsider", "suspended", "member", "editor", "admin", "owner", "operator"}

// stage is a set of people and two organizations for one scene of the walk.
type stage struct {
	t      *testing.T
	w      *testkit.World
	tokens map[string]string // by persona; "" for the stranger
	users  map[string]string
	ids    map[string]string // "$home", "$other" and what fixtures made
	made   map[string]bool   // names of ids that fixtures made
}

var scenes atomic.Int64

// newStage writes the people and organizations straight into the database: a walk needs hundreds.
func newStage(t *testing.T, w *testkit.World) *stage {
	t.Helper()
	s := &stage{t: t, w: w, tokens: map[string]string{}, users: map[string]string{}, ids: map[string]string{}, made: map[string]bool{}}
	n := scenes.Add(1)
	c := w.App.Core.Ent
	err := w.App.Core.DB.Write(access.System(t.Context()), func(ctx context.Context) error {
		for _, name := range []string{"home", "other"} {
			o, err := c.Organization.Create().SetSlug(fmt.Sprintf("%s-%d", name, n)).SetName(name).Save(ctx)
			if err != nil {
				return err
			}
			s.ids["$"+name] = o.ID
		}
		for _, p := range cast[1:] {
			u, err := c.User.Create().SetEmail(fmt.Sprintf("%s%d@example.org", p, n)).SetName(p).SetOperator(p == "operator").Save(ctx)
			if err != nil {
				return err
			}
			plain, hash := token.New(token.Personal)
			s.tokens[p], s.users[p] = plain, u.ID
			if err := c.Session.Create().SetUserID(u.ID).SetKind(session.KindACCESS_TOKEN).SetTokenHash(hash[:]).SetName("rights").
				SetExpiresAt(time.Now().UTC().Add(time.Hour)).Exec(ctx); err != nil {
				return err
			}
			create := c.Membership.Create().SetUserID(u.ID).SetOrganizationID(s.ids["$home"])
			switch p {
			case "outsider":
				create = c.Membership.Create().SetUserID(u.ID).SetOrganizationID(s.ids["$other"]).SetRole(membership.RoleOWNER)
			case "suspended":
				create.SetRole(membership.RoleOWNER).SetStatus(membership.StatusSUSPENDED)
			case "operator":
				continue
			default:
				create.SetRole(membership.Role(strings.ToUpper(p)))
			}
			if err := create.Exec(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// fixture makes something on a stage and returns its id.
type fixture func(*stage) string

// fixtures by the name that the tables call them by. A part adds its own in a file of its own.
var fixtures = map[string]fixture{}

func init() {
	maps.Copy(fixtures, map[string]fixture{
		"playbook": func(s *stage) string {
			return s.make("owner", "createPlaybook", `{"organizationId":"$home","draft":{"title":"T","steps":[{"title":"one"}]}}`, "playbook { id }")
		},
		"version": func(s *stage) string {
			return s.ask("owner", `{ node(id: "$playbook") { ... on Playbook { versions(first: 1) { nodes { id } } } } }`)
		},
		"step": func(s *stage) string {
			return s.ask("owner", `{ node(id: "$version") { ... on PlaybookVersion { steps(first: 1) { nodes { id } } } } }`)
		},
		"stepKey": func(s *stage) string {
			return s.ask("owner", `{ node(id: "$step") { ... on PlaybookStep { stepKey } } }`)
		},
		"published": func(s *stage) string {
			return s.make("owner", "publishPlaybook", `{"organizationId":"$home","playbookId":"$playbook"}`, "playbook { id }")
		},
		"inReview": func(s *stage) string { // the version, sent to $third
			s.make("owner", "submitPlaybookForReview", `{"organizationId":"$home","playbookId":"$playbook","expectedVersion":1,"reviewerOrganizationId":"$reviewers"}`, "playbook { id }")
			return s.fill("$version", "owner")
		},
		"reviewers": func(s *stage) string { // an organization that the owner belongs to besides
			return s.make("owner", "createOrganization", `{"slug":"reviewers-$unique","name":"Reviewers"}`, "organization { id }")
		},
		"review": func(s *stage) string {
			return s.make("owner", "reviewPlaybookVersion", `{"organizationId":"$reviewers","versionId":"$inReview","verdict":"APPROVED"}`, "review { id }")
		},
		"region":          func(*stage) string { return "reg_510000" },
		"cause":           func(s *stage) string { return s.ask("stranger", `{ causes(first: 1) { nodes { id } } }`) },
		"memberUser":      func(s *stage) string { return s.users["member"] },
		"membership":      func(s *stage) string { return s.membershipOf("member") },
		"ownerMembership": func(s *stage) string { return s.membershipOf("owner") },
	})
}

func (s *stage) membershipOf(persona string) string {
	s.t.Helper()
	id, err := s.w.App.Core.Ent.Membership.Query().
		Where(membership.UserID(s.users[persona]), membership.OrganizationID(s.ids["$home"])).OnlyID(access.System(s.t.Context()))
	if err != nil {
		s.t.Fatal(err)
	}
	return id
}

var placeholder = regexp.MustCompile(`\$[a-zA-Z]+`)

// fill replaces the placeholders of a text: $home and $other; $mine, the organization of the persona; $self, the
// persona's user id; $unique, another number each time; and fixtures, each made once a stage. For the rival $home is $other.
func (s *stage) fill(text, persona string) string {
	s.t.Helper()
	return placeholder.ReplaceAllStringFunc(text, func(name string) string {
		switch {
		case name == "$unique":
			return fmt.Sprint(scenes.Add(1))
		case name == "$self":
			return s.users[persona]
		case name == "$mine" && persona == "outsider", name == "$home" && persona == "rival":
			return s.ids["$other"]
		case name == "$mine":
			return s.ids["$home"]
		}
		if _, ok := s.ids[name]; !ok {
			make, ok := fixtures[name[1:]]
			if !ok {
				s.t.Fatalf("there is no fixture %q", name)
			}
			s.ids[name] = make(s)
			s.made[name] = true
		}
		return s.ids[name]
	})
}

// madeUp replaces the fixtures of a text by ids of the same kind that nothing has.
func (s *stage) madeUp(text string) (out string, changed bool) {
	out = placeholder.ReplaceAllStringFunc(text, func(name string) string {
		prefix, rest, ok := strings.Cut(s.ids[name], "_")
		if !s.made[name] || !ok || len(rest) != 26 {
			return name
		}
		changed = true
		return prefix + "_01ZZZZZZZZZZZZZZZZZZZZZZZZ"
	})
	return out, changed
}

// mutation is the text of a mutation with its input as $i.
func (s *stage) mutation(name string) string {
	input := strings.ToUpper(name[:1]) + name[1:] + "Input!"
	return fmt.Sprintf(`mutation($i: %s) { %s(input: $i) { userErrors { code field message } } }`, input, name)
}

// mutate runs a mutation as the persona and returns "ok", or the code with which it was refused.
func (s *stage) mutate(persona, name, args string) (answer, body string) {
	s.t.Helper()
	as := persona
	if as == "rival" {
		as = "outsider"
	}
	_, body = s.post(s.tokens[as], s.mutation(name), map[string]any{"i": json.RawMessage(s.fill(args, persona))})
	return outcome(s.t, name, body), body
}

func outcome(t *testing.T, name, body string) string {
	t.Helper()
	type coded struct{ Code string }
	var a struct {
		Data   map[string]struct{ UserErrors []coded }
		Errors []struct{ Extensions coded }
	}
	if err := json.Unmarshal([]byte(body), &a); err != nil {
		t.Fatalf("%s: %v: %s", name, err, body)
	}
	switch {
	case len(a.Errors) > 0:
		return a.Errors[0].Extensions.Code
	case len(a.Data[name].UserErrors) > 0:
		return a.Data[name].UserErrors[0].Code
	}
	return "ok"
}

// make runs a mutation that must succeed and returns the text that the selection of its payload ends in.
func (s *stage) make(persona, name, args, selection string) string {
	s.t.Helper()
	input := strings.ToUpper(name[:1]) + name[1:] + "Input!"
	_, body := s.post(s.tokens[persona], fmt.Sprintf(`mutation($i: %s) { %s(input: $i) { %s userErrors { code field } } }`, input, name, selection),
		map[string]any{"i": json.RawMessage(s.fill(args, persona))})
	if got := outcome(s.t, name, body); got != "ok" {
		s.t.Fatalf("fixture: %s as %s: %s", name, persona, body)
	}
	return leaf(s.t, body)
}

// ask runs a query and returns the one text that it selects.
func (s *stage) ask(persona, query string) string {
	s.t.Helper()
	_, body := s.post(s.tokens[persona], s.fill(query, persona), nil)
	return leaf(s.t, body)
}

// leaf is the first text or number in an answer's data.
func leaf(t *testing.T, body string) string {
	t.Helper()
	var a struct{ Data any }
	if err := json.Unmarshal([]byte(body), &a); err != nil {
		t.Fatal(err)
	}
	var find func(any) string
	find = func(v any) string {
		switch v := v.(type) {
		case map[string]any:
			for k, inner := range v {
				if k == "userErrors" {
					continue
				}
				if found := find(inner); found != "" {
					return found
				}
			}
		case []any:
			for _, inner := range v {
				if found := find(inner); found != "" {
					return found
				}
			}
		case string:
			return v
		}
		return ""
	}
	found := find(a.Data)
	if found == "" {
		t.Fatalf("fixture: nothing in %s", body)
	}
	return found
}

// post sends an operation and returns the answer, without its request id.
func (s *stage) post(token, query string, variables map[string]any) (status int, body string) {
	s.t.Helper()
	in, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		s.t.Fatalf("%v: %s", err, variables)
	}
	req, err := http.NewRequestWithContext(s.t.Context(), http.MethodPost, s.w.URL+"/graphql", bytes.NewReader(in))
	if err != nil {
		s.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close()
	out, err := io.ReadAll(res.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return res.StatusCode, requestID.ReplaceAllString(string(out), `"requestId":""`)
}

// viewer is the persona as the server knows them.
func (s *stage) viewer(persona string) *access.Viewer {
	s.t.Helper()
	if persona == "stranger" {
		return &access.Viewer{}
	}
	v, err := s.w.App.Core.Authenticate(s.t.Context(), s.tokens[persona])
	if err != nil {
		s.t.Fatal(err)
	}
	return v
}

// revokedToken is a token that was good once.
func revokedToken(t *testing.T, w *testkit.World) string {
	t.Helper()
	s := newStage(t, w)
	err := w.App.Core.DB.Write(access.System(t.Context()), func(ctx context.Context) error {
		return w.App.Core.Ent.Session.Update().Where(session.UserID(s.users["owner"])).SetRevokedAt(time.Now().UTC()).Exec(ctx)
	})
	if err != nil {
		t.Fatal(err)
	}
	return s.tokens["owner"]
}
