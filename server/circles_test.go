package server_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/tongxing/tongxing/access"
	"github.com/tongxing/tongxing/database"
	"github.com/tongxing/tongxing/ent"
	"github.com/tongxing/tongxing/ent/circle"
	"github.com/tongxing/tongxing/ent/circleseat"
	"github.com/tongxing/tongxing/ent/organization"
	"github.com/tongxing/tongxing/event"
	"github.com/tongxing/tongxing/internal/testkit"
)

// charity is an organization with a person who acts for it.
type charity struct{ token, org, user string }

func newCharity(t *testing.T, w *testkit.World, name string) charity {
	t.Helper()
	c := charity{token: signUp(t, w, name)}
	c.org = found(t, w, c.token, name)
	c.user = w.Ask(t, c.token, `{ viewer { id } }`, nil).Get(t, "viewer", "id").(string)
	return c
}

type fields map[string]any

// act runs a mutation and returns the id of the node in its payload, "" for null, and the code of the refusal, "" for none.
func (c charity) act(t *testing.T, w *testkit.World, mutation string, in fields) (id, code string) {
	t.Helper()
	if in["organizationId"] == nil {
		in["organizationId"] = c.org
	}
	node := "seat"
	switch {
	case strings.HasSuffix(mutation, "Circle") && mutation != "joinCircle" && mutation != "leaveCircle",
		mutation == "startCircleFrom", mutation == "publishCharter", mutation == "inviteToCircle":
		node = "circle"
	case strings.Contains(mutation, "Playbook"):
		node = "playbook"
	}
	a := w.Ask(t, c.token, fmt.Sprintf(`mutation($i: %s!) { %s(input: $i) { %s { id } userErrors { code } } }`,
		strings.ToUpper(mutation[:1])+mutation[1:]+"Input", mutation, node), map[string]any{"i": in})
	if errs := a.Get(t, mutation, "userErrors").([]any); len(errs) > 0 {
		return "", errs[0].(map[string]any)["code"].(string)
	}
	if n := a.Get(t, mutation, node); n != nil {
		id = n.(map[string]any)["id"].(string)
	}
	return id, ""
}

// must is act that must not be refused.
func (c charity) must(t *testing.T, w *testkit.World, mutation string, in fields) string {
	t.Helper()
	id, code := c.act(t, w, mutation, in)
	if code != "" {
		t.Fatalf("%s refused: %s", mutation, code)
	}
	return id
}

// sees reports whether the API shows the object of the id, by node and by nodes.
func (c charity) sees(t *testing.T, w *testkit.World, id string) bool {
	t.Helper()
	a := w.Ask(t, c.token, `query($i: ID!) { node(id: $i) { id } nodes(ids: [$i]) { id } }`, map[string]any{"i": id})
	one, many := a.Get(t, "node") != nil, a.Get(t, "nodes", 0) != nil
	if one != many {
		t.Errorf("node and nodes disagree on %s", id)
	}
	return one
}

// system changes rows as the server itself, past every rule.
func system(t *testing.T, w *testkit.World, fn func(context.Context, *ent.Client) error) {
	t.Helper()
	err := w.App.Core.DB.Write(access.System(t.Context()), func(ctx context.Context) error { return fn(ctx, w.App.Core.Ent) })
	if err != nil {
		t.Fatal(err)
	}
}

