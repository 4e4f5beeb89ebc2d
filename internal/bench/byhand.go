package main

import (
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"entgo.io/ent/dialect"
)

// byHand answers the operations that are measured with the fewest statements and no library: what the product is
// compared with. It uses the same pool of connections, and knows the viewer by one read.
type byHand struct {
	session, list, steps, count, organization, people, books *sql.Stmt
}

var byHandBuffers = sync.Pool{New: func() any { return new([]byte) }}

func newByHand(db *sql.DB, kind string) (*byHand, error) {
	dollar := func(q string) string {
		if kind != dialect.Postgres {
			return q
		}
		for n := 1; strings.Contains(q, "?"); n++ {
			q = strings.Replace(q, "?", "$"+strconv.Itoa(n), 1)
		}
		return q
	}
	marks := strings.TrimSuffix(strings.Repeat("?,", pageSize), ",")
	const seen = `(p.audience IN ('PUBLIC','NETWORK') AND p.latest_number > 0 OR p.organization_id = ?)`
	h := &byHand{}
	for stmt, q := range map[**sql.Stmt]string{
		&h.session: `SELECT m.organization_id FROM sessions s JOIN users u ON u.id = s.user_id LEFT JOIN memberships m ON m.user_id = u.id AND m.status = 'ACTIVE'
			WHERE s.token_hash = ? AND s.revoked_at IS NULL AND u.closed_at IS NULL AND s.expires_at > ?`,
		&h.list: `SELECT p.id, p.title, p.audience, p.latest_number, p.created_at, o.id, o.name, v.id, v.number, v.evidence_level
			FROM (SELECT * FROM playbooks p WHERE ` + seen + ` ORDER BY p.created_at DESC, p.id DESC LIMIT ?) p
			JOIN organizations o ON o.id = p.organization_id LEFT JOIN playbook_versions v ON v.id = p.latest_version_id ORDER BY p.created_at DESC, p.id DESC`,
		&h.steps:        `SELECT version_id, id, step_key, title, importance FROM playbook_steps WHERE version_id IN (` + marks + `) ORDER BY version_id, position`,
		&h.count:        `SELECT count(*) FROM playbooks p WHERE ` + seen,
		&h.organization: `SELECT o.id, o.name, o.mission, r.name_en FROM organizations o LEFT JOIN regions r ON r.id = o.region_id WHERE o.slug = ?`,
		&h.people: `SELECT m.id, m.role, u.id, u.name, count(*) OVER () FROM memberships m JOIN users u ON u.id = m.user_id
			WHERE m.organization_id = ? ORDER BY m.id LIMIT ?`,
		&h.books: `SELECT p.id, p.title, p.latest_number, p.created_at FROM playbooks p WHERE p.organization_id = ? AND ` + seen + ` ORDER BY p.created_at DESC, p.id DESC LIMIT ?`,
	} {
		s, err := db.Prepare(dollar(q))
		if err != nil {
			return nil, err
		}
		*stmt = s
	}
	return h, nil
}

func (h *byHand) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var asked struct {
		OperationName string
		Variables     struct{ Slug string }
	}
	if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	out := byHandBuffers.Get().(*[]byte)
	defer byHandBuffers.Put(out)
	b, err := h.answer((*out)[:0], r, asked.OperationName, asked.Variables.Slug)
	*out = b
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(b)))
	_, _ = w.Write(b)
}

func (h *byHand) answer(b []byte, r *http.Request, operation, slug string) ([]byte, error) {
	own := ""
	if token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		hash := sha256.Sum256([]byte(token))
		if err := h.session.QueryRowContext(r.Context(), hash[:], time.Now().UTC()).Scan(&own); err != nil {
			return b, err
		}
	}
	b = append(b, `{"data":{`...)
	var err error
	switch operation {
	case "List", "ListCounted":
		b = append(b, `"playbooks":{`...)
		if operation == "ListCounted" {
			var n int64
			if err := h.count.QueryRowContext(r.Context(), own).Scan(&n); err != nil {
				return b, err
			}
			b = append(strconv.AppendInt(append(b, `"totalCount":`...), n, 10), ',')
		}
		b, err = h.appendList(b, r, own)
	default:
		b, err = h.appendOrganization(b, r, operation, slug, own)
	}
	return append(b, "}}"...), err
}

type listed struct {
	id, title, audience, org, orgName, version, evidence string
	latest, number                                       int64
	created                                              time.Time
}

