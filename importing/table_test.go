package importing

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tongxing/tongxing/internal/shareddata"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

func TestEveryEncodingIsDetected(t *testing.T) {
	hans := "机构名称,城市\n成都市春苗助学服务中心,四川\n"
	hant := "機構名稱,縣市\n財團法人伊甸社會福利基金會,臺北市\n"
	for _, c := range []struct {
		name string
		enc  encoding.Encoding
		text string
		want Encoding
	}{
		{"UTF-8", encoding.Nop, hans, UTF8},
		{"UTF-8 with a mark", encoding.Nop, "\ufeff" + hans, UTF8},
		{"UTF-16 with a mark, little", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), hans, UTF16LE},
		{"UTF-16 with a mark, big", unicode.UTF16(unicode.BigEndian, unicode.UseBOM), hant, UTF16BE},
		{"UTF-16, little", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), hant, UTF16LE},
		{"UTF-16, big", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), hans, UTF16BE},
		{"Big5", traditionalchinese.Big5, hant, Big5},
		{"Big5, two short words", traditionalchinese.Big5, "機構,縣市\n伊甸,臺北市\n", Big5},
		{"GB18030", simplifiedchinese.GB18030, hans, GB18030},
		{"GB18030, two short words", simplifiedchinese.GB18030, "机构,城市\n春苗,北京\n", GB18030},
		{"GB18030, traditional", simplifiedchinese.GB18030, hant, GB18030},
		{"GB18030, four bytes", simplifiedchinese.GB18030, "机构,城市\n㐀㐁助学,北京\n", GB18030},
	} {
		t.Run(c.name, func(t *testing.T) {
			raw, err := c.enc.NewEncoder().Bytes([]byte(c.text))
			if err != nil {
				t.Fatal(err)
			}
			text, got, damaged := Decode(raw)
			if got != c.want || damaged || text != strings.TrimPrefix(c.text, "\ufeff") {
				t.Errorf("%s, damaged %v: %q", got, damaged, text)
			}
		})
	}
	if _, enc, _ := Decode([]byte("\x89PNG\r\n\x1a\n\x00\x00\xff\xd8\xff\xe0")); enc != Unknown {
		t.Errorf("a picture is read as %s", enc)
	}
}