func TestEveryTransitionOfASeatAndNoOther(t *testing.T) {
	legal := map[string]map[string]string{ // command → state → the state after it
		"acceptSeatInvitation":   {"INVITED": "ACTIVE"},
		"declineSeatInvitation":  {"INVITED": "DECLINED"},
		"withdrawSeatInvitation": {"INVITED": "WITHDRAWN"},
		"withdrawSeatRequest":    {"REQUESTED": "WITHDRAWN"},
		"decideSeatRequest yes":  {"REQUESTED": "ACTIVE"},
		"decideSeatRequest no":   {"REQUESTED": "DECLINED"},
		"suspendSeat":            {"ACTIVE": "SUSPENDED"},
		"reinstateSeat":          {"SUSPENDED": "ACTIVE"},
		"removeSeat":             {"ACTIVE": "REMOVED", "SUSPENDED": "REMOVED"},
		"leaveCircle":            {"ACTIVE": "LEFT", "SUSPENDED": "LEFT"},
	}
	own := []string{"acceptSeatInvitation", "declineSeatInvitation", "withdrawSeatRequest", "leaveCircle"}
	states := []string{"INVITED", "REQUESTED", "ACTIVE", "SUSPENDED", "LEFT", "REMOVED", "DECLINED", "WITHDRAWN"}
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		steward, other := newCharity(t, w, "steward"), newCharity(t, w, "other")
		ci := steward.must(t, w, "createCircle", fields{"name": "助学"})
		for command, moves := range legal {
			for _, state := range states {
				var seat string
				system(t, w, func(ctx context.Context, c *ent.Client) error {
					if _, err := c.CircleSeat.Delete().Where(circleseat.OrganizationID(other.org)).Exec(ctx); err != nil {
						return err
					}
					s, err := c.CircleSeat.Create().SetCircleID(ci).SetOrganizationID(other.org).SetStatus(circleseat.Status(state)).Save(ctx)
					if err != nil {
						return err
					}
					seat = s.ID
					return c.Circle.UpdateOneID(ci).SetSeatsTaken(2).SetStatus(circle.StatusACTIVE).Exec(ctx)
				})
				name, answer, _ := strings.Cut(command, " ")
				in, who := fields{"seatId": seat}, steward
				if slices.Contains(own, name) {
					who = other
				}
				switch name {
				case "decideSeatRequest":
					in["approve"], in["reason"] = answer == "yes", "why"
				case "suspendSeat", "removeSeat":
					in["reason"] = "why"
				}
				_, code := who.act(t, w, name, in)
				want, want2 := moves[state], ""
				if want == "" {
					want, want2 = state, "ILLEGAL_TRANSITION"
				}
				after, err := w.App.Core.Ent.CircleSeat.Get(access.System(t.Context()), seat)
				if err != nil {
					t.Fatal(err)
				}
				if code != want2 || string(after.Status) != want {
					t.Errorf("%s at %s: %q, then %s; want %q, %s", command, state, code, after.Status, want2, want)
				}
			}
		}
	})
}

func TestEveryTransitionOfACircleAndNoOther(t *testing.T) {
	legal := map[string][2]string{
		"activateCircle": {"FORMING", "ACTIVE"}, "restCircle": {"ACTIVE", "DORMANT"},
		"reviveCircle": {"DORMANT", "ACTIVE"}, "archiveCircle": {"DORMANT", "ARCHIVED"},
	}
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		steward := newCharity(t, w, "steward")
		ci := steward.must(t, w, "createCircle", fields{"name": "助学"})
		for command, move := range legal {
			for _, state := range []string{"FORMING", "ACTIVE", "DORMANT", "ARCHIVED"} {
				system(t, w, func(ctx context.Context, c *ent.Client) error {
					return c.Circle.UpdateOneID(ci).SetStatus(circle.Status(state)).Exec(ctx)
				})
				_, code := steward.act(t, w, command, fields{"circleId": ci})
				want, wantCode := move[1], ""
				if state != move[0] {
					want, wantCode = state, "ILLEGAL_TRANSITION"
				}
				after, err := w.App.Core.Ent.Circle.Get(access.System(t.Context()), ci)
				if err != nil {
					t.Fatal(err)
				}
				if code != wantCode || string(after.Status) != want {
					t.Errorf("%s at %s: %q, then %s; want %q, %s", command, state, code, after.Status, wantCode, want)
				}
			}
		}
	})
}

