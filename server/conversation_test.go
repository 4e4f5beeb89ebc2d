package server_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/tongxing/tongxing/access"
	"github.com/tongxing/tongxing/database"
	"github.com/tongxing/tongxing/ent"
	entevent "github.com/tongxing/tongxing/ent/event"
	"github.com/tongxing/tongxing/internal/testkit"
)

// say runs a mutation of the conversation and returns its node's id and the code of the refusal.
func (c charity) say(t *testing.T, w *testkit.World, mutation, node string, in fields) (id, code string) {
	t.Helper()
	if in["organizationId"] == nil && mutation != "markThreadRead" {
		in["organizationId"] = c.org
	}
	a := w.Ask(t, c.token, fmt.Sprintf(`mutation($i: %c%sInput!) { %s(input: $i) { %s { id } userErrors { code } } }`,
		mutation[0]-32, mutation[1:], mutation, node), map[string]any{"i": in})
	if errs := a.Get(t, mutation, "userErrors").([]any); len(errs) > 0 {
		return "", errs[0].(map[string]any)["code"].(string)
	}
	return a.Get(t, mutation, node, "id").(string), ""
}

func (c charity) said(t *testing.T, w *testkit.World, mutation, node string, in fields) string {
	t.Helper()
	id, code := c.say(t, w, mutation, node, in)
	if code != "" {
		t.Fatalf("%s refused: %s", mutation, code)
	}
	return id
}

// ask reads a thread's fields as the charity sees them.
func (c charity) thread(t *testing.T, w *testkit.World, id, selection string) map[string]any {
	t.Helper()
	n := w.Ask(t, c.token, `query($i: ID!) { node(id: $i) { ... on Thread { `+selection+` } } }`, map[string]any{"i": id}).Get(t, "node")
	if n == nil {
		return nil
	}
	return n.(map[string]any)
}

// table is a circle with a steward, a member, an observer, a suspended organization and one that has left.
type table struct {
	circle                                     string
	steward, member, observer, shut, gone, out charity
}

func newTable(t *testing.T, w *testkit.World) table {
	t.Helper()
	s := table{steward: newCharity(t, w, "steward"), member: newCharity(t, w, "member"), observer: newCharity(t, w, "observer"),
		shut: newCharity(t, w, "shut"), gone: newCharity(t, w, "gone"), out: newCharity(t, w, "out")}
	s.circle = s.steward.must(t, w, "createCircle", fields{"name": "圆桌"})
	join(t, w, s.steward, s.member, s.circle, nil)
	join(t, w, s.steward, s.observer, s.circle, fields{"role": "OBSERVER"})
	s.steward.must(t, w, "suspendSeat", fields{"seatId": join(t, w, s.steward, s.shut, s.circle, nil), "reason": "x"})
	s.gone.must(t, w, "leaveCircle", fields{"seatId": join(t, w, s.steward, s.gone, s.circle, nil)})
	return s
}

