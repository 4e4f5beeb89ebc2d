package reference

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/tongxing/tongxing/reference/script"
)

// index finds regions by the key of a name.
type index map[string][]int

// key is a name without case, script, accents, spaces and punctuation.
func key(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, script.Fold(strings.ReplaceAll(name, "&", " and ")))
}

func (a *atlas) buildIndexes() {
	add := func(to index, i int, names ...string) {
		for _, name := range names {
			if k := key(name); k != "" && !slices.Contains(to[k], i) {
				to[k] = append(to[k], i)
			}
		}
	}
	for i, r := range a.regions {
		add(a.full, i, r.NameZH, r.NameEN)
		add(a.full, i, r.aliases...)
		add(a.short, i, r.short...)
		for _, alias := range r.aliases {
			if _, taken := a.byCode[alias]; strings.HasPrefix(alias, "CN-") && !taken {
				a.byCode[alias] = i
			}
		}
	}
}

// MatchRegion finds the region that a text of an import names: a code (GB-SCT, 510000), a name in Chinese, simplified or
// traditional, or English (四川, 臺北市, Scotland), or an address from the large to the small in Chinese (四川省凉山州昭觉县新城镇…) or from the small
// to the large with commas in English (Chengdu, Sichuan). Of an address the smallest region that it names is found.
//
// hint is the code of a region, a country as a rule, within which to look first, or empty. It is not a
// boundary: a text that names nothing within it is looked up everywhere. Where a name belongs to several regions the one of the
// highest level is meant (吉林 is the province); of several on one level none is chosen (朝阳区 is in Beijing and in Changchun): not ok.
// Of a Chinese name that also translates a foreign one the Chinese place is meant.
func MatchRegion(text, hint string) (Region, bool) {
	a := world()
	k := key(text)
	if k == "" || utf8.RuneCountInString(k) > maxText {
		return Region{}, false
	}
	if i, ok := a.code(hint); ok {
		if found, ok := a.match(text, k, func(j int) bool { return a.within(j, i) }); ok {
			return a.regions[found], true
		}
		if found, ok := a.code(a.regions[i].Code + "-" + strings.TrimSpace(text)); ok {
			return a.regions[found], true
		}
	}
	if i, ok := a.code(text); ok {
		return a.regions[i], true
	}
	found, ok := a.match(text, k, func(int) bool { return true })
	if !ok {
		return Region{}, false
	}
	return a.regions[found], true
}

// maxText is the length, in characters, above which a text is no address.
const maxText = 300

func (a *atlas) match(text, k string, allowed func(int) bool) (int, bool) {
	if i, ok := a.named(k, allowed); ok {
		return i, true
	}
	if hasHan(k) {
		return a.descend(k, allowed)
	}
	return a.ascend(text, allowed)
}

// named finds the region of a whole name: by its full names first, then by its short ones.
func (a *atlas) named(k string, allowed func(int) bool) (int, bool) {
	for _, names := range []index{a.full, a.short} {
		if i, found := a.highest(names, k, allowed); found != 0 {
			return i, found == 1
		}
	}
	return 0, false
}

// highest is the candidate for a name that has the highest rank, and how many have it.
func (a *atlas) highest(names index, name string, allowed func(int) bool) (best, found int) {
	chinese := hasHan(name)
	top := 0
	for _, i := range names[name] {
		if !allowed(i) {
			continue
		}
		switch rank := a.rank(i, chinese); {
		case found == 0 || rank < top:
			best, found, top = i, 1, rank
		case rank == top:
			found++
		}
	}
	return best, found
}

// rank orders regions of one name: by level (a county's is 3, also of one that its province administers), and on one level a Chinese name that is the place's own before one that is a
// translation (河南省 is Henan before Vietnam's Hà Nam).
func (a *atlas) rank(i int, chinese bool) int {
	rank := 2 * a.regions[i].Level
	if a.regions[i].Kind == County {
		rank = 2 * 3
	}
	if country, _, _ := strings.Cut(a.regions[i].Path, "/"); chinese && country != "CN" && country != "TW" {
		rank++
	}
	return rank
}

// descend reads a Chinese address from its beginning, one region after the other, each within the one before.
// A county may begin it only by its full name: short ones (城东, 新华) begin too many other words.
func (a *atlas) descend(k string, allowed func(int) bool) (int, bool) {
	at, ok := 0, false
	for rest := k; rest != ""; {
		within := allowed
		if ok {
			top := at
			within = func(i int) bool { return i != top && a.within(i, top) }
		}
		next, size, found := a.prefix(rest, within, !ok)
		if !found {
			break
		}
		at, ok, rest = next, true, rest[size:]
	}
	return at, ok
}

// prefix finds the region with the longest name that begins the text, full names before short ones. A name of several
// regions ends the search: what is shorter would be another place (朝阳 for 朝阳区).
func (a *atlas) prefix(text string, allowed func(int) bool, first bool) (region, size int, ok bool) {
	ends := prefixEnds(text)
	for _, end := range ends {
		if i, found := a.highest(a.full, text[:end], allowed); found != 0 {
			return i, end, found == 1
		}
	}
	for _, end := range ends {
		if after, _ := utf8.DecodeRuneInString(text[end:]); strings.ContainsRune(terms, after) && end < len(text) {
			continue // 凉山县 is not 凉山州
		}
		i, found := a.highest(a.short, text[:end], allowed)
		if found == 0 || (first && a.regions[i].Kind == County) {
			continue
		}
		return i, end, found == 1
	}
	return 0, 0, false
}

// terms end the full name of a place in China.
const terms = "省市县区州旗盟"

// prefixEnds is where the text's first two and more characters end, longest first, up to the longest name.
func prefixEnds(text string) []int {
	var ends []int
	for i := range text {
		if i > 0 {
			ends = append(ends, i)
		}
		if len(ends) > maxName {
			break
		}
	}
	ends = append(ends, len(text))
	slices.Reverse(ends)
	return ends[:len(ends)-1]
}

// maxName is the length in characters of the longest Chinese name (双江拉祜族佤族布朗族傣族自治县 has 15) and some more.
const maxName = 20

// ascend reads an English address from its end: the last part that names a region, then smaller ones within it.
func (a *atlas) ascend(text string, allowed func(int) bool) (int, bool) {
	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",;/|\n", r) })
	if len(parts) < 2 {
		return 0, false
	}
	at, ok := 0, false
	for _, part := range slices.Backward(parts) {
		within := allowed
		if ok {
			top := at
			within = func(i int) bool { return i != top && a.within(i, top) }
		}
		if i, found := a.named(key(part), within); found {
			at, ok = i, true
		} else if i, found := a.code(part); found && within(i) {
			at, ok = i, true
		}
	}
	return at, ok
}

// within says whether a region is another or lies in it, places covered by it included.
func (a *atlas) within(i, top int) bool {
	path := a.regions[i].Path
	if below(path, a.regions[top].Path) {
		return true
	}
	for _, covered := range a.regions[top].covers {
		if below(path, a.regions[a.byCode[covered]].Path) {
			return true
		}
	}
	return false
}

func hasHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}
