// Command bench measures what a read costs through the whole product, paired with a hand-written handler on the same
// database: `make bench`. The two take turns in one process; a client in another process sends the requests, so that
// what is counted is the work of the server and of the database. docs/performance.md says how to read the table.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"reflect"
	"runtime"
	"runtime/pprof"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/tongxing/tongxing/access"
	"github.com/tongxing/tongxing/internal/testkit"
	"github.com/tongxing/tongxing/server"
	"github.com/tongxing/tongxing/server/wire"
)

// settings of a run, each from an environment variable.
type settings struct {
	playbooks, organizations, long, requests, rounds, parallel int
	profile                                                    string // file for a CPU profile of the product's turns
	databases                                                  string // "sqlite", "postgres" or both, ""
}

func fromEnvironment() settings {
	number := func(name string, or int) int {
		if n, err := strconv.Atoi(os.Getenv(name)); err == nil && n > 0 {
			return n
		}
		return or
	}
	return settings{
		playbooks: number("TONGXING_BENCH_PLAYBOOKS", 50_000), organizations: number("TONGXING_BENCH_ORGANIZATIONS", 10_000),
		long: number("TONGXING_BENCH_HISTORY", longHistory), requests: number("TONGXING_BENCH_REQUESTS", 150),
		rounds: number("TONGXING_BENCH_ROUNDS", 7), parallel: number("TONGXING_BENCH_PARALLEL", 4),
		profile: os.Getenv("TONGXING_BENCH_PROFILE"), databases: os.Getenv("TONGXING_BENCH_DATABASES"),
	}
}

func main() {
	if os.Getenv("TONGXING_BENCH_CLIENT") != "" {
		_ = send()
		return
	}
	if err := run(context.Background(), os.Stdout, fromEnvironment()); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer, s settings) error {
	slog.SetDefault(slog.New(slog.DiscardHandler))
	server.TuneMemory()
	fmt.Fprintf(out, "%s, %d cores, %d playbooks, %d organizations, histories of %d and %d; median of %d rounds of %d requests, %d at once\n\n",
		runtime.Version(), runtime.GOMAXPROCS(0), s.playbooks, s.organizations, s.long, min(history, s.long), s.rounds, s.requests, s.parallel)
	if s.databases != "postgres" {
		if err := measure(ctx, out, s, "SQLite", "", nil); err != nil {
			return fmt.Errorf("SQLite: %w", err)
		}
	}
	if s.databases != "sqlite" {
		address, stop, err := testkit.StartPostgres()
		if err != nil {
			fmt.Fprintln(out, "PostgreSQL: left out:", err)
		} else {
			defer stop()
			u, err := url.Parse(address)
			if err != nil {
				return err
			}
			if err := measure(ctx, out, s, "PostgreSQL", address, func() []string { return postgresProcesses(u.Port()) }); err != nil {
				return fmt.Errorf("PostgreSQL: %w", err)
			}
		}
	}
	decision(out)
	return nil
}

// target is a handler that listens.
func serve(h http.Handler) (address string, stop func(), err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	srv := wire.NewServer(h)
	go func() { _ = srv.Serve(l) }()
	return "http://" + l.Addr().String() + "/graphql", func() { _ = srv.Close() }, nil
}

func measure(ctx context.Context, out io.Writer, s settings, name, address string, postgres func() []string) (err error) {
	data, err := os.MkdirTemp("", "tongxing-bench")
	if err != nil {
		return err
	}
	if kept := os.Getenv("TONGXING_BENCH_KEEP"); kept != "" {
		data = kept
	} else {
		defer os.RemoveAll(data)
	}
	app, err := server.Open(ctx, server.Config{Data: data, Database: address, RequestsPerSec: 1e9, Introspection: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, app.Close()) }()
	start := time.Now()
	if err := seed(ctx, app.Core.DB, s.playbooks, s.organizations, s.long); err != nil {
		return err
	}
	fmt.Fprintf(out, "%s: seeded in %.0f s\n", name, time.Since(start).Seconds())
	token, err := app.Core.CreateAccessToken(ctx, "bench1@example.org", "bench")
	if err != nil {
		return err
	}
	hand, err := newByHand(app.Core.DB.SQL(), app.Core.DB.Dialect())
	if err != nil {
		return err
	}
	product, stopProduct, err := serve(app.Handler)
	if err != nil {
		return err
	}
	defer stopProduct()
	baseline, stopBaseline, err := serve(hand)
	if err != nil {
		return err
	}
	defer stopBaseline()
	c, err := startClient()
	if err != nil {
		return err
	}
	defer c.end()
	m := meter{c: c, s: s, postgres: postgres}
	fmt.Fprintf(out, "%-52s %12s %12s %8s\n", "", "product", "by hand", "ratio")
	for _, o := range []operation{
		{"list: organization, version, steps, counts; stranger", "List", "", false},
		{"the same, member of an organization", "List", "", true},
		{"the same with the list's own totalCount, member", "ListCounted", "", true},
		{"one organization, members and playbooks; member", "Organization", "bench-1", true},
	} {
		if err := m.pair(out, o, token, product, baseline); err != nil {
			return fmt.Errorf("%s: %w", o.title, err)
		}
	}
	return m.histories(out, token, product)
}

