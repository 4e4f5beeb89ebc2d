package search

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// MaxQuery and maxTerms bound a query: characters that are read of it, and words that are looked for.
const (
	MaxQuery = 200
	maxTerms = 12
)

// Term is one thing that is looked for. Its alternatives are joined by OR, what is in one alternative by neighbourhood.
type Term struct {
	Han    string     // a run of characters, "" for words
	Words  []string   // of a phrase; one for a single word
	Prefix bool       // the last word may go on: it is being typed
	Exact  bool       // in quotation marks: no stems
	Others []string   // corrections of a word that nothing has
	Any    [][]string // set by relaxing: tokens, of which one is enough
}

// Query is what is looked for: every term of it.
type Query struct{ Terms []Term }

// Parse reads a query. Words in quotation marks are looked for as they stand and next to each other; otherwise English
// words by their stems, and the last one, while it is being typed, by its beginning; characters by substring.
func Parse(text string) Query {
	if utf8.RuneCountInString(text) > MaxQuery {
		text = string([]rune(text)[:MaxQuery])
	}
	var q Query
	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("\"“”「」『』", r) })
	quoted := strings.IndexAny(text, "\"“”「」『』") == 0
	for i, part := range parts {
		if quoted {
			q.phrase(part)
		} else {
			q.words(part, i == len(parts)-1)
		}
		quoted = !quoted
	}
	q.Terms = slices.CompactFunc(q.Terms, func(a, b Term) bool {
		return a.Han == b.Han && slices.Equal(a.Words, b.Words) && a.Prefix == b.Prefix
	})
	if len(q.Terms) > maxTerms {
		q.Terms = q.Terms[:maxTerms]
	}
	return q
}

func (q *Query) words(text string, last bool) {
	var stopped []Term
	Runs(text, func(r Run) bool {
		if r.Han {
			q.Terms = append(q.Terms, Term{Han: r.Text})
			return true
		}
		t := Term{Words: []string{cutWord(r.Text)}, Prefix: last && r.End == len(text) && len(r.Text) > 1}
		if stopWords[r.Text] {
			stopped = append(stopped, t)
		} else {
			q.Terms = append(q.Terms, t)
		}
		return true
	})
	if len(q.Terms) == 0 { // nothing else was asked for
		q.Terms = stopped
	}
}

func (q *Query) phrase(text string) {
	var words []string
	flush := func() {
		if len(words) > 0 {
			q.Terms = append(q.Terms, Term{Words: words, Exact: true})
			words = nil
		}
	}
	Runs(text, func(r Run) bool {
		if r.Han {
			flush()
			q.Terms = append(q.Terms, Term{Han: r.Text})
		} else {
			words = append(words, cutWord(r.Text))
		}
		return true
	})
	flush()
}

func cutWord(w string) string {
	if len(w) > maxWord {
		return strings.ToValidUTF8(w[:maxWord], "")
	}
	return w
}

// tokens are the alternatives of the term, each a phrase of tokens; prefix says that the last token of the last
// alternative may go on.
func (t Term) tokens() (alternatives [][]string, prefix bool) {
	switch {
	case len(t.Any) > 0:
		return t.Any, t.Prefix
	case t.Han != "" && utf8.RuneCountInString(t.Han) == 1:
		return [][]string{{t.Han}}, true
	case t.Han != "":
		return [][]string{pairs(nil, t.Han, false)}, false
	case t.Exact || len(t.Words) > 1:
		return [][]string{t.Words}, t.Prefix
	}
	word := t.Words[0]
	alternatives = [][]string{{Stem(word)}}
	for _, o := range t.Others {
		alternatives = append(alternatives, []string{Stem(o)})
	}
	if stopWords[word] {
		alternatives = nil
	}
	return append(alternatives, []string{word}), t.Prefix
}

// FTS5 is the query in SQLite's syntax (sqlite.org/fts5.html, section 3): tokens quoted, so that none is an operator.
func (q Query) FTS5() string {
	terms := make([]string, len(q.Terms))
	for i, t := range q.Terms {
		alternatives, prefix := t.tokens()
		or := make([]string, len(alternatives))
		for j, a := range alternatives {
			or[j] = `"` + strings.Join(a, " ") + `"`
			if prefix && j == len(alternatives)-1 {
				or[j] += "*"
			}
		}
		terms[i] = "(" + strings.Join(or, " OR ") + ")"
	}
	return strings.Join(terms, " AND ")
}

// TSQuery is the query in PostgreSQL's syntax. Phrases are only joined by AND there: Phrases has what remains to check.
func (q Query) TSQuery() string {
	terms := make([]string, len(q.Terms))
	for i, t := range q.Terms {
		alternatives, prefix := t.tokens()
		or := make([]string, len(alternatives))
		for j, a := range alternatives {
			and := make([]string, len(a))
			for k, token := range a {
				and[k] = "'" + token + "'"
			}
			if prefix && j == len(alternatives)-1 {
				and[len(and)-1] += ":*"
			}
			or[j] = strings.Join(and, "&")
		}
		terms[i] = "(" + strings.Join(or, "|") + ")"
	}
	return strings.Join(terms, "&")
}

// Phrases are the substrings of the folded text that every hit has, for those terms that are more than one token.
func (q Query) Phrases() (substrings []string) {
	for _, t := range q.Terms {
		switch {
		case len(t.Any) > 0:
		case t.Han != "" && utf8.RuneCountInString(t.Han) > 2:
			substrings = append(substrings, t.Han)
		case len(t.Words) > 1:
			substrings = append(substrings, " "+strings.Join(t.Words, " ")+map[bool]string{true: "", false: " "}[t.Prefix])
		}
	}
	return substrings
}

// Loose are the single tokens of the query, for relaxing it: stems of words, pairs of characters between function words.
// There are none where something is in quotation marks: who writes them means it.
func (q Query) Loose() (tokens []string) {
	for _, t := range q.Terms {
		switch {
		case t.Exact:
			return nil
		case t.Han != "":
			for _, part := range content(t.Han) {
				tokens = pairs(tokens, part, len([]rune(part)) == 1)
			}
		default:
			for _, w := range append([]string{t.Words[0]}, t.Others...) {
				tokens = append(tokens, Stem(w))
			}
		}
	}
	slices.Sort(tokens)
	return slices.Compact(tokens)
}
