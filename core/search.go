package core

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"entgo.io/ent/dialect/sql"
	"github.com/tongxing/tongxing/access"
	"github.com/tongxing/tongxing/ent"
	"github.com/tongxing/tongxing/ent/searchdocument"
	"github.com/tongxing/tongxing/reference"
	"github.com/tongxing/tongxing/search"
)

// SearchInput is what is looked for, and where.
type SearchInput struct {
	Query  string
	Kinds  []string // of documents; none for all but steps, which are found in their playbooks
	Filter *SearchFilter
	Offset int
	First  int
	Facets bool // whether they are wanted: they cost some
}

// SearchFilter restricts what is found.
type SearchFilter struct {
	RegionID, CauseID, Language, OrganizationID *string
}

// Found is what a search found: one page.
type Found struct {
	Hits      []FoundHit
	Total     int
	Facets    FoundFacets
	Corrected string // the query that was searched instead of one that finds nothing; "" if none was
	Relaxed   bool   // the hits have most of what was asked for
}

// FoundHit is one document that fits.
type FoundHit struct {
	SubjectID, Kind string
	Title, Snippet  []search.Fragment
	document        int64
	score           float64
}

// FoundFacets are how many there are of each, the most frequent first.
type FoundFacets struct{ Kinds, Causes, Regions, Languages []Facet }

// Facet is one value and how many of what was found have it.
type Facet struct {
	Value string
	Count int
}

const (
	// pool is how many hits are ranked by their text; what comes after them is in the order of time, newest first.
	pool = 200
	// few is below how many hits a query is relaxed.
	few = 10
	// rankedText is how many characters of a text are read for ranking.
	rankedText = 6000
	// snippetWidth is in characters.
	snippetWidth = 160
)

var usualKinds = []string{"PLAYBOOK", "ORGANIZATION"}

// Search finds documents by words, of those that the viewer may see; counts too. It takes at most ten statements.
func (c *Core) Search(ctx context.Context, in SearchInput) (*Found, error) {
	q := search.Parse(in.Query)
	if len(in.Kinds) == 0 {
		in.Kinds = usualKinds
	}
	f := &Found{}
	if len(q.Terms) == 0 {
		return f, nil
	}
	p := c.strictly(q)
	if err := c.tally(ctx, p, in, f); err != nil {
		return nil, err
	}
	if f.Total == 0 {
		corrected, ok, err := c.mend(ctx, q)
		if err != nil {
			return nil, err
		}
		if ok {
			q, p = corrected, c.strictly(corrected)
			if err := c.tally(ctx, p, in, f); err != nil {
				return nil, err
			}
			if f.Total > 0 {
				f.Corrected = corrected.String()
			}
		}
	}
	if f.Total < few {
		loose, ok, err := c.loosely(ctx, q)
		if err != nil {
			return nil, err
		}
		more := *f
		if ok {
			if err := c.tally(ctx, loose, in, &more); err != nil {
				return nil, err
			}
		}
		if more.Total > f.Total {
			more.Relaxed = true
			f, p = &more, loose
		}
	}
	return f, c.page(ctx, p, in, f)
}

// plan is a query in the database's words.
type plan struct {
	expression string
	phrases    []string // PostgreSQL only: what the folded text must have
	matcher    *search.Matcher
	weights    []search.Weighed // of a relaxed query's tokens
	sqlite     bool
}

func (c *Core) strictly(q search.Query) plan {
	p := plan{matcher: search.NewMatcher(q.Terms, nil), sqlite: c.DB.Dialect() != "postgres"}
	if p.sqlite {
		p.expression = q.FTS5()
	} else {
		p.expression, p.phrases = q.TSQuery(), q.Phrases()
	}
	return p
}

// loosely makes a plan that most of the query's tokens satisfy.
func (c *Core) loosely(ctx context.Context, q search.Query) (plan, bool, error) {
	tokens := q.Loose()
	if len(tokens) < 2 {
		return plan{}, false, nil
	}
	frequency, total, err := c.frequencies(ctx, tokens)
	if err != nil {
		return plan{}, false, err
	}
	l, ok := search.Relax(tokens, frequency, total)
	if !ok {
		return plan{}, false, nil
	}
	weights := make([]float64, len(l.Tokens))
	for i, t := range l.Tokens {
		weights[i] = t.Weight
	}
	p := plan{matcher: search.NewMatcher(l.Terms(), weights), weights: l.Tokens, sqlite: c.DB.Dialect() != "postgres"}
	if p.sqlite {
		p.expression = l.FTS5()
	} else {
		p.expression = l.TSQuery()
	}
	return p, true, nil
}