func table(t *testing.T, name, text string) *Table {
	t.Helper()
	got, err := ReadTable(name, []byte(text), Auto)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestABadRowCostsItselfOnly(t *testing.T) {
	got := table(t, "x.csv", "id,name,note\n1,One,\"two\nlines\"\n2,\"never closed,x\n3,Three,ok\n4,too,many,fields\n,,\n5,The \"Old\" School,ok\n6,Six\n7,Seven,\"a \"\"b\"\"\"\n")
	var names []string
	for _, r := range got.Rows {
		names = append(names, r.Values["name"])
	}
	if strings.Join(names, "|") != `One|Three|The "Old" School|Seven` {
		t.Errorf("rows %q", names)
	}
	lines := map[int]bool{}
	for _, p := range got.Problems {
		lines[p.Line] = true
	}
	if len(got.Problems) != 4 || !lines[4] || !lines[6] || !lines[7] || !lines[9] {
		t.Errorf("problems %+v", got.Problems)
	}
	if got.Rows[1].Line != 5 || got.Rows[0].Values["note"] != "two\nlines" {
		t.Errorf("lines are off: %+v", got.Rows)
	}
}

func TestABadByteCostsItsRowOnly(t *testing.T) {
	rows := "id,name\n"
	for range 60 {
		rows += "a,成都市春苗助学服务中心成都市春苗\n"
	}
	got := table(t, "x.csv", rows+"b,\xff坏\nc,好\n")
	if len(got.Rows) != 61 || len(got.Problems) != 1 || got.Problems[0].Line != 62 {
		t.Errorf("%d rows, problems %v", len(got.Rows), got.Problems)
	}
}

func TestJSONInItsForms(t *testing.T) {
	for name, text := range map[string]string{
		"list.json":   `[{"id":1,"name":"甲","causes":["a","b"],"place":{"city":"成都"}},"x",{"id":"02","name":"乙"}]`,
		"object.json": `{"count":2,"items":[{"id":1,"name":"甲","causes":["a","b"],"place":{"city":"成都"}},3,{"id":"02","name":"乙"}]}`,
		"x.jsonl":     "{\"id\":1,\"name\":\"甲\",\"causes\":[\"a\",\"b\"],\"place\":{\"city\":\"成都\"}}\n{broken\n\n{\"id\":\"02\",\"name\":\"乙\"}\n",
	} {
		got := table(t, name, text)
		if len(got.Rows) != 2 || len(got.Problems) != 1 {
			t.Fatalf("%s: %+v", name, got)
		}
		if v := got.Rows[0].Values; v["id"] != "1" || v["causes"] != "a;b" || v["place.city"] != "成都" || got.Rows[1].Values["id"] != "02" {
			t.Errorf("%s: %v", name, v)
		}
	}
	cut := table(t, "cut.json", "[{\"name\":\"甲\"},\n{\"name\":")
	if len(cut.Rows) != 1 || len(cut.Problems) != 1 || cut.Problems[0].Line != 2 {
		t.Errorf("a file that was cut: %+v", cut)
	}
}

func TestDuplicatesBecomeOneWithAllCauses(t *testing.T) {
	tab := table(t, "x.csv", "id,name,causes\n1,A,ED101\n2,B,\n1,A,AR100\n1,A,ED101\n3,,\n")
	all, problems, err := Organizations(tab, Propose(tab), "")
	if err != nil || len(all) != 2 || len(problems) != 3 || len(all[0].Causes) != 2 {
		t.Fatalf("%+v %+v %v", all, problems, err)
	}
	if !problems[0].Skip || !strings.Contains(problems[0].Reason, "line 2, its causes were added") || problems[2].Reason != "no name" {
		t.Errorf("%+v", problems)
	}
}

func TestTheMappingIsProposedAndOverridden(t *testing.T) {
	tab := table(t, "x.tsv", "機構名稱\t統一編號\t縣市\tlink\n財團法人伊甸社會福利基金會\t04140854\t臺北市\thttp://a.org\n")
	m := Propose(tab)
	if m["name"][0] != "機構名稱" || m["registrationId"][0] != "統一編號" || m["region"][0] != "縣市" || m["website"][0] != "link" {
		t.Errorf("%v", m)
	}
	o, err := m.Override(tab, []string{"website=", "mission=link"})
	if err != nil || len(o["website"]) != 0 || o["mission"][0] != "link" || m["website"] == nil {
		t.Errorf("%v %v", o, err)
	}
	for _, bad := range []string{"colour=link", "name=none", "name"} {
		if _, err := m.Override(tab, []string{bad}); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
	all, _, _ := Organizations(tab, m, "")
	if all[0].Registration != "TW-UBN-04140854" || all[0].Region != "TW-TPE" || all[0].Kind != "FOUNDATION" {
		t.Errorf("%+v", all[0])
	}
}

// Each row of the shared sets becomes an organization or is told with a reason.
func TestNoRowOfTheSharedSetsIsDropped(t *testing.T) {
	for _, c := range []struct {
		set, file                                  string
		rows, distinct, placed, registered, caused int
	}{
		{"orgs-uk-ukcat", "uk-charities-sample.csv", 4201, 4102, 4000, 4000, 3900},
		{"orgs-tw-donation-codes", "organization.json", 1588, 1500, 1500, 1500, 700},
	} {
		set := shareddata.Sets(t, c.set)[0]
		raw, err := os.ReadFile(filepath.Join(set, "files", c.file))
		if err != nil {
			t.Fatal(err)
		}
		tab, err := ReadTable(c.file, raw, Auto)
		if err != nil {
			t.Fatal(err)
		}
		m := Propose(tab)
		all, problems, err := Organizations(tab, m, "")
		if err != nil {
			t.Fatal(err)
		}
		placed, registered, caused, inferred, sites := 0, 0, 0, 0, 0
		notes := map[string]int{}
		for _, o := range all {
			if o.Region != "" {
				placed++
			}
			if o.Registration != "" {
				registered++
			}
			if len(o.Causes) > 0 {
				caused++
			}
			if o.Inferred {
				inferred++
			}
			if o.Website != "" {
				sites++
			}
			for _, n := range o.Notes {
				notes[strings.SplitN(n, " ", 3)[0]]++
			}
		}
		reasons := map[string]int{}
		for _, p := range problems {
			reasons[strings.Join(strings.Fields(strings.Map(func(r rune) rune {
				if r >= '0' && r <= '9' {
					return -1
				}
				return r
			}, p.Reason)), " ")]++
		}
		t.Logf("%s: %v; %d organizations, %d problems; region %d, registration %d, causes %d (%d inferred), website %d, notes %v, reasons %v", c.set, m, len(all), len(problems), placed, registered, caused, inferred, sites, notes, len(reasons))
		if len(all)+len(problems) != c.rows {
			t.Errorf("%d rows of %d are accounted for", len(all)+len(problems), c.rows)
		}
		if len(all) < c.distinct || placed < c.placed || registered < c.registered || caused < c.caused {
			t.Errorf("less than there was")
		}
		for k, n := range reasons {
			if n > 3 || len(reasons) < 10 {
				t.Logf("  %d × %s", n, k)
			}
		}
	}
}
