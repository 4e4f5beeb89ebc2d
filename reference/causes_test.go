package reference_test

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/tongxing/tongxing/reference"
)

func TestCausesAreSound(t *testing.T) {
	form := regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)
	names := map[string]string{}
	paths := map[string]string{"": ""}
	law := map[string]bool{}
	for _, c := range reference.Causes() {
		if !form.MatchString(c.Key) || c.NameZH == "" || c.NameEN == "" {
			t.Errorf("bad key or names: %+v", c)
		}
		if parent, ok := paths[c.Parent]; !ok || strings.TrimPrefix(parent+"/"+c.Key, "/") != c.Path || strings.Count(c.Path, "/") != c.Level {
			t.Errorf("parent missing or later, or path or level wrong: %+v", c)
		}
		for _, name := range []string{c.NameZH, c.NameEN} {
			if other, taken := names[name]; taken {
				t.Errorf("%s and %s are both %s", other, c.Key, name)
			}
			names[name] = c.Key
		}
		paths[c.Key] = c.Path
		law[c.CharityLaw] = true
	}
	for _, item := range []string{"3.1", "3.2", "3.3", "3.4", "3.5"} {
		if !law[item] {
			t.Errorf("no cause for item %s of China's Charity Law", item)
		}
	}
	if n := len(reference.Causes()); n < 60 || n > 120 {
		t.Errorf("%d causes", n)
	}
	t.Logf("%d causes", len(reference.Causes()))
}

func TestCauseByKey(t *testing.T) {
	c, err := reference.CauseByKey("school-aid")
	if err != nil || c.Path != "education/school-aid" || c.Name("zh-Hans") != "助学" || c.Name("en-GB") != "School aid" {
		t.Errorf("got %+v, %v", c, err)
	}
	if _, err := reference.CauseByKey("no-such"); !errors.Is(err, reference.ErrUnknownCause) {
		t.Errorf("got %v, want ErrUnknownCause", err)
	}
}

func TestMatchCause(t *testing.T) {
	for _, c := range []struct {
		name   string
		scheme reference.CauseScheme
		value  string
		want   []string
	}{
		{"code with its own cause", reference.ICNPTSO, "D12", []string{"older-people"}},
		{"code by its group", reference.ICNPTSO, "B39", []string{"education-support"}},
		{"code by its section", reference.ICNPTSO, "E99", []string{"environment"}},
		{"section itself, lower case", reference.ICNPTSO, " i ", []string{"religion"}},
		{"tag with its own cause", reference.UKCAT, "ED105", []string{"school-aid"}},
		{"tag by its subcategory", reference.UKCAT, "AR301", []string{"performing-arts"}},
		{"tag by its category", reference.UKCAT, "LE101", []string{"sport"}},
		{"several tags", reference.UKCAT, "RL302;RL200;BE102", []string{"children", "religion"}},
		{"the smaller of two causes", reference.UKCAT, "ED;ED105", []string{"school-aid"}},
		{"tag that says nothing of the work", reference.UKCAT, "BE", nil},
		{"unknown code", reference.ICNPTSO, "Z99", nil},
		{"unknown tags beside a known one", reference.UKCAT, "ZZ999;é;ED1;EN101", []string{"climate"}},
		{"key", reference.CauseText, "school-aid", []string{"school-aid"}},
		{"Chinese name", reference.CauseText, "助学、助老", []string{"school-aid", "older-people"}},
		{"traditional name", reference.CauseText, "災害，環境保護", []string{"disaster-relief", "environment"}},
		{"English names", reference.CauseText, "Animal Welfare; Disability", []string{"disability", "animals"}},
		{"words", reference.CauseText, "关爱留守儿童", []string{"rural-children"}},
		{"empty", reference.CauseText, "", nil},
		{"unknown scheme", "OTHER", "B32", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := reference.MatchCause(c.scheme, c.value); !slices.Equal(got, c.want) {
				t.Errorf("MatchCause(%s, %q) = %v, want %v", c.scheme, c.value, got, c.want)
			}
		})
	}
}