func TestWhatIsSaidInACircleStaysThere(t *testing.T) {
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		s := newTable(t, w)
		th := s.member.said(t, w, "startThread", "thread", fields{"kind": "QUESTION", "title": "怎么做", "body": "**问**", "circleId": s.circle})
		k := s.steward.said(t, w, "addComment", "comment", fields{"threadId": th, "body": "答 <script>alert(1)</script>", "mentionIds": []string{s.member.user, s.member.org}})
		outside := map[string]charity{"a stranger": {}, "a non-member": s.out, "a suspended seat": s.shut, "who has left": s.gone}
		for name, c := range outside {
			a := w.Ask(t, c.token, `query($c: ID!) { threads(first: 5) { totalCount nodes { id } } node(id: $c) { ... on Circle { threads(first: 5) { totalCount } } } }`, map[string]any{"c": s.circle})
			if c.sees(t, w, th) || c.sees(t, w, k) || a.Get(t, "threads", "totalCount") != 0.0 || a.Get(t, "node", "threads", "totalCount") != 0.0 {
				t.Errorf("%s sees the conversation: %v", name, a.Data)
			}
			if c.token == "" {
				continue
			}
			for mutation, in := range map[string]fields{"addComment": {"threadId": th, "body": "x"}, "editComment": {"commentId": k, "body": "x"}, "hideComment": {"commentId": k, "reason": "x"}} {
				node := "comment"
				if _, code := c.say(t, w, mutation, node, in); code != "NOT_FOUND" {
					t.Errorf("%s: %s: %q", name, mutation, code)
				}
			}
			if _, code := c.say(t, w, "startThread", "thread", fields{"kind": "DISCUSSION", "title": "x", "body": "x", "circleId": s.circle}); code != "FORBIDDEN" {
				t.Errorf("%s starts a thread: %q", name, code)
			}
		}
		if !s.observer.sees(t, w, k) {
			t.Error("an observer does not read")
		}
		if _, code := s.observer.say(t, w, "addComment", "comment", fields{"threadId": th, "body": "x"}); code != "FORBIDDEN" {
			t.Errorf("an observer writes: %q", code)
		}
		if _, code := s.member.say(t, w, "hideComment", "comment", fields{"commentId": k, "reason": "x"}); code != "FORBIDDEN" {
			t.Errorf("a member hides: %q", code)
		}
		if _, code := s.steward.say(t, w, "addComment", "comment", fields{"threadId": th, "body": "x", "mentionIds": []string{s.out.org}}); code != "NOT_FOUND" {
			t.Errorf("mentioned an organization outside: %q", code)
		}
		got := s.observer.thread(t, w, th, `title commentCount author { name } lastComment { number body bodyHTML author { name } organization { name } mentions(first: 5) { nodes { user { name } organization { name } } } }`)
		last := got["lastComment"].(map[string]any)
		if got["commentCount"] != 2.0 || last["number"] != 2.0 || last["bodyHTML"] != "<p>答 </p>\n" || last["author"].(map[string]any)["name"] != "steward" {
			t.Errorf("the thread: %v", got)
		}
		accept := fields{"threadId": th, "commentId": k}
		if _, code := s.observer.say(t, w, "acceptAnswer", "thread", accept); code != "FORBIDDEN" {
			t.Errorf("an observer accepts an answer: %q", code)
		}
		s.member.said(t, w, "acceptAnswer", "thread", fields{"threadId": th, "commentId": k})
		if got := s.observer.thread(t, w, th, `answer { id }`); got["answer"].(map[string]any)["id"] != k {
			t.Errorf("the answer: %v", got)
		}
		s.steward.said(t, w, "updateThread", "thread", fields{"threadId": th, "locked": true, "pinned": true})
		if _, code := s.member.say(t, w, "addComment", "comment", fields{"threadId": th, "body": "x"}); code != "THREAD_LOCKED" {
			t.Errorf("wrote in a locked thread: %q", code)
		}
		s.steward.said(t, w, "updateThread", "thread", fields{"threadId": th, "locked": false})
		// A dormant circle is read, and not written.
		s.steward.must(t, w, "restCircle", fields{"circleId": s.circle})
		if _, code := s.member.say(t, w, "addComment", "comment", fields{"threadId": th, "body": "x"}); code != "CIRCLE_NOT_OPEN" || !s.member.sees(t, w, k) {
			t.Errorf("wrote in a dormant circle: %q", code)
		}
		s.steward.must(t, w, "reviveCircle", fields{"circleId": s.circle})
		// A material charter shuts mouths until it is accepted.
		s.steward.must(t, w, "publishCharter", fields{"circleId": s.circle, "text": "新", "material": true})
		if _, code := s.member.say(t, w, "addComment", "comment", fields{"threadId": th, "body": "x"}); code != "CHARTER_NOT_ACCEPTED" {
			t.Errorf("wrote before accepting the charter: %q", code)
		}
	})
}

