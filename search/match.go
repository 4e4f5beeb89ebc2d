package search

import (
	"math"
	"strings"
)

// Matcher finds terms in text, for ranking and highlights. It is for one request, not for several at once: it remembers
// the stems that it has made.
type Matcher struct {
	han     []matched         // substrings
	stems   map[string]int    // stem to term
	words   map[string]int    // word to term, of phrases and of words without a stem
	prefix  string            // beginning of the word that is being typed
	ofTyped int               // its term
	weights []float64         // of terms
	first   map[byte]bool     // first bytes of all words that are looked for
	made    map[string]string // word to stem
}

type matched struct {
	text string
	term int
}

// NewMatcher looks for the terms; weights says what each is worth, 1 for all when nil.
func NewMatcher(terms []Term, weights []float64) *Matcher {
	m := &Matcher{
		stems: map[string]int{}, words: map[string]int{}, ofTyped: -1, weights: weights,
		first: map[byte]bool{}, made: map[string]string{},
	}
	if weights == nil {
		m.weights = make([]float64, len(terms))
		for i := range terms {
			m.weights[i] = 1
		}
	}
	for i, t := range terms {
		m.add(i, t)
	}
	return m
}

func (m *Matcher) add(i int, t Term) {
	word := func(w string) {
		m.words[w] = i
		m.first[w[0]] = true
	}
	stem := func(s string) {
		m.stems[s] = i
		m.first[s[len("s_")]] = true
	}
	switch {
	case len(t.Any) > 0:
		for _, phrase := range t.Any {
			for _, token := range phrase {
				if strings.HasPrefix(token, "s_") && len(token) > 2 {
					stem(token)
				} else {
					m.han = append(m.han, matched{token, i})
				}
			}
		}
	case t.Han != "":
		m.han = append(m.han, matched{t.Han, i})
	case t.Exact || len(t.Words) > 1:
		for _, w := range t.Words {
			word(w)
		}
	default:
		for _, w := range append([]string{t.Words[0]}, t.Others...) {
			word(w)
			stem(Stem(w))
		}
	}
	if t.Prefix && t.Han == "" && len(t.Words) > 0 {
		m.prefix, m.ofTyped = t.Words[len(t.Words)-1], i
		m.first[m.prefix[0]] = true
	}
}

// find calls hit for each occurrence in the run: the term, the runes of the run that it takes, and how good it is.
func (m *Matcher) find(r Run, hit func(term, from, to int, worth float64)) {
	if r.Han {
		for _, h := range m.han {
			for from := 0; ; {
				i := strings.Index(r.Text[from:], h.text)
				if i < 0 {
					break
				}
				begin := len([]rune(r.Text[:from+i]))
				hit(h.term, begin, begin+len([]rune(h.text)), 1)
				from += i + len(h.text)
			}
		}
		return
	}
	if !m.first[r.Text[0]] {
		return
	}
	term, ok := m.words[r.Text]
	if !ok {
		term, ok = m.stems[m.stem(r.Text)]
	}
	if ok {
		hit(term, 0, len(r.at), 1)
	} else if m.prefix != "" && strings.HasPrefix(r.Text, m.prefix) {
		hit(m.ofTyped, 0, len([]rune(m.prefix)), 0.4)
	}
}

func (m *Matcher) stem(word string) string {
	s, ok := m.made[word]
	if !ok {
		s = Stem(cutWord(word))
		m.made[word] = s
	}
	return s
}

// What a title's words are worth beside those of the text, and BM25's saturation and its share of length.
const (
	titleWorth = 8
	saturation = 1.2
	byLength   = 0.6
	usualWords = 600
)

// Score says how well a document fits: BM25 over the terms, with what stands in the title counted for more. body may be
// the text's beginning; words is the whole text's length.
func (m *Matcher) Score(title, body string, words int) float64 {
	in := make([]float64, len(m.weights))
	titleRunes, titleHit := 0, 0
	Runs(title, func(r Run) bool {
		titleRunes += len(r.at)
		m.find(r, func(term, from, to int, worth float64) {
			in[term] += titleWorth * worth
			titleHit += to - from
		})
		return true
	})
	Runs(body, func(r Run) bool {
		m.find(r, func(term, _, _ int, worth float64) { in[term] += worth })
		return true
	})
	norm := saturation * (1 - byLength + byLength*math.Min(float64(words)/usualWords, 8))
	var sum, all, found float64
	for i, n := range in {
		sum += m.weights[i] * n * (saturation + 1) / (n + norm)
		all += m.weights[i]
		if n > 0 {
			found += m.weights[i]
		}
	}
	if all == 0 {
		return 0
	}
	if titleRunes > 0 { // a title that says little besides what was asked for
		sum += all * 0.8 * math.Min(float64(titleHit)/float64(titleRunes), 1)
	}
	return sum * found / all
}
