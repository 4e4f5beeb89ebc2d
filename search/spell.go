package search

import (
	"strings"
	"unicode/utf8"
)

// Bounds of words whose typing errors are mended: in shorter ones nearly every letter makes another word.
const (
	minMended = 4
	maxMended = 30
)

// Names are the words of a name that may be mistyped: folded, none of characters (those are found by pairs).
func Names(name string) (words []string) {
	Runs(name, func(r Run) bool {
		if n := utf8.RuneCountInString(r.Text); !r.Han && n >= minMended && n <= maxMended && !stopWords[r.Text] {
			words = append(words, r.Text)
		}
		return true
	})
	return words
}

// Left are the word and what is left of it when any one letter is taken away. Two words of which one comes from the other
// by one letter added, dropped, changed or exchanged with its neighbour have one of these in common.
func Left(word string) []string {
	letters := []rune(word)
	seen := map[string]bool{word: true}
	out := []string{word}
	for i := range letters {
		l := string(letters[:i]) + string(letters[i+1:])
		if !seen[l] {
			seen[l] = true
			out = append(out, l)
		}
	}
	return out
}

// Near reports whether one typing error lies between the words; two are forgiven from eight letters on.
func Near(a, b string) bool {
	d := distance([]rune(a), []rune(b))
	return d <= 1 || d == 2 && utf8.RuneCountInString(a) >= 8
}

// distance is the number of letters added, dropped, changed or exchanged with their neighbour (optimal string alignment).
func distance(a, b []rune) int {
	before, prev, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(prev[j]+1, row[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, prev, row = prev, row, before
	}
	return prev[len(b)]
}

// Plain are the words of the query that may be mistyped.
func (q Query) Plain() (words []string) {
	for _, t := range q.Terms {
		if t.Han == "" && !t.Exact && len(t.Words) == 1 {
			words = append(words, Names(t.Words[0])...)
		}
	}
	return words
}

// Mend adds to each word of the query those of the known words that are near it. ok is false where none is.
func (q Query) Mend(known []string) (mended Query, ok bool) {
	for _, t := range q.Terms {
		if t.Han == "" && !t.Exact && len(t.Words) == 1 && len(Names(t.Words[0])) == 1 {
			for _, w := range known {
				if w != t.Words[0] && len(t.Others) < 5 && Near(w, t.Words[0]) {
					t.Others = append(t.Others, w)
					ok = true
				}
			}
		}
		mended.Terms = append(mended.Terms, t)
	}
	return mended, ok
}

// String is the query as somebody could have typed it, with the first correction of each word.
func (q Query) String() string {
	var parts []string
	for _, t := range q.Terms {
		switch {
		case t.Han != "":
			parts = append(parts, t.Han)
		case len(t.Others) > 0:
			parts = append(parts, t.Others[0])
		case t.Exact:
			parts = append(parts, `"`+strings.Join(t.Words, " ")+`"`)
		default:
			parts = append(parts, strings.Join(t.Words, " "))
		}
	}
	return strings.Join(parts, " ")
}