func TestACommentIsEditedHiddenRestoredAndTakenBack(t *testing.T) {
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		s := newTable(t, w)
		th := s.member.said(t, w, "startThread", "thread", fields{"kind": "DISCUSSION", "title": "T", "body": "first", "circleId": s.circle})
		k := s.member.said(t, w, "addComment", "comment", fields{"threadId": th, "body": "秘密"})
		read := func(c charity) map[string]any {
			return w.Ask(t, c.token, `query($i: ID!) { node(id: $i) { ... on Comment { body bodyHTML state hiddenReason editCount edits(first: 5) { totalCount nodes { body } } } } }`, map[string]any{"i": k}).Get(t, "node").(map[string]any)
		}
		if _, code := s.steward.say(t, w, "editComment", "comment", fields{"commentId": k, "body": "x"}); code != "FORBIDDEN" {
			t.Errorf("edited another's words: %q", code)
		}
		s.member.said(t, w, "editComment", "comment", fields{"commentId": k, "body": "公开"})
		if got := read(s.observer); got["body"] != "公开" || got["editCount"] != 1.0 || got["edits"].(map[string]any)["totalCount"] != 1.0 {
			t.Errorf("after an edit: %v", got)
		}
		s.steward.said(t, w, "hideComment", "comment", fields{"commentId": k, "reason": "伤人"})
		if got := read(s.observer); got["body"] != "" || got["bodyHTML"] != "" || got["state"] != "HIDDEN" || got["hiddenReason"] != "伤人" || got["edits"].(map[string]any)["totalCount"] != 0.0 {
			t.Errorf("an observer reads what is hidden: %v", got)
		}
		for name, c := range map[string]charity{"its author": s.member, "a steward": s.steward} {
			if got := read(c); got["edits"].(map[string]any)["totalCount"] != 2.0 {
				t.Errorf("%s does not find what was hidden: %v", name, got)
			}
		}
		s.steward.said(t, w, "restoreComment", "comment", fields{"commentId": k})
		if got := read(s.observer); got["body"] != "公开" || got["edits"].(map[string]any)["totalCount"] != 1.0 {
			t.Errorf("after it was restored: %v", got)
		}
		s.member.said(t, w, "deleteComment", "comment", fields{"commentId": k})
		for _, c := range []charity{s.observer, s.steward, s.member} {
			if got := read(c); got["body"] != "" || got["state"] != "DELETED" || got["edits"].(map[string]any)["totalCount"] != 0.0 {
				t.Errorf("after it was taken back: %v", got)
			}
		}
		for _, m := range []string{"editComment", "hideComment", "restoreComment", "deleteComment"} {
			in := fields{"commentId": k}
			switch m {
			case "editComment":
				in["body"] = "x"
			case "hideComment":
				in["reason"] = "x"
			}
			c := s.member
			if m == "hideComment" || m == "restoreComment" {
				c = s.steward
			}
			if _, code := c.say(t, w, m, "comment", in); code != "ILLEGAL_TRANSITION" {
				t.Errorf("%s of a comment that was taken back: %q", m, code)
			}
		}
	})
}

func TestAPrivateThreadIsItsPeoplesAlone(t *testing.T) {
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		s := newTable(t, w)
		if _, code := s.member.say(t, w, "startThread", "thread", fields{"kind": "PRIVATE", "title": "x", "body": "x", "participantIds": []string{s.out.user}}); code != "NOT_FOUND" {
			t.Errorf("began a private thread with somebody whom they cannot see: %q", code)
		}
		th := s.member.said(t, w, "startThread", "thread", fields{"kind": "PRIVATE", "title": "私下", "body": "悄悄话", "participantIds": []string{s.observer.user}})
		operator, err := w.App.Core.CreateOperator(t.Context(), "operator@example.org")
		if err != nil {
			t.Fatal(err)
		}
		for name, c := range map[string]charity{"an operator": {token: operator}, "a steward": s.steward, "a non-member": s.out, "a stranger": {}} {
			a := w.Ask(t, c.token, `{ threads(first: 5) { totalCount } }`, nil)
			if c.sees(t, w, th) || a.Get(t, "threads", "totalCount") != 0.0 {
				t.Errorf("%s sees a private thread", name)
			}
		}
		k := s.observer.said(t, w, "addComment", "comment", fields{"threadId": th, "body": "回"})
		if got := s.member.thread(t, w, th, `lastComment { id author { name } } participants(first: 5) { nodes { user { name } } } viewerUnread`); got["lastComment"].(map[string]any)["id"] != k || got["viewerUnread"] != 1.0 {
			t.Errorf("the other's answer: %v", got)
		}
		events, err := w.App.Core.Ent.Event.Query().Where(entevent.SubjectIDIn(th, k)).All(access.System(t.Context()))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			if e.Scope != s.member.user && e.Scope != s.observer.user {
				t.Errorf("%s of a private thread was told in %s", e.Kind, e.Scope)
			}
		}
		if len(events) != 4 {
			t.Errorf("%d events of a thread and a comment for two people", len(events))
		}
	})
}

