// Command gen writes reference/data/regions.tsv and reference/script/t2s.txt from the JSON that
// export.mjs prints on its standard input and from overlay.tsv. The same input gives the same bytes.
//
// Run it with `go generate ./reference` (needs Node.js and npm; package-lock.json pins every source).
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// source is what export.mjs prints.
type source struct {
	Countries []struct {
		Code, Alpha3, Name string
	}
	Subdivisions []struct {
		Code, Name, Parent string
	}
	TerritoriesEN, TerritoriesZH   map[string]string
	SubdivisionsEN, SubdivisionsZH map[string]string
	SubdivisionParents             map[string]string // only where the parent is a subdivision itself
	Divisions                      []division
	TraditionalToSimplified        string
}

// division is one row of the table of China's administrative divisions.
type division struct {
	Code, Name string
	Pinyin     []string // one syllable a character, without tones
}

// row is one line of regions.tsv.
type row struct {
	code, parent, kind, zh, en string
	romanized                  bool
	aliases, short, covers     []string
}

func main() {
	log.SetFlags(0)
	var src source
	if err := json.NewDecoder(os.Stdin).Decode(&src); err != nil {
		log.Fatalf("gen: read export.mjs: %v", err)
	}
	g := &generator{src: src, rows: map[string]*row{}}
	g.simplify = g.readScript()
	g.countries()
	g.divisions()
	g.subdivisions()
	if err := g.overlay("overlay.tsv"); err != nil {
		log.Fatalf("gen: %v", err)
	}
	g.shortForms()
	if err := g.write(filepath.Join("..", "data", "regions.tsv")); err != nil {
		log.Fatalf("gen: %v", err)
	}
	if err := g.writeScript(filepath.Join("..", "script", "t2s.txt")); err != nil {
		log.Fatalf("gen: %v", err)
	}
	log.Printf("gen: %d regions, %d characters", len(g.rows), len(g.pairs))
}

type generator struct {
	src      source
	rows     map[string]*row
	pairs    []string // "臺台", in order of the first character
	simplify *strings.Replacer
}

func (g *generator) add(r *row) {
	if old, ok := g.rows[r.code]; ok {
		log.Fatalf("gen: region %s twice: %s, %s", r.code, old.en, r.en)
	}
	g.rows[r.code] = r
}

// readScript takes the first (most usual) simplified form of each single traditional character.
func (g *generator) readScript() *strings.Replacer {
	var replace []string
	for line := range strings.Lines(g.src.TraditionalToSimplified) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		from, to, ok := strings.Cut(strings.TrimSpace(line), "\t")
		to, _, _ = strings.Cut(to, " ")
		if !ok || from == to || utf8.RuneCountInString(from) != 1 || utf8.RuneCountInString(to) != 1 {
			continue
		}
		g.pairs = append(g.pairs, from+to)
		replace = append(replace, from, to)
	}
	slices.Sort(g.pairs)
	return strings.NewReplacer(replace...)
}

func (g *generator) writeScript(path string) error {
	return os.WriteFile(path, []byte(strings.Join(g.pairs, "\n")+"\n"), 0o644)
}

// countries adds the officially assigned entries of ISO 3166-1 under the names that CLDR gives them.
func (g *generator) countries() {
	for _, c := range g.src.Countries {
		r := &row{code: c.Code, kind: "COUNTRY", zh: g.src.TerritoriesZH[c.Code], en: g.src.TerritoriesEN[c.Code], aliases: []string{c.Name, c.Alpha3}}
		for _, names := range []map[string]string{g.src.TerritoriesZH, g.src.TerritoriesEN} {
			if short := names[c.Code+"-alt-short"]; short != "" {
				r.aliases = append(r.aliases, short)
			}
		}
		// CLDR's long names of these two describe a status; their short ones are the names.
		if c.Code == "HK" || c.Code == "MO" {
			r.aliases = append(r.aliases, r.zh, r.en)
			r.zh, r.en = g.src.TerritoriesZH[c.Code+"-alt-short"], g.src.TerritoriesEN[c.Code+"-alt-short"]
		}
		g.add(r)
	}
}