// frequencies are in how many documents each token is, of how many.
func (c *Core) frequencies(ctx context.Context, tokens []string) (map[string]int, int, error) {
	out := make(map[string]int, len(tokens)+1)
	b := &sql.Builder{}
	b.SetDialect(c.DB.Dialect())
	if c.DB.Dialect() == "postgres" {
		for _, t := range tokens {
			b.WriteString("SELECT ").Arg(t).WriteString("::text AS term, (SELECT count(*) FROM search_index WHERE body @@ ").
				Arg("'" + t + "'").WriteString("::tsquery) AS n UNION ALL ")
		}
	} else {
		b.WriteString("SELECT term, doc FROM search_vocabulary WHERE term IN (")
		for i, t := range tokens {
			if i > 0 {
				b.Comma()
			}
			b.Arg(t)
		}
		b.WriteString(") UNION ALL ")
	}
	b.WriteString("SELECT '', coalesce(max(id), 0) FROM search_documents")
	query, args := b.String(), []any{}
	_, args = b.Query()
	err := c.each(ctx, query, args, func(r *sql.Rows) error {
		var term string
		var n int
		err := r.Scan(&term, &n)
		out[term] = n
		return err
	})
	return out, out[""], err
}

// each runs a statement and calls scan for each row.
func (c *Core) each(ctx context.Context, query string, args []any, scan func(*sql.Rows) error) error {
	rows := &sql.Rows{}
	if err := c.DB.Query(ctx, query, args, rows); err != nil {
		return fmt.Errorf("search: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return fmt.Errorf("search: %w", err)
		}
	}
	return rows.Err()
}

// documents selects the rows of what fits the plan and the filter, of those that the viewer may see.
func (c *Core) documents(ctx context.Context, p plan, in SearchInput, titles bool) *sql.Selector {
	s := sql.Dialect(c.DB.Dialect()).Select().From(sql.Table(searchdocument.Table).As("d"))
	s.Where(sql.P(func(b *sql.Builder) {
		b.Ident(s.C(searchdocument.FieldID))
		cause := ""
		if in.Filter != nil && in.Filter.CauseID != nil {
			cause = causeToken(strings.TrimPrefix(*in.Filter.CauseID, "cau_"))
			if !isSlug(strings.ReplaceAll(strings.TrimPrefix(cause, "c_"), "_", "-")) {
				cause = "c_"
			}
		}
		if p.sqlite {
			match := "(" + p.expression + ")"
			if titles {
				match = "{title} : " + match
			}
			if cause != "" {
				match += ` AND {tags} : "` + cause + `"`
			}
			b.WriteString(" IN (SELECT rowid FROM search_index WHERE search_index MATCH ").Arg(match).WriteString(")")
			return
		}
		match := "(" + p.expression + ")"
		if cause != "" {
			match += "&'" + cause + "'"
		}
		b.WriteString(" IN (SELECT document_id FROM search_index WHERE body @@ ").Arg(match).WriteString("::tsquery")
		if titles {
			b.WriteString(" AND title @@ ").Arg(p.expression).WriteString("::tsquery")
		}
		for _, phrase := range p.phrases {
			b.WriteString(" AND folded LIKE ").Arg("%" + phrase + "%")
		}
		b.WriteString(")")
	}))
	access.Visible(ctx, ent.TypeSearchDocument, s)
	if f := in.Filter; f != nil {
		if f.Language != nil {
			s.Where(sql.Or(sql.EQ(s.C(searchdocument.FieldLanguage), *f.Language), sql.HasPrefix(s.C(searchdocument.FieldLanguage), *f.Language+"-")))
		}
		if f.OrganizationID != nil {
			s.Where(sql.EQ(s.C(searchdocument.FieldOrganizationID), *f.OrganizationID))
		}
		if f.RegionID != nil {
			s.Where(within(s.C(searchdocument.FieldRegionPath), *f.RegionID))
		}
	}
	return s
}

// within restricts a column of region paths to a region and what is below it.
func within(column, regionID string) *sql.Predicate {
	any := sql.False()
	prefixes, err := reference.Subtree(strings.TrimPrefix(regionID, "reg_"))
	if err != nil {
		return any
	}
	for _, p := range prefixes {
		any = sql.Or(any, sql.EQ(column, p), sql.And(sql.GTE(column, p+"/"), sql.LT(column, p+"0")))
	}
	return any
}