func TestTheSeatLimitHoldsWhenFiftyJoinAtOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		steward := newCharity(t, w, "steward")
		ci := steward.must(t, w, "createCircle", fields{"name": "少而精", "joinPolicy": "OPEN", "seatLimit": 6, "memberListVisibility": "PUBLIC"})
		crowd := make([]charity, 50)
		token := signUp(t, w, "crowd")
		for i := range crowd {
			crowd[i] = charity{token: token, org: found(t, w, token, fmt.Sprint("crowd", i))}
		}
		codes := make([]string, len(crowd))
		var wg sync.WaitGroup
		for i, c := range crowd {
			wg.Go(func() {
				_, codes[i] = c.act(t, w, "joinCircle", fields{"circleId": ci, "idempotencyKey": fmt.Sprint(i)})
			})
		}
		wg.Wait()
		counts := map[string]int{}
		for _, c := range codes {
			counts[c]++
		}
		if counts[""] != 5 || counts["CIRCLE_FULL"] != 45 {
			t.Errorf("50 organizations asked for the 5 seats that were free: %v", counts)
		}
		a := w.Ask(t, "", `query($i: ID!) { node(id: $i) { ... on Circle { seatsTaken status seats(first: 50) { totalCount } } } }`, map[string]any{"i": ci})
		if a.Get(t, "node", "seatsTaken") != 6.0 || a.Get(t, "node", "seats", "totalCount") != 6.0 || a.Get(t, "node", "status") != "ACTIVE" {
			t.Errorf("the circle after the rush: %v", a.Data)
		}
		for i, code := range codes { // a phone that retries gets its seat again, and takes no other
			if code == "" {
				if _, again := crowd[i].act(t, w, "joinCircle", fields{"circleId": ci, "idempotencyKey": fmt.Sprint(i)}); again != "" {
					t.Errorf("the same key again: %q", again)
				}
			}
		}
	})
}

func TestAnUnlistedCircleCannotBeFound(t *testing.T) {
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		in, out := newCharity(t, w, "in"), newCharity(t, w, "out")
		ci := in.must(t, w, "createCircle", fields{"name": "密", "listed": false, "memberListVisibility": "PUBLIC", "charter": "守则", "questions": []string{"?"}})
		const q = `query($i: ID!, $o: String!) { circles(first: 10) { totalCount nodes { id } }
			organization(slug: $o) { seats(first: 10) { totalCount nodes { id } } }
			node(id: $i) { ... on Circle { charter { id } questions(first: 1) { nodes { id } } seats(first: 1) { nodes { id delegates(first: 1) { nodes { id } } } } } } }`
		own := w.Ask(t, in.token, q, map[string]any{"i": ci, "o": "in"})
		inside := []string{ci, own.Get(t, "node", "charter", "id").(string), own.Get(t, "node", "questions", "nodes", 0, "id").(string),
			own.Get(t, "node", "seats", "nodes", 0, "id").(string), own.Get(t, "node", "seats", "nodes", 0, "delegates", "nodes", 0, "id").(string)}
		for name, c := range map[string]charity{"a stranger": {}, "another organization": out} {
			a := w.Ask(t, c.token, q, map[string]any{"i": ci, "o": "in"})
			if a.Get(t, "node") != nil || a.Get(t, "circles", "totalCount") != 0.0 || len(a.Get(t, "circles", "nodes").([]any)) > 0 ||
				a.Get(t, "organization", "seats", "totalCount") != 0.0 || len(a.Get(t, "organization", "seats", "nodes").([]any)) > 0 {
				t.Errorf("%s finds an unlisted circle: %v", name, a.Data)
			}
			for _, id := range inside {
				if c.sees(t, w, id) {
					t.Errorf("%s sees %s", name, id)
				}
			}
		}
		for _, real := range []bool{true, false} { // the two look the same
			target, seat := ci, inside[3]
			if !real {
				target, seat = "cir_01ARZ3NDEKTSV4RRFFQ69G5FAV", "sea_01ARZ3NDEKTSV4RRFFQ69G5FAV"
			}
			for mutation, input := range map[string]fields{
				"joinCircle": {"circleId": target}, "updateCircle": {"circleId": target, "name": "x"}, "restCircle": {"circleId": target},
				"inviteToCircle": {"circleId": target, "organizationIds": []string{in.org}}, "publishCharter": {"circleId": target, "text": "x"},
				"leaveCircle": {"seatId": seat}, "removeSeat": {"seatId": seat, "reason": "x"}, "acceptCharter": {"seatId": seat, "charterNumber": 1},
				"setSeatRole": {"seatId": seat, "role": "OBSERVER"}, "handOverStewardship": {"seatId": seat},
			} {
				if _, code := out.act(t, w, mutation, input); code != "NOT_FOUND" {
					t.Errorf("%s on a circle that is there=%t: %q", mutation, real, code)
				}
			}
		}
	})
}

