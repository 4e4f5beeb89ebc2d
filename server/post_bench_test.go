package server_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tongxing/tongxing/access"
	"github.com/tongxing/tongxing/core"
	"github.com/tongxing/tongxing/ent/schema"
	"github.com/tongxing/tongxing/internal/testkit"
)

// BenchmarkPost compares posting a comment, with its event, its number and its author's read marker, with bare autocommit
// inserts of a row of the same size, in turns in one run. x-bare is the rate of posts over the rate of inserts.
func BenchmarkPost(b *testing.B) {
	testkit.EachBench(b, func(b *testing.B, w *testkit.World) {
		for _, circles := range []int{1, 8} {
			for _, writers := range []int{1, 32} {
				b.Run(fmt.Sprintf("circles=%d/writers=%d", circles, writers), func(b *testing.B) {
					body := strings.Repeat("同行", 50)
					posts, viewer, org := newPosts(b, w, circles, writers)
					bare := bareInserts(b, w)
					var insert, post time.Duration
					const turn = 64
					b.ResetTimer()
					for done := 0; done < b.N; done += turn * writers {
						insert += at(writers, turn, func(int) error { return bare(body) })
						post += at(writers, turn, func(i int) error {
							_, err := w.App.Core.AddComment(access.WithViewer(b.Context(), viewer),
								core.AddCommentInput{OrganizationID: org, ThreadID: posts[i%len(posts)], Body: body})
							return err
						})
					}
					b.ReportMetric(float64(insert)/float64(post), "x-bare")
					b.ReportMetric(0, "ns/op")
					rounds := (b.N + turn*writers - 1) / (turn * writers) * turn * writers
					b.ReportMetric(float64(rounds)/post.Seconds(), "posts/s")
					b.ReportMetric(float64(rounds)/insert.Seconds(), "inserts/s")
				})
			}
		}
	})
}

// at runs fn n times in each of the writers and returns how long all of them took.
func at(writers, n int, fn func(int) error) time.Duration {
	start := time.Now()
	var wg sync.WaitGroup
	for i := range writers {
		wg.Go(func() {
			for range n {
				if err := fn(i); err != nil {
					panic(err)
				}
			}
		})
	}
	wg.Wait()
	return time.Since(start)
}

// newPosts makes circles with a thread for each writer, and who writes.
func newPosts(b *testing.B, w *testkit.World, circles, writers int) (threads []string, v *access.Viewer, org string) {
	b.Helper()
	c := w.App.Core
	_, token, err := c.SignUp(b.Context(), core.SignUpInput{Email: schema.NewID("x") + "@example.org", Name: "w", Password: "a long way to walk together"}, "")
	if err != nil {
		b.Fatal(err)
	}
	as := func() context.Context {
		if v, err = c.Authenticate(b.Context(), token); err != nil {
			b.Fatal(err)
		}
		return access.WithViewer(b.Context(), v)
	}
	if org, err = c.CreateOrganization(as(), core.CreateOrganizationInput{Slug: strings.ToLower(strings.ReplaceAll(schema.NewID("x"), "_", "-")), Name: "w"}); err != nil {
		b.Fatal(err)
	}
	for i := range writers {
		var ci string
		if i < circles {
			if ci, err = c.CreateCircle(as(), core.CreateCircleInput{OrganizationID: org, Name: "C"}); err != nil {
				b.Fatal(err)
			}
		} else {
			t, err := c.Ent.Thread.Get(access.System(b.Context()), threads[i%circles])
			if err != nil {
				b.Fatal(err)
			}
			ci = *t.CircleID
		}
		id, err := c.StartThread(as(), core.StartThreadInput{OrganizationID: org, Kind: "DISCUSSION", Title: "T", Body: "1", CircleID: &ci})
		if err != nil {
			b.Fatal(err)
		}
		threads = append(threads, id)
	}
	as()
	return threads, v, org
}

// bareInserts returns an insert of one row that commits by itself, with the server's driver and durability.
func bareInserts(b *testing.B, w *testkit.World) func(body string) error {
	b.Helper()
	db, mark := w.App.Core.DB.SQL(), "$1, $2"
	if w.App.Core.DB.Dialect() != "postgres" {
		var err error
		db, err = sql.Open("sqlite", "file:"+filepath.Join(b.TempDir(), "bare.db")+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=busy_timeout(10000)")
		if err != nil {
			b.Fatal(err)
		}
		db.SetMaxOpenConns(1)
		b.Cleanup(func() { db.Close() })
	}
	if _, err := db.Exec("CREATE TABLE IF NOT EXISTS bare (id text PRIMARY KEY, body text NOT NULL)"); err != nil {
		b.Fatal(err)
	}
	return func(body string) error {
		_, err := db.Exec("INSERT INTO bare (id, body) VALUES ("+mark+")", schema.NewID("bar"), body)
		return err
	}
}
