package reference

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/tongxing/tongxing/reference/script"
)

// CauseScheme is how an imported organization says its causes.
type CauseScheme string

// The schemes that [MatchCause] reads.
const (
	ICNPTSO   CauseScheme = "ICNPTSO" // United Nations, codes such as B32; read as its own, its group's (B30) or its section's (B)
	UKCAT     CauseScheme = "UKCAT"   // UK Charity Activity Tags, codes such as ED105; read as its own, its subcategory's (ED100) or its category's (ED)
	CauseText CauseScheme = "TEXT"    // keys and names of causes in either language, or words that imply them
)

// MatchCause finds the causes of one value of an import: a code, or several with ";", ",", "|", "、" or line ends
// between them. What is unknown finds nothing; the caller reports a value without any key. The keys come in the
// order of [Causes], once each, without a cause of which a smaller one is found too.
func MatchCause(scheme CauseScheme, value string) []string {
	t := work()
	var found []int
	for _, part := range strings.FieldsFunc(value, func(r rune) bool { return strings.ContainsRune(";,|、，；\n", r) }) {
		switch part = strings.TrimSpace(part); scheme {
		case ICNPTSO:
			found = append(found, climb(t.icnptso, strings.ToUpper(part), func(code string) []string {
				return []string{code, code[:2] + "0", code[:1]}
			}, 3)...)
		case UKCAT:
			found = append(found, climb(t.ukcat, strings.ToUpper(part), func(code string) []string {
				return []string{code, code[:3] + "00", code[:2]}
			}, 5)...)
		case CauseText:
			if named := t.byName[key(part)]; named != nil {
				found = append(found, named...)
			} else {
				found = append(found, t.infer(part)...)
			}
		}
	}
	return t.keys(found)
}

// InferCauses guesses causes from words in an organization's name or description, in Chinese (simplified or traditional) and English: 老人 is
// older-people, 身心障礙 is disability. A guess is to be stored as one ("inferred"), so that the organization can confirm or correct it. The order is that of
// [MatchCause]; none is found in names that do not say what the organization does.
func InferCauses(name string) []string {
	t := work()
	return t.keys(t.infer(name))
}

// climb looks a code up, then what it lies in. A code shorter than the scheme's full length is a group itself.
func climb(codes map[string][]int, code string, levels func(string) []string, full int) []int {
	if found := codes[code]; found != nil || len(code) != full {
		return found
	}
	for _, above := range levels(code) {
		if found := codes[above]; found != nil {
			return found
		}
	}
	return nil
}

// keys turns positions into keys: sorted, once each, without those above another.
func (t *causeTree) keys(found []int) []string {
	slices.Sort(found)
	found = slices.Compact(found)
	var keys []string
	for _, i := range found {
		implied := slices.ContainsFunc(found, func(j int) bool { return j != i && below(t.causes[j].Path, t.causes[i].Path) })
		if !implied {
			keys = append(keys, t.causes[i].Key)
		}
	}
	return keys
}

// causeWord is a word that implies causes.
type causeWord struct {
	text   string // folded
	latin  bool   // stands between word boundaries
	ending bool   // counts at the end of the name only: 寺 in 龍山寺
	causes []int
}

func (t *causeTree) buildIndexes() {
	words := map[string]*causeWord{}
	for i, c := range t.causes {
		for _, name := range []string{c.Key, c.NameZH, c.NameEN} {
			if k := key(name); !slices.Contains(t.byName[k], i) {
				t.byName[k] = append(t.byName[k], i)
			}
		}
		for _, code := range c.icnptso {
			t.icnptso[code] = append(t.icnptso[code], i)
		}
		for _, code := range c.ukcat {
			t.ukcat[code] = append(t.ukcat[code], i)
		}
		for _, text := range c.words {
			if words[text] == nil {
				folded, ending := strings.CutSuffix(phrase(text), "$")
				words[text] = &causeWord{text: folded, latin: !hasHan(folded), ending: ending}
			}
			words[text].causes = append(words[text].causes, i)
		}
	}
	for _, w := range words {
		first, _ := utf8.DecodeRuneInString(w.text)
		t.words[first] = append(t.words[first], *w)
	}
	for _, same := range t.words {
		slices.SortFunc(same, func(a, b causeWord) int {
			return cmp.Or(len(b.text)-len(a.text), strings.Compare(a.text, b.text))
		})
	}
}

// infer reads a text from its beginning and takes the longest word at each place: 動物醫院 is no hospital.
func (t *causeTree) infer(text string) []int {
	if len(text) > maxName*maxText {
		return nil
	}
	text = strings.TrimSpace(phrase(text))
	var found []int
	before := ' '
	for len(text) > 0 {
		r, size := utf8.DecodeRuneInString(text)
		for _, w := range t.words[r] {
			rest, ok := strings.CutPrefix(text, w.text)
			after, _ := utf8.DecodeRuneInString(rest)
			if !ok || (w.ending && rest != "") || (w.latin && (isLatin(before) || (rest != "" && isLatin(after)))) {
				continue
			}
			found = append(found, w.causes...)
			size = len(w.text)
			r, _ = utf8.DecodeLastRuneInString(w.text)
			break
		}
		before, text = r, text[size:]
	}
	return found
}

func isLatin(r rune) bool {
	return unicode.IsLetter(r) && !unicode.Is(unicode.Han, r) || unicode.IsDigit(r)
}

// phrase folds a text for words: apostrophes gone, other punctuation a space. "$" stays, for the table's own marks.
func phrase(text string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		switch {
		case r == '\'' || r == '’':
			return -1
		case unicode.IsLetter(r) || unicode.IsDigit(r) || r == '$':
			return r
		}
		return ' '
	}, script.Fold(text))), " ")
}