func TestWhoSeesWhatOfAListedCircle(t *testing.T) {
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		steward, member, asks, out := newCharity(t, w, "steward"), newCharity(t, w, "member"), newCharity(t, w, "asks"), newCharity(t, w, "out")
		ci := steward.must(t, w, "createCircle", fields{"name": "听得见", "questions": []string{"为什么？"}})
		steward.must(t, w, "inviteToCircle", fields{"circleId": ci, "organizationIds": []string{member.org}})
		invited := theSeat(t, w, member, ci)
		if steward.sees(t, w, invited) != true || asks.sees(t, w, invited) {
			t.Error("an invitation is between the stewards and the invited")
		}
		member.must(t, w, "acceptSeatInvitation", fields{"seatId": invited})
		q := w.Ask(t, asks.token, `query($i: ID!) { node(id: $i) { ... on Circle { name seatsTaken status viewerRole viewerCanPost { allowed } seats(first: 5) { totalCount } questions(first: 5) { nodes { id text } } } } }`, map[string]any{"i": ci})
		if q.Get(t, "node", "name") != "听得见" || q.Get(t, "node", "seatsTaken") != 2.0 || q.Get(t, "node", "seats", "totalCount") != 0.0 ||
			q.Get(t, "node", "status") != "ACTIVE" || q.Get(t, "node", "viewerRole") != nil || q.Get(t, "node", "viewerCanPost", "allowed") != false {
			t.Errorf("the public face: %v", q.Data)
		}
		if _, code := asks.act(t, w, "joinCircle", fields{"circleId": ci}); code != "REQUIRED" {
			t.Errorf("asked for a seat without answering: %q", code)
		}
		request := asks.must(t, w, "joinCircle", fields{"circleId": ci, "answers": []fields{{"questionId": q.Get(t, "node", "questions", "nodes", 0, "id"), "answer": "因为同行"}}})
		if steward.sees(t, w, request) != true || asks.sees(t, w, request) != true || member.sees(t, w, request) || out.sees(t, w, request) {
			t.Error("a request is between the stewards and who asks")
		}
		a := w.Ask(t, steward.token, `query($i: ID!) { node(id: $i) { ... on CircleSeat { status organization { slug } answers(first: 3) { nodes { question answer } } } } }`, map[string]any{"i": request})
		if a.Get(t, "node", "status") != "REQUESTED" || a.Get(t, "node", "answers", "nodes", 0, "answer") != "因为同行" {
			t.Errorf("what the steward reads: %v", a.Data)
		}
		if _, code := member.act(t, w, "decideSeatRequest", fields{"seatId": request, "approve": true}); code != "NOT_FOUND" {
			t.Errorf("a member decides on a request: %q", code)
		}
		steward.must(t, w, "decideSeatRequest", fields{"seatId": request, "approve": true})
		if !member.sees(t, w, request) || out.sees(t, w, request) || (charity{}).sees(t, w, request) {
			t.Error("a seat that is taken is the members' to see")
		}
		if _, code := member.act(t, w, "removeSeat", fields{"seatId": request, "reason": "x"}); code != "FORBIDDEN" {
			t.Errorf("a member removes another: %q", code)
		}
		if !member.sees(t, w, asks.user) || out.sees(t, w, asks.user) {
			t.Error("delegates of a circle see each other, others do not")
		}
	})
}