func TestInferCauses(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"older people", "社團法人高雄市老人關懷協會", []string{"older-people"}},
		{"disability", "財團法人台北市身心障礙者福利基金會", []string{"disability", "family"}},
		{"two causes in simplified characters", "北京乡村儿童助学中心", []string{"school-aid", "rural-children"}},
		{"serious illness of children", "財團法人中華民國兒童癌症基金會", []string{"children", "serious-illness"}},
		{"longest word wins", "台灣動物醫院協會", []string{"veterinary"}},
		{"ending counts at the end", "艋舺龍山寺", []string{"religion"}},
		{"ending does not count elsewhere", "宮前町九十番地", nil},
		{"English words in capitals", "LEEDS CHILDREN'S CIRCUS", []string{"children"}},
		{"part of an English word does not count", "Cartwright Trust", nil},
		{"English beside Chinese", "台灣Music協會", []string{"performing-arts"}},
		{"a name that does not say", "財團法人標竿基金會", nil},
		{"empty", "", nil},
		{"a text too long to be a name", strings.Repeat("老人", 5000), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := reference.InferCauses(c.text); !slices.Equal(got, c.want) {
				t.Errorf("InferCauses(%q) = %v, want %v", c.text, got, c.want)
			}
		})
	}
}

func TestSharedClassificationsFindCauses(t *testing.T) {
	for _, row := range table(t, "orgs-uk-ukcat", "files", "icnptso.csv") {
		code := row["Sub-group"]
		if code == "" {
			code = row["Group"]
		}
		if code == "" {
			code = row["Section"]
		}
		if got := reference.MatchCause(reference.ICNPTSO, code); len(got) == 0 {
			t.Errorf("ICNPTSO %s (%s) finds no cause", code, row["Title"])
		}
	}
	for _, row := range table(t, "orgs-uk-ukcat", "files", "ukcat.csv") {
		got := reference.MatchCause(reference.UKCAT, row["Code"])
		if (len(got) == 0) != (row["Code"] == "BE") { // "Beneficiary group" alone says nothing
			t.Errorf("UKCAT %s (%s) finds %v", row["Code"], row["tag"], got)
		}
	}
}

func TestSharedUKOrganizationsFindCauses(t *testing.T) {
	rows, byTags, byCode, neither := table(t, "orgs-uk-ukcat", "files", "uk-charities-sample.csv"), 0, 0, 0
	for _, row := range rows {
		tags, code := reference.MatchCause(reference.UKCAT, row["causes"]), reference.MatchCause(reference.ICNPTSO, row["icnptso"])
		if len(tags) > 0 {
			byTags++
		}
		if len(code) > 0 {
			byCode++
		}
		if len(tags)+len(code) == 0 {
			neither++
		}
		if (len(tags) == 0) != (row["causes"] == "" || row["causes"] == "BE") || (len(code) == 0) != (row["icnptso"] == "") {
			t.Errorf("%s: tags %q find %v, code %q finds %v", row["org_id"], row["causes"], tags, row["icnptso"], code)
		}
	}
	t.Logf("of %d organizations %d find causes by their tags, %d by their ICNP/TSO code, %d by neither", len(rows), byTags, byCode, neither)
}

func TestSharedTaiwanNamesFindCauses(t *testing.T) {
	rows, found, by := taiwan(t), 0, map[string]int{}
	for _, o := range rows {
		keys := reference.InferCauses(o.Name)
		if len(keys) > 0 {
			found++
		}
		for _, k := range keys {
			by[k]++
		}
	}
	if found < len(rows)*3/4 {
		t.Errorf("%d of %d names imply a cause, want three quarters at least", found, len(rows))
	}
	t.Logf("%d of %d names imply a cause (%.0f %%): %v", found, len(rows), 100*float64(found)/float64(len(rows)), by)
}

func BenchmarkInferCauses(b *testing.B) {
	reference.Causes()
	for b.Loop() {
		reference.InferCauses("財團法人基督教臺北市私立伯大尼兒少家園")
	}
}
