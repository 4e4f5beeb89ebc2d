package search

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// maxLoose is how many tokens a relaxed query has: the rarest, which say most.
const maxLoose = 8

// Weighed is a token and what it says: the rarer it is, the more.
type Weighed struct {
	Token  string
	Weight float64
}

// Relax makes a query that most of the tokens satisfy: those that nothing has are left out, of the rest about 60 % are
// needed (of eight tokens, no more than five). frequency is in how many of total documents each token is. ok is false
// where nothing is left.
func Relax(tokens []string, frequency map[string]int, total int) (l Loosened, ok bool) {
	var weights []Weighed
	for _, t := range tokens {
		if n := frequency[t]; n > 0 {
			weights = append(weights, Weighed{t, idf(n, total)})
		}
	}
	slices.SortStableFunc(weights, func(a, b Weighed) int { return cmp.Compare(b.Weight, a.Weight) })
	if len(weights) > maxLoose {
		weights = weights[:maxLoose]
	}
	return Loosened{weights, int(math.Ceil(0.6 * float64(len(weights))))}, len(weights) > 0
}

func idf(n, total int) float64 {
	return math.Log(1 + (float64(max(total, n))-float64(n)+0.5)/(float64(n)+0.5))
}

// Loosened is the query that is satisfied by needed of the tokens, in any of the ways to take them: at most 70, for 4 of 8.
type Loosened struct {
	Tokens []Weighed
	Needed int
}

// Terms are the tokens as terms of one token each, for a Matcher.
func (l Loosened) Terms() []Term {
	terms := make([]Term, len(l.Tokens))
	for i, t := range l.Tokens {
		terms[i] = Term{Any: [][]string{{t.Token}}}
	}
	return terms
}

// FTS5 is the query in SQLite's syntax.
func (l Loosened) FTS5() string { return l.expression(`"`, " AND ", " OR ") }

// TSQuery is the query in PostgreSQL's syntax.
func (l Loosened) TSQuery() string { return l.expression("'", "&", "|") }

func (l Loosened) expression(quote, and, or string) string {
	var all []string
	var pick func(from int, chosen []string)
	pick = func(from int, chosen []string) {
		if len(chosen) == l.Needed {
			all = append(all, "("+strings.Join(chosen, and)+")")
			return
		}
		for i := from; len(l.Tokens)-i >= l.Needed-len(chosen); i++ {
			pick(i+1, append(chosen[:len(chosen):len(chosen)], quote+l.Tokens[i].Token+quote))
		}
	}
	pick(0, nil)
	return strings.Join(all, or)
}
