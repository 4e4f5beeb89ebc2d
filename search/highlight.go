package search

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// Fragment is a piece of text, and whether it is what was looked for.
type Fragment struct {
	Text    string
	Matched bool
}

type span struct{ from, to, term int }

// spans are where the terms are in the text, in order, overlapping ones merged.
func (m *Matcher) spans(text string, most int) []span {
	var all []span
	Runs(text, func(r Run) bool {
		m.find(r, func(term, from, to int, _ float64) {
			end := r.End
			if to < len(r.at) {
				end = r.at[to]
			}
			all = append(all, span{r.at[from], end, term})
		})
		return len(all) < most
	})
	sort.Slice(all, func(i, j int) bool { return all[i].from < all[j].from })
	merged := all[:0]
	for _, s := range all {
		if n := len(merged); n > 0 && s.from <= merged[n-1].to {
			merged[n-1].to = max(merged[n-1].to, s.to)
			continue
		}
		merged = append(merged, s)
	}
	return merged
}

// Highlight is the whole text with what was looked for marked.
func (m *Matcher) Highlight(text string) []Fragment {
	return fragments(text, 0, len(text), m.spans(text, 100))
}

// Snippet is the stretch of about width characters in which most of the terms are, marked; the beginning where none is.
func (m *Matcher) Snippet(text string, width int) []Fragment {
	found := m.spans(text, 2000)
	from, to := 0, 0
	if len(found) > 0 {
		best := m.densest(text, found, width)
		from, to = found[best].from, found[best].to
	}
	// Some of the room goes before the first hit, the rest after it.
	for n := width / 4; n > 0 && from > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(text[:from])
		from -= size
	}
	to = from
	for n := width; n > 0 && to < len(text); n-- {
		_, size := utf8.DecodeRuneInString(text[to:])
		to += size
	}
	out := fragments(text, from, to, found)
	if from > 0 && len(out) > 0 {
		out[0].Text = "…" + out[0].Text
	}
	if to < len(text) && len(out) > 0 {
		out[len(out)-1].Text += "…"
	}
	return out
}

// densest is the first span of the window with the most weight of different terms.
func (m *Matcher) densest(text string, found []span, width int) (best int) {
	worth := -1.0
	for i := range min(len(found), 400) {
		sum, seen := 0.0, uint64(0)
		for _, s := range found[i:] {
			if utf8.RuneCountInString(text[found[i].from:min(s.to, found[i].from+4*width)]) > width*3/4 || s.to > found[i].from+4*width {
				break
			}
			if bit := uint64(1) << (s.term % 64); seen&bit == 0 {
				seen |= bit
				sum += m.weights[s.term]
			}
			sum += 0.01
		}
		if sum > worth {
			worth, best = sum, i
		}
	}
	return best
}

// fragments cuts text[from:to] at the spans. White space and Markdown's marks are made plain: it is for one line.
func fragments(text string, from, to int, found []span) []Fragment {
	out := []Fragment{}
	add := func(s string, matched bool) {
		if s = plain(s); s != "" {
			out = append(out, Fragment{s, matched})
		}
	}
	for _, s := range found {
		if s.to <= from || s.from >= to {
			continue
		}
		begin, end := max(s.from, from), min(s.to, to)
		if begin > from {
			add(text[from:begin], false)
		}
		add(text[begin:end], true)
		from = end
	}
	add(text[from:to], false)
	return out
}

// plain makes runs of white space and of marks at the beginning of words one space.
func plain(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range s {
		switch r {
		case ' ', '\t', '\n', '\r', '#', '*', '`', '|', '>', '\u3000':
			gap = true
			continue
		}
		if gap {
			b.WriteByte(' ')
			gap = false
		}
		b.WriteRune(r)
	}
	if gap {
		b.WriteByte(' ')
	}
	return b.String()
}
