package main

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"entgo.io/ent/dialect"
	"github.com/tongxing/tongxing/database"
)

// Sizes of the seeded world.
const (
	steps       = 6       // of each published version
	longHistory = 100_000 // playbooks of one organization
	history     = 500     // playbooks of another
	members     = 30      // of the organization that is read with its people
)

// seed fills an empty database by a few statements that make rows of a running number: organizations, one of which has
// people, playbooks with a published version each and its steps, and two more organizations with a history.
func seed(ctx context.Context, db *database.DB, playbooks, organizations, long int) error {
	pg := db.Dialect() == dialect.Postgres
	pad := func(prefix, n string) string {
		if pg {
			return fmt.Sprintf("'%s_' || lpad((%s)::text, 26, '0')", prefix, n)
		}
		return fmt.Sprintf("'%s_' || printf('%%026d', %s)", prefix, n)
	}
	at := func(n string) string {
		if pg {
			return fmt.Sprintf("timestamptz '2026-01-01 00:00:00+00' + (%s) * interval '1 second'", n)
		}
		return fmt.Sprintf("datetime('2026-01-01', (%s) || ' seconds') || '+00:00'", n)
	}
	numbers := func(n int, rest string) string {
		return fmt.Sprintf("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) %s", n, rest)
	}
	insert := func(table string, n int, columns map[string]string, from string) string {
		names, values := make([]string, 0, len(columns)), make([]string, 0, len(columns))
		for name, value := range columns {
			names, values = append(names, name), append(values, value)
		}
		selected := fmt.Sprintf("SELECT %s FROM n %s", strings.Join(values, ", "), from)
		if pg {
			return fmt.Sprintf("INSERT INTO %s (%s) %s", table, strings.Join(names, ", "), numbers(n, selected))
		}
		return fmt.Sprintf("INSERT INTO %s (%s) SELECT * FROM (%s)", table, strings.Join(names, ", "), numbers(n, selected))
	}
	org := func(n string) string { return pad("org", n) }
	book := func(first, count int, organization string) []string {
		n := fmt.Sprintf("(i + %d)", first)
		version := map[string]string{
			"id": pad("ver", n), "created_at": at(n), "updated_at": at(n), "playbook_id": pad("pbk", n), "number": "1", "state": "'PUBLISHED'",
			"title": "'走访 ' || " + n, "what": "'Go and see each family before the term begins, and write down what they need. 先走访，再资助。'",
			"evidence_level": "'PROMISING'", "author_id": "'usr_1'", "published_at": at(n),
		}
		step := map[string]string{
			"id": pad("stp", n+"*10+k"), "created_at": at(n), "updated_at": at(n), "version_id": pad("ver", n), "step_key": "'s' || k",
			"position": "k", "title": "'第 ' || k || ' 步'", "body": "'Make a list with the school, agree on a day, take two people.'",
		}
		playbook := map[string]string{
			"id": pad("pbk", n), "created_at": at(n), "updated_at": at(n), "created_by": "'usr_1'", "title": "'走访 ' || " + n,
			"audience": "'PUBLIC'", "language": "'zh'", "latest_number": "1", "organization_id": organization,
		}
		ks := make([]string, steps)
		for k := range ks {
			ks[k] = fmt.Sprintf("SELECT %d AS k", k+1)
		}
		return []string{
			insert("playbooks", count, playbook, ""),
			insert("playbook_versions", count, version, ""),
			fmt.Sprintf("UPDATE playbooks SET latest_version_id = 'ver_' || substr(id, 5) WHERE latest_version_id IS NULL"),
			insert("playbook_steps", count, step, "CROSS JOIN ("+strings.Join(ks, " UNION ALL ")+") ks"),
		}
	}
	statements := []string{
		insert("users", members, map[string]string{
			"id": pad("usr", "i"), "created_at": at("i"), "updated_at": at("i"), "email": "'bench' || i || '@example.org'", "name": "'Person ' || i",
		}, ""),
		insert("organizations", organizations+2, map[string]string{
			"id": org("i"), "created_at": at("i"), "updated_at": at("i"), "slug": "'bench-' || i", "name": "'助学会 ' || i", "region_id": "'reg_510000'",
		}, ""),
		insert("memberships", members, map[string]string{
			"id": pad("mem", "i"), "created_at": at("i"), "updated_at": at("i"), "organization_id": org("1"), "user_id": pad("usr", "i"), "role": "'EDITOR'",
		}, ""),
	}
	statements = append(statements, book(0, playbooks, org(fmt.Sprintf("1 + (i %% %d)", organizations)))...)
	statements = append(statements, book(playbooks, long, org(fmt.Sprint(organizations+1)))...)
	statements = append(statements, book(playbooks+long, min(history, long), org(fmt.Sprint(organizations+2)))...)
	for _, s := range statements {
		err := db.Write(ctx, func(ctx context.Context) error { return db.Exec(ctx, s, []any{}, nil) })
		if err != nil {
			return fmt.Errorf("%.60s…: %w", s, err)
		}
	}
	analyze := "ANALYZE"
	_, err := open(db).ExecContext(ctx, analyze)
	if err != nil && !pg { // the readers' connections of SQLite do not write
		err = db.Write(ctx, func(ctx context.Context) error { return db.Exec(ctx, analyze, []any{}, nil) })
	}
	return err
}

func open(db *database.DB) *sql.DB { return db.SQL() }