// tally counts what fits, by kind, and by the other facets when they are wanted: in one statement.
func (c *Core) tally(ctx context.Context, p plan, in SearchInput, f *Found) error {
	s := c.documents(ctx, p, in, false)
	columns := []string{s.C(searchdocument.FieldKind)}
	if in.Facets {
		columns = append(columns, s.C(searchdocument.FieldCauses), s.C(searchdocument.FieldRegionID), s.C(searchdocument.FieldLanguage))
	} else {
		kinds := make([]any, len(in.Kinds))
		for i, k := range in.Kinds {
			kinds[i] = k
		}
		s.Where(sql.In(s.C(searchdocument.FieldKind), kinds...))
	}
	query, args := s.Select(append(columns, sql.Count("*"))...).GroupBy(columns...).Query()
	counts := [4]map[string]int{{}, {}, {}, {}}
	f.Total = 0
	err := c.each(ctx, query, args, func(r *sql.Rows) error {
		var kind, causes, region, language string
		var n int
		into := []any{&kind, &causes, &region, &language, &n}
		if !in.Facets {
			into = []any{&kind, &n}
		}
		if err := r.Scan(into...); err != nil {
			return err
		}
		counts[0][kind] += n
		if !slices.Contains(in.Kinds, kind) {
			return nil
		}
		f.Total += n
		for _, cause := range strings.Fields(causes) {
			counts[1][cause] += n
		}
		counts[2][region] += n
		counts[3][language] += n
		return nil
	})
	if in.Facets {
		f.Facets = FoundFacets{facets(counts[0]), facets(counts[1]), facets(counts[2]), facets(counts[3])}
	}
	return err
}

// facets are the twenty most frequent values.
func facets(counts map[string]int) []Facet {
	delete(counts, "")
	out := make([]Facet, 0, len(counts))
	for v, n := range counts {
		out = append(out, Facet{v, n})
	}
	slices.SortFunc(out, func(a, b Facet) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Value, b.Value))
	})
	return out[:min(len(out), 20)]
}

// page fills in the hits from the offset on: the pool by score, the rest by time.
func (c *Core) page(ctx context.Context, p plan, in SearchInput, f *Found) error {
	if f.Total == 0 {
		return nil
	}
	ranked, err := c.rank(ctx, p, in, f.Total)
	if err != nil {
		return err
	}
	ids := make([]int64, 0, in.First)
	for i := in.Offset; i < min(in.Offset+in.First, len(ranked)); i++ {
		ids = append(ids, ranked[i].document)
	}
	if rest := in.First - len(ids); rest > 0 && f.Total > len(ranked) {
		s := c.ofKinds(ctx, p, in, false)
		known := make([]any, len(ranked))
		for i := range ranked {
			known[i] = ranked[i].document
		}
		s.Where(sql.NotIn(s.C(searchdocument.FieldID), known...)).OrderBy(sql.Desc(s.C(searchdocument.FieldID))).
			Limit(rest).Offset(max(0, in.Offset-len(ranked)))
		query, args := s.Select(s.C(searchdocument.FieldID)).Query()
		err := c.each(ctx, query, args, func(r *sql.Rows) error {
			var id int64
			err := r.Scan(&id)
			ids = append(ids, id)
			return err
		})
		if err != nil {
			return err
		}
	}
	return c.show(ctx, p, ids, f)
}

func (c *Core) ofKinds(ctx context.Context, p plan, in SearchInput, titles bool) *sql.Selector {
	s := c.documents(ctx, p, in, titles)
	kinds := make([]any, len(in.Kinds))
	for i, k := range in.Kinds {
		kinds[i] = k
	}
	return s.Where(sql.In(s.C(searchdocument.FieldKind), kinds...))
}

