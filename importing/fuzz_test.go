package importing

import (
	"strings"
	"testing"
)

func FuzzParse(f *testing.F) {
	for _, s := range []string{"---\ntitle: a\n---\n# T\n1. a\n2. b\n", "# T\n## 第一步\n[x](y.md)\n## 第十二步\n{% raw %}", "A\n===\n\n(l)=\n## B {#c}\n{ref}`x <l>`\n", "\xff\xfea\x00", "+++\nx=1\n+++\n<a href='x.md'>"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		d, problem := Parse("a/b.md", raw)
		if problem == nil {
			docs := []Document{d, {Path: "y.md"}}
			Connect(docs, func(p string) string { return "pbk_1" })
		}
	})
}

func FuzzReadTable(f *testing.F) {
	for _, s := range []string{"id,name\n1,\"a\nb\"\n2,\"x\n", "[{\"a\":1}]", "{\"a\":[{\"name\":\"x\"}]}", "{\"a\":1}\n{\"b\":[1,{}]}\n", "名稱\t縣市\n甲\t臺北市\n"} {
		f.Add([]byte(s), "x")
	}
	f.Fuzz(func(t *testing.T, raw []byte, name string) {
		tab, err := ReadTable(name, raw, Auto)
		if err != nil {
			return
		}
		m := Propose(tab)
		if len(m["name"]) == 0 && len(tab.Columns) > 0 {
			m["name"] = tab.Columns[:1]
		}
		all, problems, err := Organizations(tab, m, "")
		if err == nil && len(all)+len(problems) != len(tab.Rows)+len(tab.Problems) {
			t.Errorf("%d organizations and %d problems of %d rows", len(all), len(problems), len(tab.Rows)+len(tab.Problems))
		}
	})
}

// What a parser would read for minutes is refused before it is read.
func TestHostileDocumentsAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		piece   string
		refused bool
	}{
		"brackets": {"[", true}, "quotations": {"> ", true}, "quotations without spaces": {">", true}, "links": {"[a](", true}, "lists": {"1. ", true},
		"definitions": {"[a]: b\n", true}, "footnotes": {"[^a]: b\n", true}, "emphasis": {"*a ", false}, "headings": {"# a\n", false}, "tags": {"{% a ", false},
		"backticks": {"`a ", false}, "html": {"<a ", false}, "tables": {"|a", false}, "braces": {"{{", false},
	} {
		_, problem := Parse("x.md", []byte("# T\n"+strings.Repeat(c.piece, (1<<17)/len(c.piece))))
		if (problem != nil) != c.refused {
			t.Errorf("%s: %v", name, problem)
		}
	}
}