// theSeat is the id of the newest seat of the charity in the circle, as it sees it itself.
func theSeat(t *testing.T, w *testkit.World, c charity, ci string) string {
	t.Helper()
	s, err := w.App.Core.Ent.CircleSeat.Query().Where(circleseat.CircleID(ci), circleseat.OrganizationID(c.org)).
		Order(ent.Desc("id")).First(access.System(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	return s.ID
}

// join puts the charity into the circle by invitation and returns its seat.
func join(t *testing.T, w *testkit.World, steward, c charity, ci string, more fields) string {
	t.Helper()
	in := fields{"circleId": ci, "organizationIds": []string{c.org}}
	for k, v := range more {
		in[k] = v
	}
	steward.must(t, w, "inviteToCircle", in)
	return c.must(t, w, "acceptSeatInvitation", fields{"seatId": theSeat(t, w, c, ci)})
}

func TestTheLastStewardStays(t *testing.T) {
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		a, b := newCharity(t, w, "a"), newCharity(t, w, "b")
		ci := a.must(t, w, "createCircle", fields{"name": "C"})
		seatA := theSeat(t, w, a, ci)
		seatB := join(t, w, a, b, ci, nil)
		if _, code := a.act(t, w, "leaveCircle", fields{"seatId": seatA}); code != "LAST_STEWARD" {
			t.Errorf("the last steward leaves: %q", code)
		}
		if _, code := a.act(t, w, "setSeatRole", fields{"seatId": seatA, "role": "MEMBER"}); code != "LAST_STEWARD" {
			t.Errorf("the last steward steps down: %q", code)
		}
		if _, code := a.act(t, w, "suspendSeat", fields{"seatId": seatA, "reason": "x"}); code != "LAST_STEWARD" {
			t.Errorf("the last steward suspends itself: %q", code)
		}
		a.must(t, w, "setSeatRole", fields{"seatId": seatB, "role": "STEWARD"})
		codes := make([]string, 2) // of two stewards that leave at once, one stays
		var wg sync.WaitGroup
		wg.Go(func() { _, codes[0] = a.act(t, w, "leaveCircle", fields{"seatId": seatA}) })
		wg.Go(func() { _, codes[1] = b.act(t, w, "leaveCircle", fields{"seatId": seatB}) })
		wg.Wait()
		slices.Sort(codes)
		if !slices.Equal(codes, []string{"", "LAST_STEWARD"}) {
			t.Errorf("two stewards leave at once: %v", codes)
		}
	})
}

func TestStewardshipIsHandedOver(t *testing.T) {
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		a, b := newCharity(t, w, "a"), newCharity(t, w, "b")
		ci := a.must(t, w, "createCircle", fields{"name": "C"})
		seatA, seatB := theSeat(t, w, a, ci), join(t, w, a, b, ci, nil)
		a.must(t, w, "handOverStewardship", fields{"seatId": seatB})
		if _, code := a.act(t, w, "updateCircle", fields{"circleId": ci, "name": "D"}); code != "FORBIDDEN" {
			t.Errorf("who has handed over still stewards: %q", code)
		}
		b.must(t, w, "updateCircle", fields{"circleId": ci, "name": "D"})
		a.must(t, w, "leaveCircle", fields{"seatId": seatA})
	})
}

func TestAMaterialCharterMakesSeatsReadOnlyUntilAccepted(t *testing.T) {
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		a, b := newCharity(t, w, "a"), newCharity(t, w, "b")
		ci := a.must(t, w, "createCircle", fields{"name": "C", "charter": "one"})
		a.must(t, w, "inviteToCircle", fields{"circleId": ci, "organizationIds": []string{b.org}})
		seat := theSeat(t, w, b, ci)
		if _, code := b.act(t, w, "acceptSeatInvitation", fields{"seatId": seat}); code != "STALE_VERSION" {
			t.Errorf("took a seat without accepting the charter: %q", code)
		}
		b.must(t, w, "acceptSeatInvitation", fields{"seatId": seat, "charterNumber": 1})
		may := func(c charity) any {
			return w.Ask(t, c.token, `query($i: ID!) { node(id: $i) { ... on Circle { viewerCanPost { allowed reason { code } } } } }`, map[string]any{"i": ci}).
				Get(t, "node", "viewerCanPost", "allowed")
		}
		a.must(t, w, "publishCharter", fields{"circleId": ci, "text": "two", "material": false})
		if may(b) != true {
			t.Error("a change that is not material made a seat read-only")
		}
		a.must(t, w, "publishCharter", fields{"circleId": ci, "text": "three", "material": true})
		if may(a) != true || may(b) != false {
			t.Error("after a material change the others' seats are read-only")
		}
		if _, code := b.act(t, w, "acceptCharter", fields{"seatId": seat, "charterNumber": 2}); code != "STALE_VERSION" {
			t.Errorf("accepted a charter that is no longer in force: %q", code)
		}
		b.must(t, w, "acceptCharter", fields{"seatId": seat, "charterNumber": 3})
		if may(b) != true {
			t.Error("accepted, and still read-only")
		}
	})
}