func TestARequestHasItsThread(t *testing.T) {
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		s := newTable(t, w)
		seat := s.out.must(t, w, "joinCircle", fields{"circleId": s.circle, "message": "想加入"})
		a := w.Ask(t, s.steward.token, `query($i: ID!) { node(id: $i) { ... on CircleSeat { threads(first: 2) { nodes { id title lastComment { body author { name } } } } } } }`, map[string]any{"i": seat})
		th := a.Get(t, "node", "threads", "nodes", 0, "id").(string)
		if a.Get(t, "node", "threads", "nodes", 0, "lastComment", "body") != "想加入" || a.Get(t, "node", "threads", "nodes", 0, "lastComment", "author", "name") != "out" {
			t.Errorf("the thread on the request: %v", a.Data)
		}
		k := s.steward.said(t, w, "addComment", "comment", fields{"threadId": th, "body": "说说你们的做法"})
		s.out.said(t, w, "addComment", "comment", fields{"threadId": th, "body": "好", "parentId": k})
		if s.member.sees(t, w, th) || s.observer.sees(t, w, k) || s.shut.sees(t, w, th) || !s.out.sees(t, w, k) {
			t.Error("the thread on a request is between who asks and the stewards")
		}
	})
}

func TestAPlaybookIsTalkedAboutByWhoSeesIt(t *testing.T) {
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		a, b := newCharity(t, w, "a"), newCharity(t, w, "b")
		p := create(t, w, a.token, a.org, "走访")
		if _, code := b.say(t, w, "startThread", "thread", fields{"kind": "QUESTION", "title": "x", "body": "x", "subjectId": p}); code != "NOT_FOUND" {
			t.Errorf("began a thread on another's draft: %q", code)
		}
		do(t, w, a.token, "setPlaybookAudience", "SetPlaybookAudienceInput", map[string]any{"organizationId": a.org, "playbookId": p, "audience": "NETWORK"})
		do(t, w, a.token, "publishPlaybook", "PublishPlaybookInput", map[string]any{"organizationId": a.org, "playbookId": p})
		step := w.Ask(t, b.token, `query($i: ID!) { node(id: $i) { ... on Playbook { latestVersion { steps(first: 2) { nodes { id stepKey } } } } } }`, map[string]any{"i": p})
		th := b.said(t, w, "startThread", "thread", fields{"kind": "QUESTION", "title": "第二步", "body": "怎么说？", "subjectId": step.Get(t, "node", "latestVersion", "steps", "nodes", 1, "id")})
		got := a.thread(t, w, th, `stepKey playbook { id } author { name }`)
		if got["stepKey"] != step.Get(t, "node", "latestVersion", "steps", "nodes", 1, "stepKey") || got["playbook"].(map[string]any)["id"] != p || got["author"].(map[string]any)["name"] != "b" {
			t.Errorf("on a step: %v", got)
		}
		if (charity{}).sees(t, w, th) {
			t.Error("a stranger reads the thread of a playbook that they do not see")
		}
		k := b.said(t, w, "addComment", "comment", fields{"threadId": th, "body": "再问"})
		a.said(t, w, "hideComment", "comment", fields{"commentId": k, "reason": "x"})
		do(t, w, a.token, "setPlaybookAudience", "SetPlaybookAudienceInput", map[string]any{"organizationId": a.org, "playbookId": p, "audience": "ORGANIZATION"})
		if b.sees(t, w, th) {
			t.Error("the playbook was taken back and its thread is still seen")
		}
	})
}

