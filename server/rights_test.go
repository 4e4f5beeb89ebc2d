package server_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/tongxing/tongxing/database"
	"github.com/tongxing/tongxing/graph"
	"github.com/tongxing/tongxing/internal/testkit"
	"github.com/vektah/gqlparser/v2/ast"
)

// The rights walk: testdata/rights says what each persona gets of every query, mutation and kind of node;
// testdata/rights/README.md says how a line reads. The stage on which it plays is in rights_stage_test.go.

// expectation is one line of a table.
type expectation struct {
	at         string // file:line, for messages
	kind, name string
	args       string            // of a mutation: JSON of its input; of a query: arguments and selection; of a node: its id
	shows      string            // of a query: the id that it shows to some
	answers    map[string]string // by persona; "*" for the others
}

// want is what the line says for a persona.
func (e *expectation) want(persona string) string {
	if a, ok := e.answers[persona]; ok {
		return a
	}
	switch {
	case persona == "stranger" && e.kind == "mutation":
		return "UNAUTHENTICATED"
	case persona == "rival":
		return "NOT_FOUND"
	}
	return e.answers["*"]
}

// personas are those that a line is played for. The rival is the outsider once more, who names their own organization
// as the one that they act for.
func (e *expectation) personas() []string {
	if e.kind == "mutation" && strings.Contains(e.args, "$home") {
		return append(slices.Clone(cast), "rival")
	}
	return cast
}

// expectations reads the tables, one file a part.
func expectations(t *testing.T) (all []*expectation) {
	t.Helper()
	files, err := filepath.Glob("testdata/rights/*.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(text), "\n") {
			if line == "" || line[0] == '#' {
				continue
			}
			e := &expectation{at: fmt.Sprintf("%s:%d", filepath.Base(file), i+1), answers: map[string]string{}}
			columns := strings.Split(line, "\t")
			if len(columns) != 4 {
				t.Fatalf("%s: %d columns, not four divided by tabs: %s", e.at, len(columns), line)
			}
			e.kind, e.name, e.args = columns[0], columns[1], columns[2]
			if e.kind == "query" {
				e.args, e.shows, _ = strings.Cut(e.args, " -> ")
			}
			for _, part := range strings.Split(columns[3], ";") {
				answer, who, _ := strings.Cut(strings.TrimSpace(part), ":")
				for _, persona := range strings.Fields(who) {
					switch persona {
					case "all":
						for _, p := range cast {
							e.answers[p] = answer
						}
					default:
						if persona != "*" && persona != "rival" && !slices.Contains(cast, persona) {
							t.Fatalf("%s: there is no persona %q: there are %v, rival, * and all", e.at, persona, cast)
						}
						e.answers[persona] = answer
					}
				}
			}
			for _, p := range e.personas() {
				if e.want(p) == "" {
					t.Fatalf("%s: what does %s get?", e.at, p)
				}
			}
			all = append(all, e)
		}
	}
	return all
}

// asked are the things of schema.graphql that need an expectation: "query viewer", "mutation signUp", "node User" …
func asked() map[string]bool {
	schema := graph.NewExecutableSchema(graph.Config{}).Schema()
	names := map[string]bool{}
	for kind, def := range map[string]*ast.Definition{"query": schema.Query, "mutation": schema.Mutation} {
		for _, f := range def.Fields {
			if !strings.HasPrefix(f.Name, "__") {
				names[kind+" "+f.Name] = true
			}
		}
	}
	for _, def := range schema.PossibleTypes["Node"] {
		names["node "+def.Name] = true
	}
	return names
}

func TestEverythingInTheSchemaSaysWhoMay(t *testing.T) {
	names, said := asked(), map[string]bool{}
	for _, e := range expectations(t) {
		key := e.kind + " " + e.name
		if !names[key] {
			t.Errorf("%s: schema.graphql has no %s", e.at, key)
		}
		said[key] = true
	}
	text, err := os.ReadFile("testdata/rights/owed.txt")
	if err != nil {
		t.Fatal(err)
	}
	owed := map[string]bool{}
	for _, line := range strings.Split(string(text), "\n") {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		if said[line] || !names[line] {
			t.Errorf("testdata/rights/owed.txt names %q, which has its expectations or is not in the schema: take it off", line)
		}
		owed[line] = true
	}
	for _, key := range slices.Sorted(maps.Keys(names)) {
		if !said[key] && !owed[key] {
			t.Errorf("schema.graphql has %q, and nothing says who may: add a line to your part's table in server/testdata/rights (README.md there)", key)
		}
	}
}

func TestEverybodyGetsWhatTheTablesOfRightsSay(t *testing.T) {
	all := expectations(t)
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		revoked := revokedToken(t, w)
		for _, e := range all {
			t.Run(e.kind+" "+e.name, func(t *testing.T) {
				switch e.kind {
				case "mutation":
					e.playMutation(t, w, revoked)
				case "query":
					e.playQuery(t, w, revoked)
				case "node":
					e.playNode(t, w)
				default:
					t.Fatalf("%s: %q is none of mutation, query, node", e.at, e.kind)
				}
			})
		}
	})
}