func TestAPlaybookReachesItsCirclesAndNoFurther(t *testing.T) {
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		author, member, suspended, out := newCharity(t, w, "author"), newCharity(t, w, "member"), newCharity(t, w, "susp"), newCharity(t, w, "out")
		one := author.must(t, w, "createCircle", fields{"name": "one", "listed": false})
		two := author.must(t, w, "createCircle", fields{"name": "two", "listed": false})
		join(t, w, author, member, one, nil)
		shut := join(t, w, author, suspended, two, nil)
		p := create(t, w, author.token, author.org, "走访")
		if _, code := author.act(t, w, "setPlaybookAudience", fields{"playbookId": p, "audience": "CIRCLE"}); code != "INVALID" {
			t.Errorf("the audience CIRCLE without a circle: %q", code)
		}
		author.must(t, w, "sharePlaybook", fields{"playbookId": p, "circleIds": []string{one, two}})
		if member.sees(t, w, p) {
			t.Error("a draft reaches the circle")
		}
		do(t, w, author.token, "publishPlaybook", "PublishPlaybookInput", map[string]any{"organizationId": author.org, "playbookId": p})
		if !member.sees(t, w, p) || !suspended.sees(t, w, p) || out.sees(t, w, p) || (charity{}).sees(t, w, p) {
			t.Error("a playbook shared with two circles reaches the members of both, and nobody else")
		}
		a := w.Ask(t, member.token, `query($i: ID!) { node(id: $i) { ... on Playbook { audience versions(first: 3) { totalCount } shares(first: 5) { nodes { circle { name } } } } } }`, map[string]any{"i": p})
		if shares := a.Get(t, "node", "shares", "nodes").([]any); len(shares) != 1 || a.Get(t, "node", "shares", "nodes", 0, "circle", "name") != "one" ||
			a.Get(t, "node", "audience") != "CIRCLE" || a.Get(t, "node", "versions", "totalCount") != 1.0 {
			t.Errorf("a member of one circle learns of the other: %v", a.Data)
		}
		author.must(t, w, "suspendSeat", fields{"seatId": shut, "reason": "x"})
		if suspended.sees(t, w, p) {
			t.Error("a suspended seat still receives")
		}
		author.must(t, w, "unsharePlaybook", fields{"playbookId": p, "circleId": one})
		if member.sees(t, w, p) {
			t.Error("withdrawn from a circle and still seen there")
		}
		author.must(t, w, "unsharePlaybook", fields{"playbookId": p, "circleId": two})
		if got := w.Ask(t, author.token, `query($i: ID!) { node(id: $i) { ... on Playbook { audience } } }`, map[string]any{"i": p}).Get(t, "node", "audience"); got != "ORGANIZATION" {
			t.Errorf("shared with no circle any more, and its audience is %v", got)
		}
		if _, code := author.act(t, w, "sharePlaybook", fields{"playbookId": p, "circleIds": []string{out.must(t, w, "createCircle", fields{"name": "x"})}}); code != "FORBIDDEN" {
			t.Errorf("shared with a circle without a seat in it: %q", code)
		}
	})
}