func TestOneVoteAnOrganization(t *testing.T) {
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		s := newTable(t, w)
		start := func(more fields) (th, dec string, options []string) {
			d := fields{"options": []string{"甲", "乙"}}
			for k, v := range more {
				d[k] = v
			}
			th = s.member.said(t, w, "startThread", "thread", fields{"kind": "DECISION", "title": "选", "body": "", "circleId": s.circle, "decision": d})
			got := s.observer.thread(t, w, th, `decision { id state options(first: 5) { nodes { id label } } }`)["decision"].(map[string]any)
			for _, o := range got["options"].(map[string]any)["nodes"].([]any) {
				options = append(options, o.(map[string]any)["id"].(string))
			}
			return th, got["id"].(string), options
		}
		th, dec, options := start(nil)
		s.member.said(t, w, "castVote", "decision", fields{"decisionId": dec, "optionId": options[0]})
		s.member.said(t, w, "castVote", "decision", fields{"decisionId": dec, "optionId": options[1], "reason": "想清楚了"})
		s.steward.said(t, w, "castVote", "decision", fields{"decisionId": dec, "optionId": options[1]})
		for name, c := range map[string]charity{"an observer": s.observer, "a suspended seat": s.shut, "a non-member": s.out} {
			if _, code := c.say(t, w, "castVote", "decision", fields{"decisionId": dec, "optionId": options[0]}); code != "FORBIDDEN" && code != "NOT_FOUND" {
				t.Errorf("%s votes: %q", name, code)
			}
		}
		if _, code := s.member.say(t, w, "castVote", "decision", fields{"decisionId": dec, "optionId": "dop_01ARZ3NDEKTSV4RRFFQ69G5FAV"}); code != "NOT_FOUND" {
			t.Errorf("voted for what is not an option: %q", code)
		}
		const outcome = `decision { state outcome voteCount chosen { label } options(first: 5) { nodes { voteCount } } votes(first: 5) { totalCount nodes { reason organization { name } option { label } } } }`
		if got := s.observer.thread(t, w, th, outcome)["decision"].(map[string]any); got["voteCount"] != 2.0 || got["votes"].(map[string]any)["totalCount"] != 2.0 {
			t.Errorf("three ballots of two organizations: %v", got)
		}
		s.member.said(t, w, "closeDecision", "decision", fields{"decisionId": dec})
		if got := s.observer.thread(t, w, th, outcome)["decision"].(map[string]any); got["outcome"] != "DECIDED" || got["chosen"].(map[string]any)["label"] != "乙" {
			t.Errorf("the outcome: %v", got)
		}
		if _, code := s.steward.say(t, w, "castVote", "decision", fields{"decisionId": dec, "optionId": options[0]}); code != "ILLEGAL_TRANSITION" {
			t.Errorf("voted after it was closed: %q", code)
		}
		// A tie, and too few.
		th, dec, options = start(nil)
		s.member.said(t, w, "castVote", "decision", fields{"decisionId": dec, "optionId": options[0]})
		s.steward.said(t, w, "castVote", "decision", fields{"decisionId": dec, "optionId": options[1]})
		s.steward.said(t, w, "closeDecision", "decision", fields{"decisionId": dec})
		if got := s.observer.thread(t, w, th, outcome)["decision"].(map[string]any); got["outcome"] != "TIED" || got["chosen"] != nil {
			t.Errorf("a tie: %v", got)
		}
		th, dec, options = start(fields{"quorum": 3, "closesAt": time.Now().Add(time.Hour).UTC().Format(time.RFC3339)})
		s.member.said(t, w, "castVote", "decision", fields{"decisionId": dec, "optionId": options[0]})
		if n, err := w.App.Core.CloseDueDecisions(t.Context(), time.Now()); err != nil || n != 0 {
			t.Errorf("closed %d decisions before their time: %v", n, err)
		}
		if n, err := w.App.Core.CloseDueDecisions(t.Context(), time.Now().Add(2*time.Hour)); err != nil || n != 1 {
			t.Errorf("closed %d decisions whose time was over: %v", n, err)
		}
		if got := s.observer.thread(t, w, th, outcome)["decision"].(map[string]any); got["outcome"] != "NO_QUORUM" {
			t.Errorf("below the quorum: %v", got)
		}
	})
}

