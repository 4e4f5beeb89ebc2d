package main

import (
	"log"
	"strings"
	"unicode"
	"unicode/utf8"
)

// carrier says which rows the carrier of the table (lcn) adds for its cascades though
// the ministry's table has none: "110100 北京市" below "110000 北京市", and the "directly administered" groups. GB/T 2260
// reserves these codes as groups; nothing is ever placed in them.
func carrier(code string) bool {
	switch code[:2] {
	case "11", "12", "31", "50":
		return code[2:] != "0000" && strings.HasSuffix(code, "00")
	}
	return strings.HasSuffix(code, "9000")
}

// divisions adds China's provinces, cities and counties (GB/T 2260). A county's parent is the
// city with its first four digits, or the province that administers it directly.
func (g *generator) divisions() {
	for _, d := range g.src.Divisions {
		if carrier(d.Code) {
			continue
		}
		r := &row{code: d.Code, zh: d.Name, en: english(d), romanized: true}
		switch {
		case strings.HasSuffix(d.Code, "0000"):
			r.kind, r.parent = "PROVINCE", "CN"
		case strings.HasSuffix(d.Code, "00"):
			r.kind, r.parent = "CITY", d.Code[:2]+"0000"
		default:
			r.kind, r.parent = "COUNTY", d.Code[:4]+"00"
			if g.rows[r.parent] == nil {
				r.parent = d.Code[:2] + "0000"
			}
		}
		g.add(r)
	}
}

// irregular names in ISO 3166-2:CN that are no pinyin.
var irregular = map[string]string{
	"Shaanxi Sheng": "610000", "Nei Mongol Zizhiqu": "150000", "Hong Kong SAR": "810000", "Macao SAR": "820000",
}

// province finds the province that ISO 3166-2:CN names, by its pinyin.
func (g *generator) province(iso string) *row {
	if code, ok := irregular[iso]; ok {
		return g.rows[code]
	}
	first, _, _ := strings.Cut(strings.ToLower(iso), " ")
	for _, d := range g.src.Divisions {
		if strings.HasSuffix(d.Code, "0000") && strings.HasPrefix(strings.Join(d.Pinyin, ""), first) {
			return g.rows[d.Code]
		}
	}
	log.Fatalf("gen: no province for ISO 3166-2:CN %q", iso)
	return nil
}

// generic terms of Chinese division names and their usual English, longest first.
var generic = []struct{ zh, en string }{
	{"特别行政区", ""},
	{"自治州", "Autonomous Prefecture"}, {"自治县", "Autonomous County"}, {"自治旗", "Autonomous Banner"}, {"自治区", ""},
	{"地区", "Prefecture"}, {"特区", "Special District"}, {"群岛", "Islands"},
	{"盟", "League"}, {"旗", "Banner"}, {"省", ""}, {"市", ""}, {"县", "County"}, {"区", "District"},
}

// nationalities of China in the Latin spelling of GB/T 3304-1991, with and without 族 as names have them.
var nationalities = []struct{ zh, en string }{
	{"维吾尔", "Uygur"}, {"哈萨克族", "Kazak"}, {"哈萨克", "Kazak"}, {"柯尔克孜", "Kirgiz"}, {"蒙古族", "Mongol"}, {"蒙古", "Mongol"}, {"塔吉克", "Tajik"},
	{"锡伯", "Xibe"}, {"达斡尔族", "Daur"}, {"鄂伦春族", "Oroqen"}, {"鄂温克族", "Ewenki"}, {"朝鲜族", "Chosen"}, {"土家族", "Tujia"}, {"布依族", "Bouyei"},
	{"哈尼族", "Hani"}, {"拉祜族", "Lahu"}, {"布朗族", "Blang"}, {"景颇族", "Jingpo"}, {"傈僳族", "Lisu"}, {"独龙族", "Derung"}, {"普米族", "Pumi"},
	{"纳西族", "Naxi"}, {"仫佬族", "Mulao"}, {"毛南族", "Maonan"}, {"仡佬族", "Gelao"}, {"裕固族", "Yugur"}, {"保安族", "Bonan"}, {"东乡族", "Dongxiang"},
	{"撒拉族", "Salar"}, {"各族", "Various Nationalities"}, {"壮族", "Zhuang"}, {"回族", "Hui"}, {"满族", "Man"}, {"藏族", "Zang"}, {"苗族", "Miao"},
	{"彝族", "Yi"}, {"侗族", "Dong"}, {"瑶族", "Yao"}, {"白族", "Bai"}, {"傣族", "Dai"}, {"黎族", "Li"}, {"佤族", "Va"}, {"畲族", "She"}, {"水族", "Sui"},
	{"土族", "Tu"}, {"羌族", "Qiang"}, {"怒族", "Nu"},
}