func TestWhoLeavesSeesNoMoreAndStreamsAreWoken(t *testing.T) {
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		a, b := newCharity(t, w, "a"), newCharity(t, w, "b")
		ci := a.must(t, w, "createCircle", fields{"name": "C", "listed": false})
		seat := join(t, w, a, b, ci, nil)
		second := signUp(t, w, "second")
		user := w.Ask(t, second, `{ viewer { id } }`, nil).Get(t, "viewer", "id").(string)
		system(t, w, func(ctx context.Context, c *ent.Client) error {
			return c.Membership.Create().SetOrganizationID(b.org).SetUserID(user).SetRole("EDITOR").Exec(ctx)
		})
		var mu sync.Mutex
		heard := map[string]bool{}
		cancel, err := w.App.Core.Bus.Subscribe(func(h event.Hint) {
			mu.Lock()
			defer mu.Unlock()
			if h.Seq == 0 {
				heard[h.Scope] = true
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		// A replaced delegate.
		b.must(t, w, "setSeatDelegates", fields{"seatId": seat, "userIds": []string{user}})
		role := func(token string) any {
			return w.Ask(t, token, `query($i: ID!) { node(id: $i) { ... on Circle { viewerRole } } }`, map[string]any{"i": ci}).Get(t, "node", "viewerRole")
		}
		if role(b.token) != nil || role(second) != "MEMBER" {
			t.Error("the delegate was replaced: the one takes part, the other does not")
		}
		if _, code := b.act(t, w, "setSeatDelegates", fields{"seatId": seat, "userIds": []string{a.user}}); code != "NOT_FOUND" {
			t.Errorf("a delegate from another organization: %q", code)
		}
		// A seat that was left.
		if id := b.must(t, w, "leaveCircle", fields{"seatId": seat, "idempotencyKey": "bye"}); id != "" {
			t.Error("who left an unlisted circle still sees the seat")
		}
		b.must(t, w, "leaveCircle", fields{"seatId": seat, "idempotencyKey": "bye"})
		if b.sees(t, w, ci) || (charity{token: second}).sees(t, w, ci) || b.sees(t, w, seat) || b.sees(t, w, a.user) {
			t.Error("who left still sees the circle or its people")
		}
		cancel()
		mu.Lock()
		defer mu.Unlock()
		for _, scope := range []string{"circle:" + ci, "organization:" + b.org, "user:" + b.user, "user:" + user} {
			if !heard[scope] {
				t.Errorf("nobody was told to look again at %s", scope)
			}
		}
	})
}

func TestSimilarOrganizationsComeFromElsewhereWithTheirReasons(t *testing.T) {
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		me := newCharity(t, w, "me")
		update := func(org, region, stage string, causes ...string) {
			system(t, w, func(ctx context.Context, c *ent.Client) error {
				return c.Organization.UpdateOneID(org).SetRegionID("reg_" + region).SetStage(organization.Stage(stage)).ClearCauses().AddCauseIDs(causes...).Exec(ctx)
			})
		}
		all, err := w.App.Core.Ent.Cause.Query().Where().All(access.System(t.Context()))
		if err != nil {
			t.Fatal(err)
		}
		var mine, beside, far string
		for _, k := range all {
			for _, l := range all {
				if mine == "" && k.ParentID != nil && l.ParentID != nil && k.ID != l.ID && *k.ParentID == *l.ParentID {
					mine, beside = k.ID, l.ID
				}
			}
		}
		for _, k := range all {
			if k.ParentID == nil && !strings.HasPrefix(strings.TrimPrefix(mine, "cau_"), strings.TrimPrefix(k.ID, "cau_")) && (far == "" || k.ID > far) {
				far = k.ID
			}
		}
		update(me.org, "330100", "GROWING", mine)
		ids := map[string]string{}
		for _, o := range []struct{ slug, region, stage, cause string }{
			{"same-elsewhere", "510000", "GROWING", mine}, {"near-elsewhere", "510100", "UNKNOWN", beside},
			{"same-here", "330200", "STARTING", mine}, {"other-work", "510000", "GROWING", far},
		} {
			ids[o.slug] = found(t, w, me.token, o.slug)
			update(ids[o.slug], o.region, o.stage, o.cause)
		}
		const q = `query($o: ID!, $n: Int, $a: Cursor, $l: Int, $b: Cursor) { similarOrganizations(organizationId: $o, first: $n, after: $a, last: $l, before: $b) {
			totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { slug region { code } } reasons { code text } } } }`
		a := w.Ask(t, "", q, map[string]any{"o": me.org, "n": 10})
		var order []string
		for i := range a.Get(t, "similarOrganizations", "edges").([]any) {
			order = append(order, a.Get(t, "similarOrganizations", "edges", i, "node", "slug").(string))
		}
		if !slices.Equal(order, []string{"same-elsewhere", "near-elsewhere", "same-here"}) || a.Get(t, "similarOrganizations", "totalCount") != 3.0 {
			t.Fatalf("found %v", a.Data)
		}
		var codes []string
		for i := range a.Get(t, "similarOrganizations", "edges", 0, "reasons").([]any) {
			codes = append(codes, a.Get(t, "similarOrganizations", "edges", 0, "reasons", i, "code").(string))
		}
		if !slices.Equal(codes, []string{"SAME_CAUSE", "OTHER_REGION", "SAME_STAGE"}) {
			t.Errorf("reasons %v", a.Data)
		}
		// One by one forwards, then backwards: the same order.
		var walked []string
		var after any
		for range 4 {
			p := w.Ask(t, "", q, map[string]any{"o": me.org, "n": 1, "a": after})
			if len(p.Get(t, "similarOrganizations", "edges").([]any)) == 0 {
				break
			}
			walked = append(walked, p.Get(t, "similarOrganizations", "edges", 0, "node", "slug").(string))
			after = p.Get(t, "similarOrganizations", "pageInfo", "endCursor")
			if more := p.Get(t, "similarOrganizations", "pageInfo", "hasNextPage").(bool); more != (len(walked) < 3) {
				t.Errorf("after %v more: %t", walked, more)
			}
		}
		if !slices.Equal(walked, order) {
			t.Errorf("walked %v", walked)
		}
		p := w.Ask(t, "", q, map[string]any{"o": me.org, "l": 2})
		if p.Get(t, "similarOrganizations", "edges", 0, "node", "slug") != "near-elsewhere" || p.Get(t, "similarOrganizations", "pageInfo", "hasPreviousPage") != true {
			t.Errorf("the last two: %v", p.Data)
		}
		// A circle of them in one step; two of them have nobody who speaks for them yet.
		system(t, w, func(ctx context.Context, c *ent.Client) error {
			return c.Organization.UpdateOneID(ids["near-elsewhere"]).SetClaimed(false).Exec(ctx)
		})
		ci := me.must(t, w, "startCircleFrom", fields{"name": "同行", "organizationIds": []string{ids["same-elsewhere"], ids["near-elsewhere"]}, "message": "一起吧", "idempotencyKey": "s"})
		if again := me.must(t, w, "startCircleFrom", fields{"name": "同行", "organizationIds": []string{ids["same-elsewhere"], ids["near-elsewhere"]}, "message": "一起吧", "idempotencyKey": "s"}); again != ci {
			t.Error("the same key made a second circle")
		}
		c := w.Ask(t, me.token, `query($i: ID!) { node(id: $i) { ... on Circle { causes { id } seats(first: 5) { nodes { status message organization { claimed } } } } } }`, map[string]any{"i": ci})
		if c.Get(t, "node", "causes", 0, "id") != mine || len(c.Get(t, "node", "seats", "nodes").([]any)) != 3 || c.Get(t, "node", "seats", "nodes", 2, "status") != "INVITED" {
			t.Errorf("the circle that was started: %v", c.Data)
		}
		s := w.Ask(t, "", `query($o: ID!) { suggestedCircles(organizationId: $o, first: 5) { totalCount edges { node { id } reasons { code } } } }`, map[string]any{"o": ids["same-here"]})
		if s.Get(t, "suggestedCircles", "edges", 0, "node", "id") != ci || s.Get(t, "suggestedCircles", "edges", 0, "reasons", 0, "code") != "SAME_CAUSE" {
			t.Errorf("suggested: %v", s.Data)
		}
		s = w.Ask(t, "", `query($o: ID!) { suggestedCircles(organizationId: $o, first: 5) { totalCount } }`, map[string]any{"o": ids["same-elsewhere"]})
		if s.Get(t, "suggestedCircles", "totalCount") != 0.0 {
			t.Error("suggested to an organization that is invited already")
		}
	})
}

