package reference_test

import (
	"strings"
	"testing"

	"github.com/tongxing/tongxing/reference"
	"github.com/tongxing/tongxing/reference/script"
)

func TestMatchRegionFindsThePlace(t *testing.T) {
	for _, c := range []struct{ name, text, hint, want string }{
		{"traditional name", "臺北市", "", "TW-TPE"},
		{"the other traditional form", "台北市", "", "TW-TPE"},
		{"short name", "台北", "", "TW-TPE"},
		{"English name", "Taipei", "", "TW-TPE"},
		{"address of two levels", "台灣台北市", "", "TW-TPE"},
		{"address across two standards", "台湾省台北市信义区", "", "TW-TPE"},
		{"city or county by its full name", "新竹縣", "", "TW-HSQ"},
		{"hint that does not hold is left", "臺北市", "CN", "TW-TPE"},

		{"province", "四川省", "", "510000"},
		{"province, short", "四川", "", "510000"},
		{"province, English", "Sichuan", "", "510000"},
		{"province, old spelling in capitals", "NEI MONGOL", "", "150000"},
		{"autonomous region, short", "广西", "", "450000"},
		{"autonomous region whose name ends in a people", "内蒙古", "", "150000"},
		{"municipality", "重庆", "", "500000"},
		{"city, short", "成都", "", "510100"},
		{"city, pinyin", "chengdu", "", "510100"},
		{"autonomous prefecture, short", "凉山州", "", "513400"},
		{"autonomous prefecture, shorter", "涼山", "", "513400"},
		{"county, short", "昭觉", "", "513431"},
		{"county, English", "Zhaojue County", "", "513431"},
		{"name of a province and a city", "吉林", "", "220000"},
		{"that city by its full name", "吉林市", "", "220200"},
		{"that city within its province", "吉林吉林市", "", "220200"},

		{"address with full names", "四川省凉山彝族自治州昭觉县", "", "513431"},
		{"address with a short name in the middle", "四川省凉山州昭觉县新城镇1号", "", "513431"},
		{"address in traditional characters", "中國四川省涼山州昭覺縣", "", "513431"},
		{"address without terms", "四川成都", "", "510100"},
		{"address with spaces and punctuation", " 四川省 · 成都市，武侯区 ", "", "510107"},
		{"district of a municipality", "北京市朝阳区建国路", "", "110105"},
		{"district without the word city", "北京朝阳", "", "110105"},
		{"county under a province directly", "湖北省仙桃市", "", "429004"},
		{"address that starts at a city", "广州市天河区体育西路", "", "440106"},
		{"address that starts at a county with a name of its own", "昭觉县新城镇", "", "513431"},
		{"address that goes on with nothing known", "四川省不知道县", "", "510000"},
		{"province within its country", "中国香港", "", "810000"},
		{"English address", "Chengdu, Sichuan, China", "", "510100"},
		{"English address with an unknown beginning", "12 Renmin Road, Chengdu, Sichuan", "", "510100"},

		{"grouping", "England and Wales", "", "GB-EAW"},
		{"grouping with an ampersand", "england & wales", "", "GB-EAW"},
		{"nation", "Scotland", "", "GB-SCT"},
		{"nation in Chinese", "苏格兰", "", "GB-SCT"},
		{"nation, second", "Northern Ireland", "", "GB-NIR"},
		{"country by a usual name", "UK", "", "GB"},
		{"country by its ISO name", "United States of America", "", "US"},
		{"country in Chinese", "英國", "", "GB"},
		{"name of a country and a state", "Georgia", "", "GE"},
		{"that state by a hint", "Georgia", "US", "US-GA"},
		{"state and country", "Georgia, USA", "", "US-GA"},
		{"accents and case", "COTE D'IVOIRE", "", "CI"},

		{"code", "GB-SCT", "", "GB-SCT"},
		{"code of GB/T 2260", "510000", "", "510000"},
		{"code of ISO 3166-2:CN", "cn-sc", "", "510000"},
		{"code of a country", "CA", "", "CA"},
		{"code of a state by a hint", "CA", "US", "US-CA"},
		{"ambiguous district by a hint", "朝阳区", "220000", "220104"},
		{"full-width letters", "ＧＢ－ＳＣＴ", "", "GB-SCT"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got, ok := reference.MatchRegion(c.text, c.hint); !ok || got.Code != c.want {
				t.Errorf("MatchRegion(%q, %q) = %s %s, %v, want %s", c.text, c.hint, got.Code, got.NameEN, ok, c.want)
			}
		})
	}
}