// parts takes a Chinese name apart: 凉山彝族自治州 is 凉山, [彝族], 自治州. A name that is nothing
// but a nationality (鄂伦春自治旗 has no 族, 东乡族自治县 has) keeps it as its stem, and so does 内蒙古.
func parts(name string) (stem string, peoples []string, term string) {
	stem = name
	for _, t := range generic {
		if rest, ok := strings.CutSuffix(name, t.zh); ok && rest != "" {
			stem, term = rest, t.zh
			break
		}
	}
	// 神农架林区 is one place with a kind of its own; 万柏林区 is the district 万柏林.
	if stem == "神农架林" {
		return "神农架", nil, "林区"
	}
	if !strings.HasPrefix(term, "自治") {
		return stem, nil, term
	}
	for again := true; again; {
		again = false
		for _, n := range nationalities {
			if rest, ok := strings.CutSuffix(stem, n.zh); ok && utf8.RuneCountInString(rest) > 1 {
				stem, again = rest, true
				peoples = append([]string{n.en}, peoples...)
				break
			}
		}
	}
	return strings.TrimSuffix(stem, "族"), peoples, term
}

// english spells the stem in pinyin, as one word, and says the generic term in English.
func english(d division) string {
	stem, peoples, term := parts(d.Name)
	words := append([]string{spell(d.Pinyin[:min(utf8.RuneCountInString(stem), len(d.Pinyin))])}, peoples...)
	for _, t := range generic {
		if t.zh == term && t.en != "" {
			words = append(words, t.en)
		}
	}
	if term == "林区" {
		words = append(words, "Forestry District")
	}
	return strings.Join(words, " ")
}

// spell joins syllables, with the apostrophe of Basic rules of Hanyu Pinyin orthography
// (GB/T 16159-2012, 5.6) before one that begins with a, o or e: Xi'an.
func spell(syllables []string) string {
	var out strings.Builder
	for i, s := range syllables {
		if i > 0 && strings.ContainsAny(s[:1], "aoe") {
			out.WriteByte('\'')
		}
		if i == 0 {
			first, size := utf8.DecodeRuneInString(s)
			out.WriteRune(unicode.ToUpper(first))
			s = s[size:]
		}
		out.WriteString(s)
	}
	return out.String()
}

// shortForms gives each place the names people shorten it to: 四川, 凉山州 and 凉山, 昭觉, Zhaojue.
func (g *generator) shortForms() {
	for _, r := range g.rows {
		if r.kind == "COUNTRY" {
			continue
		}
		if r.kind == "SUBDIVISION" {
			for _, term := range []string{"特别行政区", "自治区", "省", "州", "市", "县", "郡", "区"} {
				if rest, ok := strings.CutSuffix(r.zh, term); ok {
					r.short = append(r.short, longer(rest))
					break
				}
			}
		} else {
			stem, peoples, term := parts(r.zh)
			r.short = append(r.short, longer(stem))
			if len(peoples) > 0 || strings.HasPrefix(term, "自治") {
				r.short = append(r.short, longer(stem+strings.TrimPrefix(term, "自治")))
			}
			if r.romanized {
				r.short = append(r.short, strings.Fields(r.en)[0])
			}
		}
		for _, term := range []string{" County", " City", " District", " Prefecture", " League", " Banner"} {
			if rest, ok := strings.CutSuffix(r.en, term); ok {
				r.short = append(r.short, strings.TrimSuffix(rest, " Autonomous"))
			}
		}
	}
}

// longer drops forms of one character: 东 for 东区 would be found everywhere.
func longer(form string) string {
	if utf8.RuneCountInString(form) < 2 {
		return ""
	}
	return form
}

func hasHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}
