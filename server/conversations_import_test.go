package server_test

import (
	"encoding/csv"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"strconv"
	"testing"

	"github.com/tongxing/tongxing/access"
	"github.com/tongxing/tongxing/core"
	"github.com/tongxing/tongxing/ent"
	"github.com/tongxing/tongxing/ent/circleseat"
	"github.com/tongxing/tongxing/ent/comment"
	"github.com/tongxing/tongxing/ent/decision"
	"github.com/tongxing/tongxing/ent/thread"
	"github.com/tongxing/tongxing/importing"
	"github.com/tongxing/tongxing/internal/testkit"
)

// sharedData is the folder of sample data beside the project; without it there is nothing to compare with.
func sharedData(t *testing.T, name string) fs.FS {
	t.Helper()
	dir := os.Getenv("TONGXING_SHARED_DATA")
	if dir == "" {
		dir = "../../shared/data"
		if _, err := os.Stat(dir); err != nil {
			dir = "/work/shared/data"
		}
	}
	if _, err := os.Stat(path.Join(dir, name)); err != nil {
		t.Skipf("the sample data %s is not on this machine (TONGXING_SHARED_DATA names its folder)", name)
	}
	return os.DirFS(path.Join(dir, name))
}

func importAll(t *testing.T, w *testkit.World, found []importing.Conversation) (done []core.ImportedConversation) {
	t.Helper()
	err := w.App.Core.ImportConversations(t.Context(), "host", "test", found, func(d core.ImportedConversation) { done = append(done, d) })
	if err != nil {
		t.Fatal(err)
	}
	return done
}

func TestImportedVotesAreOneAParticipantByTheLastWord(t *testing.T) {
	files := sharedData(t, "conversations-polis")
	found, err := importing.ReadConversations(files)
	if err != nil {
		t.Fatal(err)
	}
	if len(found) < 3 {
		t.Fatalf("read %d conversations", len(found))
	}
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		host := newCharity(t, w, "host")
		some := found
		if testing.Short() {
			some = found[:1]
		}
		done := importAll(t, w, some)
		for i, d := range done {
			want, voters := oracle(t, files, path.Join(some[i].Key, "votes.csv"))
			sys := access.System(t.Context())
			threads, err := w.App.Core.Ent.Thread.Query().Where(thread.CircleID(d.CircleID), thread.KindEQ(thread.KindDECISION)).
				WithDecision(func(q *ent.DecisionQuery) {
					q.WithOptions(func(q *ent.DecisionOptionQuery) { q.Order(ent.Asc("position")) })
				}).All(sys)
			if err != nil {
				t.Fatal(err)
			}
			for _, th := range threads {
				statement := (*th.ImportKey)[len("test/"+some[i].Key+"#"):]
				total := 0
				for j, o := range th.Edges.Decision.Edges.Options {
					if o.VoteCount != want[statement][j-1] {
						t.Errorf("%s, statement %s: %d votes for %q, the file has %d", d.Key, statement, o.VoteCount, o.Label, want[statement][j-1])
					}
					total += o.VoteCount
				}
				if th.Edges.Decision.VoteCount != total || th.Edges.Decision.State != decision.StateCLOSED {
					t.Errorf("%s, statement %s: %d of %d votes, %s", d.Key, statement, th.Edges.Decision.VoteCount, total, th.Edges.Decision.State)
				}
			}
			if len(threads) != len(some[i].Statements) {
				t.Errorf("%s: %d decisions of %d statements", d.Key, len(threads), len(some[i].Statements))
			}
			seats, err := w.App.Core.Ent.CircleSeat.Query().Where(circleseat.CircleID(d.CircleID)).Count(sys)
			if err != nil || seats < voters+1 {
				t.Errorf("%s: %d seats for %d voters and the host: %v", d.Key, seats, voters, err)
			}
		}
		if again := importAll(t, w, some[:1]); again[0].Threads != 0 || again[0].CircleID != done[0].CircleID {
			t.Errorf("imported again: %+v", again[0])
		}
		a := w.Ask(t, host.token, `{ circles(first: 10) { totalCount } }`, nil)
		if a.Get(t, "circles", "totalCount") != float64(len(some)) {
			t.Errorf("the host sees %v", a.Data)
		}
	})
}

// oracle counts the file's votes, the last of each voter on each statement, by a program of its own.
func oracle(t *testing.T, files fs.FS, name string) (counts map[string]map[int]int, voters int) {
	t.Helper()
	f, err := files.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	if _, err := r.Read(); err != nil {
		t.Fatal(err)
	}
	type ballot struct {
		at    int64
		value int
	}
	last := map[string]map[string]ballot{}
	people := map[string]bool{}
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		at, _ := strconv.ParseInt(row[0], 10, 64)
		value, _ := strconv.Atoi(row[4])
		if last[row[2]] == nil {
			last[row[2]] = map[string]ballot{}
		}
		if before, ok := last[row[2]][row[3]]; !ok || at >= before.at {
			last[row[2]][row[3]] = ballot{at, value}
		}
		people[row[3]] = true
	}
	counts = map[string]map[int]int{}
	for statement, votes := range last {
		counts[statement] = map[int]int{}
		for _, b := range votes {
			counts[statement][b.value]++
		}
	}
	return counts, len(people)
}

func TestImportedMeetingsAreThreadsOfTheirTurns(t *testing.T) {
	files := sharedData(t, "conversations-tw-social-enterprise")
	found, err := importing.ReadConversations(files)
	if err != nil {
		t.Fatal(err)
	}
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		newCharity(t, w, "host")
		done := importAll(t, w, found)
		turns := 0
		for i, d := range done {
			turns += d.Comments
			last, err := w.App.Core.Ent.Comment.Query().Where(comment.Place(d.CircleID)).Order(ent.Desc("number")).First(access.System(t.Context()))
			if err != nil {
				t.Fatal(err)
			}
			want := found[i].Turns[len(found[i].Turns)-1]
			if last.Body != want.Text || last.Number != len(found[i].Turns) {
				t.Errorf("%s ends with number %d: %q", d.Key, last.Number, last.Body)
			}
		}
		if len(done) != 5 || turns != 1733 {
			t.Errorf("%d meetings with %d turns; SOURCES.md has 5 and 1,733", len(done), turns)
		}
	})
}