func TestMatchRegionFindsNothing(t *testing.T) {
	for _, c := range []struct{ name, text, hint string }{
		{"empty", "", ""},
		{"punctuation", " ，。-", ""},
		{"name of several districts", "朝阳区", ""},
		{"address that starts at such a district", "朝阳区建国路", ""},
		{"pinyin of several cities", "Suzhou", ""},
		{"city and county of one short name", "新竹", ""},
		{"wrong term", "凉山县", ""},
		{"no place", "公益组织", ""},
		{"no place in English", "Charity", "GB"},
		{"one character", "京", ""},
		{"a text that is no address", strings.Repeat("四川省", 200), ""},
		{"broken UTF-8", "\xff\xfe", ""},
		{"unknown hint and unknown text", "zzz", "zzz"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got, ok := reference.MatchRegion(c.text, c.hint); ok {
				t.Errorf("MatchRegion(%q, %q) = %s %s, want none", c.text, c.hint, got.Code, got.NameEN)
			}
		})
	}
}

func TestMatchRegionFindsEveryRegionWithinItsParent(t *testing.T) {
	for _, r := range reference.Regions() {
		if got, ok := reference.MatchRegion(r.Code, ""); !ok || got.Code != r.Code {
			t.Errorf("code %s finds %s, %v", r.Code, got.Code, ok)
		}
		if r.Kind == reference.Country || r.Kind == reference.Subdivision {
			continue
		}
		if got, ok := reference.MatchRegion(r.NameZH, r.Parent); !ok || got.Code != r.Code {
			t.Errorf("%s in %s finds %s, %v, want %s", r.NameZH, r.Parent, got.Code, ok, r.Code)
		}
	}
}

func TestMatchRegionReadsTheWholeAddressOfEveryCountyOfChina(t *testing.T) {
	for _, r := range reference.Regions() {
		if r.Kind != reference.County {
			continue
		}
		address := r.NameZH
		for at := r; at.Parent != "CN"; {
			at = region(t, at.Parent)
			address = at.NameZH + address
		}
		if got, ok := reference.MatchRegion(address+"某街道1号", ""); !ok || got.Code != r.Code {
			t.Errorf("%s finds %s %s, %v, want %s", address, got.Code, got.NameZH, ok, r.Code)
		}
	}
}

func TestSharedTaiwanCitiesFindTheirPlace(t *testing.T) {
	found, empty := map[string]string{}, 0
	for _, o := range taiwan(t) {
		if o.City == "" {
			empty++
			if got, ok := reference.MatchRegion(o.City, "TW"); ok {
				t.Errorf("organization %s without a city is placed in %s", o.ID, got.Code)
			}
			continue
		}
		r, ok := reference.MatchRegion(o.City, "TW")
		if !ok || r.Parent != "TW" || script.Simplify(o.City) != r.NameZH {
			t.Errorf("%s: %s %s, %v", o.City, r.Code, r.NameZH, ok)
		}
		if unhinted, _ := reference.MatchRegion(o.City, ""); unhinted.Code != r.Code {
			t.Errorf("%s: %s with the hint, %s without", o.City, r.Code, unhinted.Code)
		}
		found[o.City] = r.Code
	}
	if len(found) != 22 || empty != 3 {
		t.Errorf("%d cities placed and %d organizations without one, want 22 and 3", len(found), empty)
	}
	t.Logf("22 cities placed, %d rows have none and stay unplaced: %v", empty, found)
}

func TestSharedUKRegionsFindTheirPlace(t *testing.T) {
	want := map[string]string{"England and Wales": "GB-EAW", "Scotland": "GB-SCT", "Northern Ireland": "GB-NIR"}
	placed := map[string]int{}
	for _, row := range table(t, "orgs-uk-ukcat", "files", "uk-charities-sample.csv") {
		r, ok := reference.MatchRegion(row["region"], "")
		if !ok || r.Code != want[row["region"]] {
			t.Fatalf("%s: %s %s, %v", row["org_id"], row["region"], r.Code, ok)
		}
		placed[r.Code]++
	}
	t.Logf("placed: %v", placed)
}

func FuzzTextsOfImports(f *testing.F) {
	for _, seed := range []string{"四川省凉山州昭觉县", "朝阳区建国路", "Chengdu, Sichuan", "臺北市", "GB-EAW", "身心障礙 children's", "\xff", "宮"} {
		f.Add(seed, "CN")
	}
	f.Fuzz(func(t *testing.T, text, hint string) {
		if r, ok := reference.MatchRegion(text, hint); ok {
			if again, err := reference.RegionByCode(r.Code); err != nil || again.Path != r.Path {
				t.Errorf("%q finds %s, which is no region: %v", text, r.Code, err)
			}
		}
		for _, scheme := range []reference.CauseScheme{reference.ICNPTSO, reference.UKCAT, reference.CauseText} {
			for _, k := range reference.MatchCause(scheme, text) {
				if _, err := reference.CauseByKey(k); err != nil {
					t.Errorf("%q finds %v", text, err)
				}
			}
		}
	})
}

func BenchmarkMatchRegion(b *testing.B) {
	reference.Regions()
	for _, text := range []string{"臺北市", "四川省凉山州昭觉县新城镇1号", "England and Wales", "12 Renmin Road, Chengdu, Sichuan"} {
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				reference.MatchRegion(text, "")
			}
		})
	}
}