func TestTheNumberOfQueriesOnCirclesDoesNotGrow(t *testing.T) {
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		a := newCharity(t, w, "a")
		const q = `{ circles(first: 50) { totalCount nodes { name viewerRole charter { number } causes { key }
			seats(first: 10) { totalCount nodes { role organization { name } delegates(first: 3) { nodes { user { name } } } } } } } }`
		count := func() int64 {
			t.Helper()
			ctx, n := database.CountQueries(t.Context())
			v, err := w.App.Core.Authenticate(ctx, a.token)
			if err != nil {
				t.Fatal(err)
			}
			if res := w.App.Run(ctx, v, q); len(res.Errors) > 0 {
				t.Fatal(res.Errors)
			}
			return n()
		}
		make := func(n int) {
			for i := range n {
				c := newCharity(t, w, fmt.Sprintf("m%d-%d", n, i))
				ci := a.must(t, w, "createCircle", fields{"name": fmt.Sprint(i), "charter": "x", "causeIds": []string{}})
				a.must(t, w, "inviteToCircle", fields{"circleId": ci, "organizationIds": []string{c.org}})
				c.must(t, w, "acceptSeatInvitation", fields{"seatId": theSeat(t, w, c, ci), "charterNumber": 1})
			}
		}
		make(2)
		few := count()
		make(6)
		if many := count(); many != few {
			t.Errorf("%d statements for 2 circles, %d for 8", few, many)
		}
	})
}