// playMutation lets everybody who is refused try on one stage, which they must not change, and everybody else on a
// stage of their own.
func (e *expectation) playMutation(t *testing.T, w *testkit.World, revoked string) {
	s := newStage(t, w)
	for _, p := range e.personas() {
		if want := e.want(p); want != "ok" {
			got, body := s.mutate(p, e.name, e.args)
			if got != want {
				t.Errorf("%s: %s gets %s, not %s: %s", e.at, p, got, want, body)
			}
			if got == "NOT_FOUND" {
				s.sameAsMadeUp(e, p, body)
			}
		}
	}
	status, body := s.post(revoked, s.mutation(e.name), map[string]any{"i": json.RawMessage(s.fill(e.args, "owner"))})
	if status != 401 || !strings.Contains(body, "UNAUTHENTICATED") {
		t.Errorf("%s: a revoked token gets %d: %s", e.at, status, body)
	}
	for _, p := range e.personas() {
		if e.want(p) != "ok" {
			continue
		}
		if got, body := s.mutate(p, e.name, e.args); got != "ok" {
			t.Errorf("%s: %s gets %s, not ok: %s", e.at, p, got, body)
		}
		s = newStage(t, w)
	}
}

// sameAsMadeUp asserts that what is not the persona's to see is refused as what is not there, byte for byte.
func (s *stage) sameAsMadeUp(e *expectation, persona, body string) {
	s.t.Helper()
	madeUp, changed := s.madeUp(e.args)
	if !changed {
		return
	}
	if _, other := s.mutate(persona, e.name, madeUp); other != body {
		s.t.Errorf("%s: %s can tell what is there from what is not:\n%s\n%s", e.at, persona, body, other)
	}
}

// playQuery asks before there is anything and after: who must not see it, must not be able to tell.
func (e *expectation) playQuery(t *testing.T, w *testkit.World, revoked string) {
	s := newStage(t, w)
	rehearsal := newStage(t, w)
	text := "{ " + e.name + e.args + " }"
	rehearsal.fill(e.args+e.shows, "owner")
	early, _ := rehearsal.madeUp(text)
	before := map[string]string{}
	for _, p := range cast {
		_, before[p] = s.post(s.tokens[p], s.fill(early, p), nil)
	}
	shown := s.fill(e.shows, "owner")
	for _, p := range cast {
		_, body := s.post(s.tokens[p], s.fill(text, p), nil)
		got := "null"
		var a struct {
			Data   map[string]any
			Errors []struct{ Extensions struct{ Code string } }
		}
		if err := json.Unmarshal([]byte(body), &a); err != nil {
			t.Fatal(err)
		}
		switch {
		case len(a.Errors) > 0:
			got = a.Errors[0].Extensions.Code
		case shown != "" && strings.Contains(body, shown):
			got = "sees"
		case shown != "":
			got = "blind"
		case a.Data[e.name] != nil:
			got = "ok"
		}
		if want := e.want(p); got != want {
			t.Errorf("%s: %s gets %s, not %s: %s", e.at, p, got, want, body)
		}
		if got == "blind" && body != before[p] {
			t.Errorf("%s: %s can tell that there is something:\nbefore %s\nafter  %s", e.at, p, before[p], body)
		}
	}
	if status, body := s.post(revoked, s.fill(text, "owner"), nil); status != 401 {
		t.Errorf("%s: a revoked token gets %d: %s", e.at, status, body)
	}
}

// playNode looks one id up, alone and among others. For the blind it is as an id that was made up: the same bytes after
// the same number of queries.
func (e *expectation) playNode(t *testing.T, w *testkit.World) {
	s := newStage(t, w)
	for _, p := range cast {
		id := s.fill(e.args, p)
		none := id[:strings.LastIndexByte(id, '_')+1] + "01ZZZZZZZZZZZZZZZZZZZZZZZZ"
		body, queries := s.lookUp(p, e.name, id)
		nothing, queriesForNothing := s.lookUp(p, e.name, none)
		got := "blind"
		if strings.Contains(body, id) {
			got = "sees"
		}
		if want := e.want(p); got != want {
			t.Errorf("%s: %s gets %s, not %s: %s", e.at, p, got, want, body)
		}
		if got == "blind" && (body != nothing || queries != queriesForNothing) {
			t.Errorf("%s: %s can tell what is there from what is not:\n%s (%d queries)\n%s (%d queries)", e.at, p, body, queries, nothing, queriesForNothing)
		}
	}
}

var requestID = regexp.MustCompile(`"requestId":"[^"]*"`)

// lookUp asks for the id by node and nodes, over HTTP, and counts the queries of the same question in the process.
func (s *stage) lookUp(persona, typeName, id string) (body string, queries int64) {
	s.t.Helper()
	q := fmt.Sprintf(`{ node(id: %q) { __typename ... on %s { id } } nodes(ids: [%q]) { __typename id } }`, id, typeName, id)
	_, body = s.post(s.tokens[persona], q, nil)
	ctx, count := database.CountQueries(s.t.Context())
	v := s.viewer(persona)
	before := count()
	s.w.App.Run(ctx, v, q)
	return body, count() - before
}