func (h *byHand) appendList(b []byte, r *http.Request, own string) ([]byte, error) {
	rows, err := h.list.QueryContext(r.Context(), own, pageSize+1)
	if err != nil {
		return b, err
	}
	defer rows.Close()
	page := make([]listed, 0, pageSize+1)
	for rows.Next() {
		var l listed
		if err := rows.Scan(&l.id, &l.title, &l.audience, &l.latest, &l.created, &l.org, &l.orgName, &l.version, &l.number, &l.evidence); err != nil {
			return b, err
		}
		page = append(page, l)
	}
	if err := rows.Err(); err != nil {
		return b, err
	}
	more := len(page) > pageSize
	page = page[:min(len(page), pageSize)]
	args := make([]any, 0, pageSize)
	for _, l := range page {
		args = append(args, l.version)
	}
	for len(args) < pageSize {
		args = append(args, "")
	}
	type step struct{ id, key, title, importance string }
	type group struct {
		total int64
		steps []step
	}
	groups := make(map[string]*group, pageSize)
	stepRows, err := h.steps.QueryContext(r.Context(), args...)
	if err != nil {
		return b, err
	}
	defer stepRows.Close()
	for stepRows.Next() {
		var version string
		var s step
		if err := stepRows.Scan(&version, &s.id, &s.key, &s.title, &s.importance); err != nil {
			return b, err
		}
		g := groups[version]
		if g == nil {
			g = &group{steps: make([]step, 0, stepsPage)}
			groups[version] = g
		}
		if g.total++; g.total <= stepsPage {
			g.steps = append(g.steps, s)
		}
	}
	if err := stepRows.Err(); err != nil {
		return b, err
	}
	b = append(b, `"pageInfo":{"hasNextPage":`...)
	b = strconv.AppendBool(b, more)
	if len(page) > 0 {
		b = append(b, `,"endCursor":"`...)
		b = base64.RawStdEncoding.AppendEncode(b, []byte(page[len(page)-1].id))
		b = append(b, '"')
	}
	b = append(b, `},"nodes":[`...)
	for i, l := range page {
		if i > 0 {
			b = append(b, ',')
		}
		b = text(b, `{"id":`, l.id)
		b = text(b, `,"title":`, l.title)
		b = text(b, `,"audience":`, l.audience)
		b = strconv.AppendInt(append(b, `,"latestNumber":`...), l.latest, 10)
		b = text(b, `,"createdAt":`, l.created.UTC().Format(time.RFC3339Nano))
		b = text(b, `,"organization":{"id":`, l.org)
		b = text(b, `,"name":`, l.orgName)
		b = text(b, `},"latestVersion":{"id":`, l.version)
		b = strconv.AppendInt(append(b, `,"number":`...), l.number, 10)
		b = text(b, `,"evidenceLevel":`, l.evidence)
		g := groups[l.version]
		b = strconv.AppendInt(append(b, `,"steps":{"totalCount":`...), g.total, 10)
		b = append(b, `,"nodes":[`...)
		for j, s := range g.steps {
			if j > 0 {
				b = append(b, ',')
			}
			b = text(b, `{"id":`, s.id)
			b = text(b, `,"stepKey":`, s.key)
			b = text(b, `,"title":`, s.title)
			b = append(text(b, `,"importance":`, s.importance), '}')
		}
		b = append(b, "]}}}"...)
	}
	return append(b, "]}"...), nil
}

func (h *byHand) appendOrganization(b []byte, r *http.Request, operation, slug, own string) ([]byte, error) {
	var id, name, mission, region string
	if err := h.organization.QueryRowContext(r.Context(), slug).Scan(&id, &name, &mission, &region); err != nil {
		return b, err
	}
	b = text(b, `"organization":{"id":`, id)
	b = text(b, `,"name":`, name)
	if operation == "Organization" {
		b = text(b, `,"mission":`, mission)
		b = text(b, `,"region":{"nameEn":`, region)
		people, err := h.people.QueryContext(r.Context(), id, peoplePage)
		if err != nil {
			return b, err
		}
		defer people.Close()
		var nodes []byte
		var total int64
		for people.Next() {
			var mid, role, uid, uname string
			if err := people.Scan(&mid, &role, &uid, &uname, &total); err != nil {
				return b, err
			}
			if nodes != nil {
				nodes = append(nodes, ',')
			}
			nodes = text(nodes, `{"id":`, mid)
			nodes = text(nodes, `,"role":`, role)
			nodes = text(nodes, `,"user":{"id":`, uid)
			nodes = append(text(nodes, `,"name":`, uname), "}}"...)
		}
		if err := people.Err(); err != nil {
			return b, err
		}
		b = strconv.AppendInt(append(b, `},"memberships":{"totalCount":`...), total, 10)
		b = append(append(append(b, `,"nodes":[`...), nodes...), "]}"...)
	}
	rows, err := h.books.QueryContext(r.Context(), id, own, pageSize+1)
	if err != nil {
		return b, err
	}
	defer rows.Close()
	b = append(b, `,"playbooks":{"nodes":[`...)
	n, last := 0, ""
	for rows.Next() {
		var pid, title string
		var latest int64
		var created time.Time
		if err := rows.Scan(&pid, &title, &latest, &created); err != nil {
			return b, err
		}
		if n++; n > pageSize {
			continue
		}
		if n > 1 {
			b = append(b, ',')
		}
		last = pid
		b = text(b, `{"id":`, pid)
		b = text(b, `,"title":`, title)
		b = strconv.AppendInt(append(b, `,"latestNumber":`...), latest, 10)
		b = append(text(b, `,"createdAt":`, created.UTC().Format(time.RFC3339Nano)), '}')
	}
	b = append(b, `],"pageInfo":{"hasNextPage":`...)
	b = strconv.AppendBool(b, n > pageSize)
	b = append(b, `,"endCursor":"`...)
	b = base64.RawStdEncoding.AppendEncode(b, []byte(last))
	return append(b, `"}}}`...), rows.Err()
}

// text appends a name and a text; the seeded texts need no escapes but these.
func text(b []byte, name, s string) []byte {
	b = append(append(b, name...), '"')
	for i := 0; i < len(s); i++ {
		if s[i] == '"' || s[i] == '\\' {
			b = append(b, '\\')
		}
		b = append(b, s[i])
	}
	return append(b, '"')
}