func TestPostsAtOnceAreNumberedWithoutAGap(t *testing.T) {
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		s := newTable(t, w)
		th := s.member.said(t, w, "startThread", "thread", fields{"kind": "DISCUSSION", "title": "T", "body": "1", "circleId": s.circle})
		const writers, each = 8, 10
		var wg sync.WaitGroup
		for i := range writers {
			c := s.member
			if i%2 == 0 {
				c = s.steward
			}
			wg.Go(func() {
				for j := range each {
					in := fields{"threadId": th, "body": "x", "idempotencyKey": fmt.Sprint(i, "-", j)}
					first, code := c.say(t, w, "addComment", "comment", in)
					if code != "" {
						t.Errorf("refused: %s", code)
					}
					if j%5 == 0 { // a phone that has not heard the answer
						if again, _ := c.say(t, w, "addComment", "comment", in); again != first {
							t.Errorf("the same key gave %s, then %s", first, again)
						}
					}
				}
			})
		}
		wg.Wait()
		if _, code := s.member.say(t, w, "addComment", "comment", fields{"threadId": th, "body": "other", "idempotencyKey": "1-1"}); code != "IDEMPOTENCY_KEY_REUSED" {
			t.Errorf("the key with another input: %q", code)
		}
		got := s.observer.thread(t, w, th, `commentCount comments(last: 1, orderBy: {field: NUMBER}) { totalCount nodes { number } } lastComment { number }`)
		page := got["comments"].(map[string]any)
		if got["commentCount"] != 81.0 || page["totalCount"] != 81.0 || page["nodes"].([]any)[0].(map[string]any)["number"] != 81.0 || got["lastComment"].(map[string]any)["number"] != 81.0 {
			t.Errorf("after 80 comments: %v", got)
		}
		events, err := w.App.Core.Ent.Event.Query().Where(entevent.Scope(s.circle)).Order(ent.Asc("seq")).All(access.System(t.Context()))
		if err != nil {
			t.Fatal(err)
		}
		added := 0
		for i, e := range events {
			if e.Seq != int64(i+1) {
				t.Fatalf("event %d has seq %d", i, e.Seq)
			}
			if e.Kind == "COMMENT_ADDED" {
				added++
			}
		}
		if added != 80 {
			t.Errorf("%d events of 80 comments", added)
		}
	})
}