// rank orders the pool by its text: hits in titles first come into it, then the most telling ones of a relaxed query,
// then the newest.
func (c *Core) rank(ctx context.Context, p plan, in SearchInput, total int) ([]FoundHit, error) {
	seen := make(map[int64]bool, pool)
	var ids []any
	take := func(s *sql.Selector, limit int) error {
		query, args := s.Select(s.C(searchdocument.FieldID)).Limit(limit).Query()
		return c.each(ctx, query, args, func(r *sql.Rows) error {
			var id int64
			if err := r.Scan(&id); err != nil {
				return err
			}
			if !seen[id] && len(ids) < pool {
				seen[id] = true
				ids = append(ids, id)
			}
			return nil
		})
	}
	if total > pool {
		s := c.ofKinds(ctx, p, in, true)
		if err := take(s.OrderBy(sql.Desc(s.C(searchdocument.FieldID))), pool); err != nil {
			return nil, err
		}
	}
	s := c.ofKinds(ctx, p, in, false)
	if len(p.weights) > 0 && total > pool {
		s.OrderExpr(telling(p))
	} else {
		s.OrderBy(sql.Desc(s.C(searchdocument.FieldID)))
	}
	if err := take(s, pool); err != nil {
		return nil, err
	}
	t := sql.Dialect(c.DB.Dialect())
	d, x := t.Table(searchdocument.Table).As("d"), t.Table("search_texts").As("x")
	read := t.Select(d.C("id"), d.C("words"), x.C("title")).AppendSelectExpr(sql.Expr(fmt.Sprintf("substr(x.body, 1, %d)", rankedText))).
		From(d).Join(x).On(d.C("id"), x.C("id")).Where(sql.In(d.C("id"), ids...))
	query, args := read.Query()
	var hits []FoundHit
	err := c.each(ctx, query, args, func(r *sql.Rows) error {
		var h FoundHit
		var words int
		var title, body string
		if err := r.Scan(&h.document, &words, &title, &body); err != nil {
			return err
		}
		h.score = p.matcher.Score(title, body, words)
		hits = append(hits, h)
		return nil
	})
	slices.SortFunc(hits, func(a, b FoundHit) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(b.document, a.document))
	})
	return hits, err
}

// telling orders by how much the tokens say that a document has.
func telling(p plan) sql.Querier {
	return sql.ExprFunc(func(b *sql.Builder) {
		if p.sqlite {
			b.WriteString("(SELECT rank FROM search_index WHERE search_index MATCH ").Arg(p.expression).WriteString(" AND rowid = d.id)")
			return
		}
		b.WriteString("(SELECT ")
		for i, w := range p.weights {
			if i > 0 {
				b.WriteString(" + ")
			}
			b.WriteString(fmt.Sprintf("%f * (body @@ ", w.Weight)).Arg("'" + w.Token + "'").WriteString("::tsquery)::int")
		}
		b.WriteString(" FROM search_index WHERE document_id = d.id) DESC")
	})
}

// show reads the texts of the page and marks what was looked for.
func (c *Core) show(ctx context.Context, p plan, ids []int64, f *Found) error {
	if len(ids) == 0 {
		return nil
	}
	t := sql.Dialect(c.DB.Dialect())
	d, x := t.Table(searchdocument.Table).As("d"), t.Table("search_texts").As("x")
	list := make([]any, len(ids))
	for i, id := range ids {
		list[i] = id
	}
	query, args := t.Select(d.C("id"), d.C("subject_id"), d.C("kind"), x.C("title"), x.C("body")).
		From(d).Join(x).On(d.C("id"), x.C("id")).Where(sql.In(d.C("id"), list...)).Query()
	found := make(map[int64]FoundHit, len(ids))
	err := c.each(ctx, query, args, func(r *sql.Rows) error {
		var h FoundHit
		var title, body string
		if err := r.Scan(&h.document, &h.SubjectID, &h.Kind, &title, &body); err != nil {
			return err
		}
		h.Title, h.Snippet = p.matcher.Highlight(title), p.matcher.Snippet(body, snippetWidth)
		found[h.document] = h
		return nil
	})
	for _, id := range ids {
		if h, ok := found[id]; ok {
			f.Hits = append(f.Hits, h)
		}
	}
	return err
}

// mend replaces words that nothing has by words of names that are one typing error away.
func (c *Core) mend(ctx context.Context, q search.Query) (search.Query, bool, error) {
	var lefts []any
	for _, w := range q.Plain() {
		for _, l := range search.Left(w) {
			lefts = append(lefts, l)
		}
	}
	if len(lefts) == 0 {
		return q, false, nil
	}
	s := sql.Dialect(c.DB.Dialect()).Select("word").Distinct().From(sql.Table("search_names")).Where(sql.In("left", lefts...))
	query, args := s.Limit(500).Query()
	var words []string
	err := c.each(ctx, query, args, func(r *sql.Rows) error {
		var w string
		err := r.Scan(&w)
		words = append(words, w)
		return err
	})
	if err != nil {
		return q, false, err
	}
	mended, ok := q.Mend(words)
	return mended, ok, nil
}

// InvalidCursor is the refusal of a cursor that search did not make.
func InvalidCursor() error { return refuse(CodeInvalid, "after", "err.cursor") }