// subdivisions adds ISO 3166-2 but for China's own, which become further names of GB/T 2260's.
func (g *generator) subdivisions() {
	for _, s := range g.src.Subdivisions {
		cldr := strings.ToLower(strings.Replace(s.Code, "-", "", 1))
		if strings.HasPrefix(s.Code, "CN-") {
			r := g.province(s.Name)
			r.aliases = append(r.aliases, s.Code, s.Name)
			if en := g.src.SubdivisionsEN[cldr]; en != "" {
				r.en, r.romanized = en, false
			}
			continue
		}
		r := &row{code: s.Code, parent: s.Parent, kind: "SUBDIVISION", zh: g.simplify.Replace(g.src.SubdivisionsZH[s.Code]), en: s.Name}
		if parent := g.src.SubdivisionParents[s.Code]; parent != "" {
			r.parent = parent
		}
		if !hasHan(r.zh) {
			r.zh = ""
		}
		if en := g.src.SubdivisionsEN[cldr]; en != "" {
			r.en = en
			r.aliases = append(r.aliases, s.Name)
		}
		g.add(r)
	}
}

// overlay applies the hand-kept file.
func (g *generator) overlay(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	scanner := bufio.NewScanner(file)
	for scanner.Scan() {
		line := scanner.Text()
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		field := strings.Split(line, "\t")
		r := g.rows[field[1]]
		if r == nil {
			return fmt.Errorf("%s: no region %s", path, field[1])
		}
		switch field[0] {
		case "name":
			if field[2] != "-" {
				r.zh = g.simplify.Replace(field[2])
			}
			if field[3] != "-" {
				r.aliases = append(r.aliases, r.en)
				r.en, r.romanized = field[3], false
			}
		case "alias":
			r.aliases = append(r.aliases, field[2:]...)
		case "covers":
			r.covers = append(r.covers, field[2:]...)
		case "same":
			other := g.rows[field[2]]
			r.covers, other.covers = append(r.covers, other.code), append(other.covers, r.code)
			if r.zh == "" {
				r.zh = other.zh
			}
		default:
			return fmt.Errorf("%s: unknown line %q", path, line)
		}
	}
	return scanner.Err()
}

// bracketed is what ISO 3166-2 and its carriers add to a name, such as "[Sir Ynys Môn GB-YNM]".
var bracketed = regexp.MustCompile(`\s*[\[(（].*$`)

// write prints the rows parents first: by depth, then by code.
func (g *generator) write(path string) error {
	rows := make([]*row, 0, len(g.rows))
	depth := map[string]int{}
	for _, r := range g.rows {
		rows = append(rows, r)
		for at := r; at.parent != ""; depth[r.code]++ {
			if at = g.rows[at.parent]; at == nil {
				return fmt.Errorf("%s: parent missing", r.code)
			}
		}
		r.en = bracketed.ReplaceAllString(r.en, "")
	}
	slices.SortFunc(rows, func(a, b *row) int {
		if d := depth[a.code] - depth[b.code]; d != 0 {
			return d
		}
		return strings.Compare(a.code, b.code)
	})
	var out strings.Builder
	out.WriteString("code\tparent\tkind\tname_zh\tname_en\tromanized\taliases\tshort\tcovers\n")
	for _, r := range rows {
		if r.en == "" || strings.ContainsAny(r.zh+r.en, "\t\n") {
			return fmt.Errorf("%s: bad name %q %q", r.code, r.zh, r.en)
		}
		romanized := ""
		if r.romanized {
			romanized = "pinyin"
		}
		fmt.Fprintln(&out, strings.Join([]string{
			r.code, r.parent, r.kind, r.zh, r.en, romanized,
			list(r.aliases, r.zh, r.en), list(r.short, r.zh, r.en), list(r.covers),
		}, "\t"))
	}
	return os.WriteFile(path, []byte(out.String()), 0o644)
}

// list joins the values, sorted and once each, without the ones that say nothing new.
func list(values []string, known ...string) string {
	values = slices.DeleteFunc(slices.Clone(values), func(v string) bool { return v == "" || slices.Contains(known, v) })
	slices.Sort(values)
	return strings.Join(slices.Compact(values), "|")
}
