package reference_test

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/tongxing/tongxing/reference"
)

func region(t *testing.T, code string) reference.Region {
	t.Helper()
	r, err := reference.RegionByCode(code)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestRegionsAreTheStandardsTables(t *testing.T) {
	kinds := map[reference.RegionKind]int{}
	perCountry := map[string]int{}
	for _, r := range reference.Regions() {
		kinds[r.Kind]++
		perCountry[strings.Split(r.Path, "/")[0]]++
	}
	// The ministry's table of 2024 has 34, 333 and 2,846 divisions and the three of 三沙市; ISO 3166-1 has 249 entries.
	for kind, want := range map[reference.RegionKind]int{reference.Province: 34, reference.City: 333, reference.County: 2849, reference.Country: 249} {
		if kinds[kind] != want {
			t.Errorf("%d regions of kind %s, want %d", kinds[kind], kind, want)
		}
	}
	// ISO 3166-2:US has 57 entries, ISO 3166-2:TW has 22.
	for country, want := range map[string]int{"US": 1 + 57, "TW": 1 + 22, "CN": 1 + 34 + 333 + 2849} {
		if perCountry[country] != want {
			t.Errorf("%d regions in %s, want %d", perCountry[country], country, want)
		}
	}
	t.Logf("%d regions: %v", len(reference.Regions()), kinds)
}

func TestRegionsAreSound(t *testing.T) {
	form := regexp.MustCompile(`^([A-Z]{2}|[A-Z]{2}-[A-Z0-9]{1,3}|\d{6})$`)
	seen := map[string]reference.Region{}
	for _, r := range reference.Regions() {
		if !form.MatchString(r.Code) || r.NameEN == "" {
			t.Errorf("%s: bad code or no name: %+v", r.Code, r)
		}
		if _, twice := seen[r.Code]; twice {
			t.Errorf("%s twice", r.Code)
		}
		if r.Parent == "" {
			if r.Level != 0 || r.Path != r.Code || r.Kind != reference.Country {
				t.Errorf("%s: no root: %+v", r.Code, r)
			}
		} else if parent, ok := seen[r.Parent]; !ok || r.Path != parent.Path+"/"+r.Code || r.Level != parent.Level+1 {
			t.Errorf("%s: parent missing or later, or path or level wrong: %+v", r.Code, r)
		}
		if inChina := strings.HasPrefix(r.Path, "CN"); inChina && r.NameZH == "" {
			t.Errorf("%s: no Chinese name", r.Code)
		}
		seen[r.Code] = r
	}
}

func TestRegionByCode(t *testing.T) {
	for _, c := range []struct{ code, path, zh, en string }{
		{"CN", "CN", "中国", "China"},
		{"510000", "CN/510000", "四川省", "Sichuan"},
		{"513431", "CN/510000/513400/513431", "昭觉县", "Zhaojue County"},
		{"110105", "CN/110000/110105", "朝阳区", "Chaoyang District"},
		{"429021", "CN/420000/429021", "神农架林区", "Shennongjia Forestry District"},
		{"610100", "CN/610000/610100", "西安市", "Xi'an"},
		{"150000", "CN/150000", "内蒙古自治区", "Inner Mongolia"},
		{"710000", "CN/710000", "台湾省", "Taiwan"},
		{"810000", "CN/810000", "香港特别行政区", "Hong Kong"},
		{"820000", "CN/820000", "澳门特别行政区", "Macao"},
		{"CN-SC", "CN/510000", "四川省", "Sichuan"},
		{"cn-51", "CN/510000", "四川省", "Sichuan"},
		{"CN-513431", "CN/510000/513400/513431", "昭觉县", "Zhaojue County"},
		{"CN-SN", "CN/610000", "陕西省", "Shaanxi"},
		{"CN-SX", "CN/140000", "山西省", "Shanxi"},
		{"GB-SCT", "GB/GB-SCT", "苏格兰", "Scotland"},
		{"GB-BIR", "GB/GB-ENG/GB-BIR", "", "Birmingham"},
		{"GB-EAW", "GB/GB-EAW", "英格兰和威尔士", "England and Wales"},
		{"us-ca", "US/US-CA", "加利福尼亚州", "California"},
		{"TW-CYQ", "TW/TW-CYQ", "嘉义县", "Chiayi County"},
	} {
		t.Run(c.code, func(t *testing.T) {
			r := region(t, c.code)
			if r.Path != c.path || r.NameZH != c.zh || r.NameEN != c.en {
				t.Errorf("got %s %s %s, want %s %s %s", r.Path, r.NameZH, r.NameEN, c.path, c.zh, c.en)
			}
		})
	}
	for _, code := range []string{"", "XX", "999999", "110100", "CN-999999", "CN-51343", "四川"} {
		if r, err := reference.RegionByCode(code); !errors.Is(err, reference.ErrUnknownRegion) {
			t.Errorf("RegionByCode(%q) = %v, %v, want ErrUnknownRegion", code, r, err)
		}
	}
}

func TestRegionName(t *testing.T) {
	for _, c := range []struct{ code, language, want string }{
		{"510000", "zh-CN", "四川省"},
		{"510000", "en", "Sichuan"},
		{"GB-BIR", "zh", "Birmingham"},
	} {
		if got := region(t, c.code).Name(c.language); got != c.want {
			t.Errorf("%s in %s: %s, want %s", c.code, c.language, got, c.want)
		}
	}
}

func TestSubtree(t *testing.T) {
	for _, c := range []struct {
		name, code string
		want       []string
	}{
		{"a province is its own path", "510000", []string{"CN/510000"}},
		{"a grouping covers its parts", "GB-EAW", []string{"GB/GB-EAW", "GB/GB-ENG", "GB/GB-WLS"}},
		{"a grouping of the whole covers it once", "GB-UKM", []string{"GB/GB-UKM", "GB"}},
		{"a part does not cover its grouping", "GB-ENG", []string{"GB/GB-ENG"}},
		{"one place in two standards, from the one", "810000", []string{"CN/810000", "HK"}},
		{"one place in two standards, from the other", "HK", []string{"HK", "CN/810000"}},
		{"a country covers what its subdivisions cover", "CN", []string{"CN", "TW", "HK", "MO"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := reference.Subtree(c.code)
			if err != nil || !slices.Equal(got, c.want) {
				t.Errorf("Subtree(%s) = %v, %v, want %v", c.code, got, err, c.want)
			}
		})
	}
	if _, err := reference.Subtree("nowhere"); !errors.Is(err, reference.ErrUnknownRegion) {
		t.Errorf("unknown code: %v, want ErrUnknownRegion", err)
	}
}
