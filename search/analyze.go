// Package search makes words of text for full-text search in Chinese and English, reads queries, ranks and highlights.
// It knows no database: what it makes goes into SQLite's FTS5 or PostgreSQL's tsvector as it is.
//
// Text is folded (reference/script: traditional to simplified, full to half width, lower case, no accents) and cut into
// runs. A run of Han, kana or hangul becomes its overlapping pairs and its last single character, so that every
// substring of two or more characters is a phrase of pairs, without a dictionary. A run of other letters and digits is
// one word; besides itself it gives its English stem, marked by "s_".
package search

import (
	"strings"
	"unicode"

	"github.com/kljensen/snowball/english"
	"github.com/tongxing/tongxing/reference/script"
)

// Run is a stretch of letters of one kind.
type Run struct {
	Text       string // folded
	Han        bool   // written without spaces: Han, kana, hangul
	Start, End int    // bytes in the text that it came from
	at         []int  // for each rune of Text, the byte it came from
}

// Runs calls yield with each run of the text until it returns false. The Run is yield's to keep.
func Runs(text string, yield func(Run) bool) {
	var run Run
	var letters []rune
	flush := func(end int) bool {
		if len(letters) == 0 {
			return true
		}
		run.Text, run.End = string(letters), end
		ok := yield(run)
		run, letters = Run{}, letters[:0]
		return ok
	}
	var folded []rune
	for i, r := range text {
		folded = script.AppendRune(folded[:0], r)
		for _, f := range folded {
			han, letter := class(f)
			if !letter {
				if !flush(i) {
					return
				}
				continue
			}
			if len(letters) > 0 && run.Han != han && !flush(i) {
				return
			}
			if len(letters) == 0 {
				run.Start, run.Han = i, han
			}
			letters, run.at = append(letters, f), append(run.at, i)
		}
	}
	flush(len(text))
}

// class says whether the folded rune is part of a word, and whether of one written without spaces.
func class(r rune) (han, letter bool) {
	switch {
	case 'a' <= r && r <= 'z' || '0' <= r && r <= '9':
		return false, true
	case r < 0x80:
		return false, false
	case 0x4E00 <= r && r <= 0x9FFF:
		return true, true
	}
	han = unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Bopomofo, unicode.Thai)
	return han, han || unicode.IsLetter(r) || unicode.IsNumber(r)
}

// maxWord is how long a word is in the index, in bytes: what is longer is no word.
const maxWord = 64

// Stem is the English stem of a folded word, marked so that it is not taken for the word.
func Stem(word string) string { return "s_" + english.Stem(word, false) }

// pairs appends the pairs of a Han run; tail adds the last single character.
func pairs(tokens []string, run string, tail bool) []string {
	prev := -1
	for i := range run {
		if prev >= 0 {
			_, size := next(run[i:])
			tokens = append(tokens, run[prev:i+size])
		}
		prev = i
	}
	if tail && prev >= 0 {
		tokens = append(tokens, run[prev:])
	}
	return tokens
}

func next(s string) (rune, int) {
	for i, r := range s {
		if i > 0 {
			return r, i
		}
	}
	return 0, len(s)
}

// Words are what goes into an index of one text.
type Words struct {
	Stream []string // in the text's order, for indexes that keep positions: a phrase is a run of neighbours
	Stems  []string // each once
	Folded string   // the runs, a space before, between and after them, for indexes without positions
}

// Analyze makes the words of a text. Stems of words that people ask with but never for ("the", "is") are left out.
func Analyze(text string) Words {
	var w Words
	var folded strings.Builder
	stems := make(map[string]bool)
	seen := make(map[string]bool)
	Runs(text, func(r Run) bool {
		folded.WriteByte(' ')
		folded.WriteString(r.Text)
		if r.Han {
			w.Stream = pairs(w.Stream, r.Text, true)
			return true
		}
		word := r.Text
		if len(word) > maxWord {
			word = strings.ToValidUTF8(word[:maxWord], "")
		}
		w.Stream = append(w.Stream, word)
		if seen[word] || stopWords[word] {
			return true
		}
		seen[word] = true
		if s := Stem(word); !stems[s] {
			stems[s] = true
			w.Stems = append(w.Stems, s)
		}
		return true
	})
	folded.WriteByte(' ')
	w.Folded = folded.String()
	return w
}

// Distinct are all words and stems, each once, of at most limit bytes together: PostgreSQL's tsvector holds 1 MiB.
func (w Words) Distinct(limit int) []string {
	seen := make(map[string]bool, len(w.Stream)/2)
	var out []string
	for _, list := range [][]string{w.Stems, w.Stream} {
		for _, t := range list {
			if seen[t] {
				continue
			}
			if limit -= len(t); limit < 0 {
				return out
			}
			seen[t] = true
			out = append(out, t)
		}
	}
	return out
}

// Line is the words and stems for an index that keeps positions, by spaces.
func (w Words) Line() string {
	return strings.Join(w.Stream, " ") + " s_ " + strings.Join(w.Stems, " ") // "s_" keeps a phrase from running into the stems
}