type meter struct {
	c        *client
	s        settings
	postgres func() []string
}

// turn is the CPU time of a request, over the requests of one turn.
func (m *meter) turn(j job) (time.Duration, error) {
	var pids []string
	if m.postgres != nil {
		pids = m.postgres()
	}
	before := cpu(pids)
	if err := m.c.run(j); err != nil {
		return 0, err
	}
	return (cpu(pids) - before) / time.Duration(j.N), nil
}

// pair measures an operation on both, in turns, after it has checked that both say the same.
func (m *meter) pair(out io.Writer, o operation, token, product, baseline string) error {
	j := job{Body: o.body(), N: m.s.requests, Parallel: m.s.parallel}
	if o.member {
		j.Token = token
	}
	a, b := j, j
	a.URL, b.URL = product, baseline
	if err := same(a, b); err != nil {
		return err
	}
	var ours, theirs, ratios []float64
	for i := range m.s.rounds + 1 {
		if m.s.profile != "" {
			f, err := os.Create(fmt.Sprintf("%s.%s", m.s.profile, o.name))
			if err != nil {
				return err
			}
			if err := pprof.StartCPUProfile(f); err != nil {
				return err
			}
		}
		x, err := m.turn(a)
		pprof.StopCPUProfile()
		if err != nil {
			return err
		}
		y, err := m.turn(b)
		if err != nil {
			return err
		}
		if i > 0 { // the first round warms up
			ours, theirs, ratios = append(ours, float64(x)), append(theirs, float64(y)), append(ratios, float64(x)/float64(y))
		}
	}
	fmt.Fprintf(out, "%-52s %9.0f µs %9.0f µs %8.2f\n", o.title, median(ours)/1e3, median(theirs)/1e3, median(ratios))
	return nil
}

// histories compares a page of a long history with one of a short history.
func (m *meter) histories(out io.Writer, token, product string) error {
	var jobs [2]job
	for i := range jobs {
		o := operation{name: "History", slug: fmt.Sprintf("bench-%d", m.s.organizations+1+i)}
		jobs[i] = job{URL: product, Token: token, Body: o.body(), N: m.s.requests, Parallel: m.s.parallel}
	}
	var long, short, ratios []float64
	for i := range m.s.rounds + 1 {
		x, err := m.turn(jobs[0])
		if err != nil {
			return err
		}
		y, err := m.turn(jobs[1])
		if err != nil {
			return err
		}
		if i > 0 {
			long, short, ratios = append(long, float64(x)), append(short, float64(y)), append(ratios, float64(x)/float64(y))
		}
	}
	fmt.Fprintf(out, "%-52s %9.0f µs %9.0f µs %8.2f\n\n", fmt.Sprintf("page of %d rows, against one of %d", m.s.long, min(history, m.s.long)),
		median(long)/1e3, median(short)/1e3, median(ratios))
	return nil
}

// same reports whether both answer alike, but for the cursor, which each makes in its way.
func same(a, b job) error {
	var answers [2]map[string]any
	for i, j := range []job{a, b} {
		text, err := ask(http.DefaultClient, j)
		if err != nil {
			return err
		}
		d := json.NewDecoder(bytes.NewReader(text))
		if err := d.Decode(&answers[i]); err != nil {
			return err
		}
		dropCursors(answers[i])
	}
	if !reflect.DeepEqual(answers[0], answers[1]) {
		x, _ := json.Marshal(answers[0])
		y, _ := json.Marshal(answers[1])
		return fmt.Errorf("the answers differ:\n%.1500s\n%.1500s", x, y)
	}
	return nil
}

func dropCursors(v any) {
	switch v := v.(type) {
	case map[string]any:
		delete(v, "endCursor")
		for _, x := range v {
			dropCursors(x)
		}
	case []any:
		for _, x := range v {
			dropCursors(x)
		}
	}
}

func median(v []float64) float64 {
	v = slices.Clone(v)
	slices.Sort(v)
	return v[len(v)/2]
}

// decision prints what one authorization decision costs.
func decision(out io.Writer) {
	v := &access.Viewer{UserID: "usr_1"}
	for i := range 5 {
		v.Memberships = append(v.Memberships, access.Membership{OrganizationID: fmt.Sprint("org_", i), Role: access.Editor})
	}
	a := access.Action{Noun: "playbook", Verb: "publish"}
	r := testing.Benchmark(func(b *testing.B) {
		for b.Loop() {
			access.Can(v, a, "org_4")
		}
	})
	fmt.Fprintf(out, "one authorization decision: %d ns, %d allocations\n", r.NsPerOp(), r.AllocsPerOp())
}
