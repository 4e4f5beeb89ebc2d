// Package reference holds what Tongxing knows about the world before anybody signs up: the tree of regions and the
// tree of causes, with names in Chinese and English, and the look-ups that place imported organizations in them.
// It is data in the program: no database, no network. Everything returned is shared and must not be changed; every function is
// safe for concurrent use.
//
// # Region codes
//
// A region's code is the code that its standard gives it, as it stands. The three standards' forms never meet:
//
//   - two letters: a country of ISO 3166-1 (CN, GB)
//   - six digits: a province, city or county of China in GB/T 2260 (510000, 513400, 513431)
//   - two letters, a hyphen, one to three letters or digits: a subdivision of ISO 3166-2 elsewhere (GB-SCT, US-CA, TW-TPE)
//
// ISO 3166-2's own codes for China's provinces (CN-SC), the older ones (CN-51) and prefixed GB/T 2260 codes (CN-513431) are
// understood by [RegionByCode] and never given out.
//
// Each standard's tree is kept as it is. Some places have an entry in two of them: 710000, 810000 and 820000 of GB/T 2260
// are TW, HK and MO of ISO 3166-1, as US-PR is PR. Both entries exist; [Subtree] crosses from one to the other, so that a
// filter by either finds the organizations placed in both.
package reference

import (
	_ "embed"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/tongxing/tongxing/reference/script"
)

//go:generate sh -c "cd gen && npm ci --ignore-scripts --no-audit --no-fund --silent && node export.mjs | go run ."

// RegionKind is what a region is in the standard it comes from.
type RegionKind string

// The kinds of region.
const (
	Country     RegionKind = "COUNTRY"     // an entry of ISO 3166-1
	Province    RegionKind = "PROVINCE"    // GB/T 2260, first level: province, autonomous region, municipality, special administrative region
	City        RegionKind = "CITY"        // GB/T 2260, second level: prefecture-level city, prefecture, autonomous prefecture, league
	County      RegionKind = "COUNTY"      // GB/T 2260, third level: county, district, county-level city, banner
	Subdivision RegionKind = "SUBDIVISION" // an entry of ISO 3166-2 outside China
)

// Region is one place of the tree.
type Region struct {
	Code   string // see the package's comment; ASCII, stable, unique
	Parent string // code of the region above; empty for a country
	NameZH string // simplified Chinese; empty where no table has one (see Name)
	NameEN string // never empty
	Kind   RegionKind
	Level  int // regions above it: 0 for a country, 1 for a province or subdivision, …
	// Path is the codes from the country down, joined by "/": "CN/510000/513400/513431". A region's subtree is
	// the paths that equal its own or begin with it and "/".
	Path string
	// Romanized says that NameEN was made by rule from the Chinese name (pinyin and a generic term): no official English name.
	Romanized bool

	aliases, short, covers []string
}

// Name is the region's name in a language ("zh" or a tag beginning so, anything else is English), the other language's where it has none.
func (r Region) Name(language string) string {
	if strings.HasPrefix(strings.ToLower(language), "zh") && r.NameZH != "" {
		return r.NameZH
	}
	return r.NameEN
}

//go:embed data/regions.tsv
var regionsTSV string

// atlas is the table with its indexes.
type atlas struct {
	regions  []Region
	byCode   map[string]int
	covering []int // the regions that cover places of other branches
	full     index // by whole names and aliases
	short    index // by shortened names
}

var world = sync.OnceValue(func() *atlas {
	a, err := readAtlas(regionsTSV)
	if err != nil {
		panic("reference: the embedded table of regions is damaged: " + err.Error())
	}
	return a
})

// Regions are all regions, parents before their children: by level, then by code.
func Regions() []Region { return world().regions }

// ErrUnknownRegion is the error of a code that names no region.
var ErrUnknownRegion = errors.New("no such region")

// RegionByCode finds a region by its code, in either case, or by one of the other codes that the package's comment names.
// The error wraps [ErrUnknownRegion].
func RegionByCode(code string) (Region, error) {
	a := world()
	if i, ok := a.code(code); ok {
		return a.regions[i], nil
	}
	return Region{}, fmt.Errorf("%w: %q", ErrUnknownRegion, code)
}

func (a *atlas) code(code string) (int, bool) {
	code = strings.ToUpper(strings.TrimSpace(script.Fold(code)))
	if i, ok := a.byCode[code]; ok {
		return i, true
	}
	digits, prefixed := strings.CutPrefix(code, "CN-")
	if prefixed && len(digits) == 2 {
		digits += "0000" // ISO 3166-2:CN before 2017 used GB/T 2260's first two digits
	}
	if i, ok := a.byCode[digits]; ok && len(digits) == 6 {
		return i, true
	}
	return 0, false
}

// Subtree is the paths whose regions, and everything below them, make up the region: its own path first, then those
// of places in another branch that lie wholly within it (GB-EAW covers GB-ENG and GB-WLS, 810000 covers HK, and CN, above 810000,
// covers HK too). None lies below another. The error wraps [ErrUnknownRegion].
//
// In SQL: path = p OR (path >= p||'/' AND path < p||'0') for each p, '0' being the character after '/'.
func Subtree(code string) ([]string, error) {
	a := world()
	i, ok := a.code(code)
	if !ok {
		return nil, fmt.Errorf("%w: %q", ErrUnknownRegion, code)
	}
	paths := []string{a.regions[i].Path}
	for n := 0; n < len(paths); n++ {
		for _, c := range a.covering {
			if !below(a.regions[c].Path, paths[n]) {
				continue
			}
			for _, covered := range a.regions[c].covers {
				if path := a.regions[a.byCode[covered]].Path; !belowAny(path, paths) {
					paths = append(paths, path)
				}
			}
		}
	}
	return paths, nil
}

// below says whether a path is another or lies in its subtree.
func below(path, top string) bool {
	return path == top || strings.HasPrefix(path, top+"/")
}

func belowAny(path string, tops []string) bool {
	for _, top := range tops {
		if below(path, top) {
			return true
		}
	}
	return false
}

// readAtlas reads regions.tsv, which gen writes with parents before children.
func readAtlas(table string) (*atlas, error) {
	a := &atlas{byCode: map[string]int{}, full: index{}, short: index{}}
	number := 0
	for line := range strings.Lines(table) {
		if number++; number == 1 {
			continue // column names
		}
		field := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(field) != 9 {
			return nil, fmt.Errorf("line %d: %d fields", number, len(field))
		}
		r := Region{
			Code: field[0], Parent: field[1], Kind: RegionKind(field[2]), NameZH: field[3], NameEN: field[4],
			Path: field[0], Romanized: field[5] == "pinyin",
			aliases: list(field[6]), short: list(field[7]), covers: list(field[8]),
		}
		if r.Parent != "" {
			parent, ok := a.byCode[r.Parent]
			if !ok {
				return nil, fmt.Errorf("line %d: parent %s comes later or never", number, r.Parent)
			}
			r.Level = a.regions[parent].Level + 1
			r.Path = a.regions[parent].Path + "/" + r.Code
		}
		a.regions = append(a.regions, r)
		a.byCode[r.Code] = len(a.regions) - 1
		if r.covers != nil {
			a.covering = append(a.covering, len(a.regions)-1)
		}
	}
	a.buildIndexes()
	return a, nil
}

func list(joined string) []string {
	if joined == "" {
		return nil
	}
	return strings.Split(joined, "|")
}
