// Package script makes Chinese text comparable: traditional and simplified characters, full-width and
// half-width forms, upper and lower case, accents. It is for matching and for search keys: what people
// wrote is stored and shown as they wrote it.
//
// The table maps single characters (OpenCC's TSCharacters, each to its most usual simplified form). That
// loses distinctions (乾 and 干) and never needs words to decide, which is what a key wants: both sides of a
// comparison are folded. It is not a converter for text that people read.
package script

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// t2s has one pair a line, the traditional character and the simplified one. Written by reference/gen.
//
//go:embed t2s.txt
var t2s string

var table = sync.OnceValue(func() map[rune]rune {
	pairs := make(map[rune]rune, strings.Count(t2s, "\n"))
	for line := range strings.Lines(t2s) {
		from, size := utf8.DecodeRuneInString(line)
		to, _ := utf8.DecodeRuneInString(line[size:])
		pairs[from] = to
	}
	return pairs
})

// Simplify replaces every traditional Chinese character by its simplified form and leaves the rest as it is.
// The number of characters stays the same.
func Simplify(s string) string {
	pairs := table()
	return strings.Map(func(r rune) rune {
		if simple, ok := pairs[r]; ok {
			return simple
		}
		return r
	}, s)
}

// Fold is the key of a text: compatibility forms (Unicode NFKD: full-width letters, ligatures) made plain, accents
// removed, letters in lower case, characters simplified. Punctuation and spaces stay. Equal keys mean "written
// the same but for script". Bytes that are no UTF-8 become U+FFFD. Fold(Fold(s)) == Fold(s).
func Fold(s string) string {
	pairs := table()
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		if simple, ok := pairs[r]; ok {
			return simple
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(strings.ToValidUTF8(s, "\uFFFD")))
}

// AppendRune appends what Fold makes of the one character r: nothing for an accent, several runes where Unicode takes a
// character apart. For who must know where in the text each folded character came from.
func AppendRune(folded []rune, r rune) []rune {
	switch {
	case r < utf8.RuneSelf:
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return append(folded, r)
	case 0x4E00 <= r && r <= 0x9FFF: // the common ideographs have no compatibility form
		if simple, ok := table()[r]; ok {
			r = simple
		}
		return append(folded, r)
	}
	for _, f := range Fold(string(r)) {
		folded = append(folded, f)
	}
	return folded
}