func TestUnreadAndReactionsComeWithThePage(t *testing.T) {
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		s := newTable(t, w)
		const q = `query($c: ID!) { threads(first: 30, filterBy: {circleId: $c}, orderBy: {field: LAST_COMMENT_AT, direction: DESC}) { totalCount nodes {
			title commentCount viewerUnread viewerReadNumber author { name } organization { name } lastComment { body author { name } reactions { kind count } viewerReactions }
			answer { id } decision { state } comments(first: 3) { totalCount nodes { number viewerReactions mentions(first: 2) { nodes { user { name } } } } } } } }`
		var last string
		more := func(n int) {
			for i := range n {
				last = s.member.said(t, w, "startThread", "thread", fields{"kind": "DISCUSSION", "title": fmt.Sprint(i), "body": "1", "circleId": s.circle})
				s.steward.said(t, w, "addComment", "comment", fields{"threadId": last, "body": "2", "mentionIds": []string{s.member.user}})
			}
		}
		statements := func() int64 {
			t.Helper()
			ctx, n := database.CountQueries(t.Context())
			v, err := w.App.Core.Authenticate(ctx, s.observer.token)
			if err != nil {
				t.Fatal(err)
			}
			res := w.App.Run(ctx, v, `{ `+`threads(first: 30, filterBy: {circleId: "`+s.circle+`"}, `+q[len(`query($c: ID!) { threads(first: 30, filterBy: {circleId: $c}, `):])
			if len(res.Errors) > 0 {
				t.Fatal(res.Errors)
			}
			return n()
		}
		more(2)
		few := statements()
		more(8)
		if many := statements(); many != few {
			t.Errorf("%d statements for 2 threads, %d for 10", few, many)
		}
		page := func(c charity) map[string]any {
			return w.Ask(t, c.token, q, map[string]any{"c": s.circle}).Get(t, "threads", "nodes", 0).(map[string]any)
		}
		if got := page(s.observer); got["viewerUnread"] != 2.0 || got["viewerReadNumber"] != 0.0 {
			t.Errorf("nothing read: %v", got)
		}
		if got := page(s.member); got["viewerUnread"] != 1.0 {
			t.Errorf("who wrote the first comment has one to read: %v", got)
		}
		if got := page(s.steward); got["viewerUnread"] != 0.0 {
			t.Errorf("who wrote last has read all: %v", got)
		}
		s.observer.said(t, w, "markThreadRead", "thread", fields{"threadId": last, "number": 2})
		if got := page(s.observer); got["viewerUnread"] != 0.0 {
			t.Errorf("all read: %v", got)
		}
		a := w.Ask(t, s.observer.token, `query($c: ID!) { unread: threads(first: 30, filterBy: {circleId: $c, unread: true}) { totalCount } read: threads(first: 30, filterBy: {circleId: $c, unread: false}) { totalCount } }`, map[string]any{"c": s.circle})
		if a.Get(t, "unread", "totalCount") != 9.0 || a.Get(t, "read", "totalCount") != 1.0 {
			t.Errorf("threads to read: %v", a.Data)
		}
		k := s.member.thread(t, w, last, `lastComment { id }`)["lastComment"].(map[string]any)["id"]
		s.member.said(t, w, "reactToComment", "comment", fields{"commentId": k, "kind": "TRIED_IT"})
		s.member.said(t, w, "reactToComment", "comment", fields{"commentId": k, "kind": "TRIED_IT"})
		s.steward.said(t, w, "reactToComment", "comment", fields{"commentId": k, "kind": "TRIED_IT"})
		s.steward.said(t, w, "reactToComment", "comment", fields{"commentId": k, "kind": "DID_NOT_FIT"})
		s.steward.said(t, w, "reactToComment", "comment", fields{"commentId": k, "kind": "TRIED_IT", "on": false})
		got := page(s.member)["lastComment"].(map[string]any)
		if fmt.Sprint(got["reactions"]) != "[map[count:1 kind:TRIED_IT] map[count:1 kind:DID_NOT_FIT]]" || fmt.Sprint(got["viewerReactions"]) != "[TRIED_IT]" {
			t.Errorf("reactions: %v", got)
		}
	})
}

func TestASilentCircleRests(t *testing.T) {
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		s := newTable(t, w)
		other := s.out.must(t, w, "createCircle", fields{"name": "forming"})
		if n, err := w.App.Core.RestSilentCircles(t.Context(), time.Hour); err != nil || n != 0 {
			t.Errorf("%d circles rest after a minute: %v", n, err)
		}
		if n, err := w.App.Core.RestSilentCircles(t.Context(), -time.Hour); err != nil || n != 1 {
			t.Errorf("%d circles rest, want the one that is active: %v", n, err)
		}
		a := w.Ask(t, s.out.token, `query($a: ID!, $b: ID!) { a: node(id: $a) { ... on Circle { status } } b: node(id: $b) { ... on Circle { status } } }`, map[string]any{"a": s.circle, "b": other})
		if a.Get(t, "a", "status") != "DORMANT" || a.Get(t, "b", "status") != "FORMING" {
			t.Errorf("%v", a.Data)
		}
	})
}
