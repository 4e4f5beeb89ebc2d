package importing

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/tongxing/tongxing/internal/shareddata"
)

func TestReadMarkdown(t *testing.T) {
	folder := fstest.MapFS{
		"a.md":       {Data: []byte("---\ntitle: 走访\n---\n开头\n\n## 甲步\n甲\n```\n## not a step\n```\n## 乙步\n乙\n")},
		"bom.md":     {Data: []byte("\ufeff# Title here\r\n\r\ntext\r\n")},
		"broken.md":  {Data: []byte("---\ntitle: [\n---\nbody\n")},
		"latin.md":   {Data: []byte("\xff\xff\xff")},
		"无题.md":      {Data: []byte("只有正文")},
		"empty.md":   {Data: []byte("\n\n")},
		"LICENSE.md": {Data: []byte("MIT")},
		"image.png":  {Data: []byte("x")},
		"sub/two.md": {Data: []byte("## Same\na\n## Same\nb\n")},
		"toml.md":    {Data: []byte("+++\ntitle = \"家访\"\ntags = [\"education\"]\ndraft = true\n+++\n\n正文\n")},
	}
	docs, problems, err := ReadMarkdown(folder)
	if err != nil {
		t.Fatal(err)
	}
	by := map[string]Document{}
	for _, d := range docs {
		by[d.Path] = d
	}
	if len(docs) != 6 || len(problems) != 3 {
		t.Fatalf("%d documents, problems %v", len(docs), problems)
	}
	if a := by["a.md"]; a.Title != "走访" || len(a.Steps) != 2 || !strings.Contains(a.Steps[0].Body, "## not a step") || a.Language != "zh-Hans" || a.What != "开头" {
		t.Errorf("a.md: %+v", a)
	}
	if d := by["bom.md"]; d.Title != "Title here" || strings.Contains(d.What, "\r") || d.What != "text" {
		t.Errorf("bom.md: %+v", d)
	}
	if d := by["broken.md"]; !strings.Contains(d.What, "title: [") {
		t.Errorf("broken front matter is lost: %+v", d)
	}
	if d := by["无题.md"]; d.Title != "无题" {
		t.Errorf("title from the file's name: %+v", d)
	}
	if s := by["sub/two.md"].Steps; len(s) != 2 || s[0].Key == s[1].Key {
		t.Errorf("steps of one title: %+v", s)
	}
	if d := by["toml.md"]; d.Title != "家访" || !d.Draft || len(d.Tags) != 1 || d.What != "正文" {
		t.Errorf("toml.md: %+v", d)
	}
}

func parsed(t *testing.T, name, text string) Document {
	t.Helper()
	d, problem := Parse(name, []byte(text))
	if problem != nil {
		t.Fatal(problem)
	}
	return d
}

func TestStepsComeFromTheStructure(t *testing.T) {
	for _, c := range []struct{ name, text, what, titles, bodies string }{
		{"numbered headings below a section", "# T\nintro\n## Do\n### Step 1: Ask\na\n### Step 2: Go\nb\n## After\nc\n",
			"intro\n## Do\n\n## After\nc", "Step 1: Ask|Step 2: Go", "a|b"},
		{"Chinese numerals", "# T\n## 第一步 名单\n甲\n## 第二步 走访\n乙\n", "", "第一步 名单|第二步 走访", "甲|乙"},
		{"the list of the how-to section", "## How to do it\n\n1. Ask.\n1. Go there.\n   Twice.\n\n## Law\nnone\n",
			"## How to do it\n\n## Law\nnone", "Ask.|Go there", "|Go there.\nTwice."},
		{"sections", "# T\ni\n\nA\n---\na\n\nB\n---\nb\n", "i", "A|B", "a|b"},
		{"sections of the third level", "# T\n### A\na\n### B\nb\n", "", "A|B", "a|b"},
		{"an ordered list at the top", "# T\n\nhi\n\n1. one\n2. two\n\nbye\n", "hi\n\nbye", "one|two", "|"},
		{"no structure", "# T\n\njust text\n", "just text", "", ""},
		{"one section", "# T\n\n## only\ntext\n", "## only\ntext", "", ""},
		{"headings in quotations", "# T\n\n> ## a\n\n> ## b\n", "> ## a\n\n> ## b", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := parsed(t, "x.md", c.text)
			var titles, bodies []string
			for _, s := range d.Steps {
				titles, bodies = append(titles, s.Title), append(bodies, s.Body)
			}
			if d.What != c.what || strings.Join(titles, "|") != c.titles || strings.Join(bodies, "|") != c.bodies {
				t.Errorf("what %q, steps %q, bodies %q", d.What, titles, bodies)
			}
		})
	}
}

func TestAStepKeepsItsKeyWhenAnotherComesBeforeIt(t *testing.T) {
	before := parsed(t, "x.md", "# T\n## 1. Ask\na\n## 2. Go\nb\n")
	after := parsed(t, "x.md", "# T\n## 1. Think\n.\n## 2. Ask\na\n## 3. Go\nb\n")
	if before.Steps[0].Key != after.Steps[1].Key || before.Steps[1].Key != after.Steps[2].Key {
		t.Errorf("%v, %v", before.Steps, after.Steps)
	}
}

func TestNoReaderSeesTemplateTags(t *testing.T) {
	d := parsed(t, "x.md", "---\ntitle: T\nauthor: 小明\n---\n"+`{% include nav.html %}
By {{ page.author }}, see [this]({{ site.baseurl }}/a.md){: .button} and [that]({% link b.md %}).{:target="_blank"}
{% comment %}
not for readers
{% endcomment %}
{% hint style="info" %}
A hint.
{% endhint %}
Dear {{ first_name }}, {{< figure src="/x.png" title="P" >}}{{% notice %}}careful{{% /notice %}}
{% raw %}{{ site.kept }}{% endraw %} and `+"`{% code %}`\n\n```\n{{ site.code }}\n```\n")
	for _, gone := range []string{"include", "{{ page", "{{ site.baseurl", "not for readers", "hint style", "{:", "figure src", "notice %}"} {
		if strings.Contains(d.What, gone) {
			t.Errorf("%q is left in %s", gone, d.What)
		}
	}
	for _, kept := range []string{"By 小明", "(/a.md)", "(/b.md)", "A hint.", "Dear {{ first_name }}", "![P](/x.png)", "careful", "{{ site.kept }}", "{% code %}", "{{ site.code }}"} {
		if !strings.Contains(d.What, kept) {
			t.Errorf("%q is lost from %s", kept, d.What)
		}
	}
}

func TestLinksBetweenDocumentsBecomeLinksBetweenPlaybooks(t *testing.T) {
	docs := []Document{
		parsed(t, "guide/a.md", strings.Join([]string{"# A", "[rel](../b.md)", "[anchor](../b.md#go-there)", "[angle](<走访 表.md>)", "[percent](%E8%B5%B0%E8%AE%BF%20%E8%A1%A8.md)",
			"[ref][b] and [B]", "<a class='x' href=\"/b/\">html</a>", "![pic](../b.md)", "[pdf](x.pdf)", "[out](https://example.org/b.md)", "[gone](no/such.md)",
			"[html](../b.html \"title\")", "[perma](/how/b/)", "{ref}`the b <b-label>`", "`[code](../b.md)`", "[here](#a)", "", "[b]: ../b.md 'T'"}, "\n\n")),
		parsed(t, "b.md", "---\npermalink: /how/b/\n---\n# B\n\n(b-label)=\n\n## First\n\n[back](guide/a.md)\n\n## Go there!\nx\n"),
		parsed(t, "guide/走访 表.md", "# 表\n\n1. x\n2. y\n"),
	}
	Connect(docs, func(p string) string {
		return map[string]string{"guide/a.md": "pbk_A", "b.md": "pbk_B", "guide/走访 表.md": "pbk_C"}[p]
	})
	a := docs[0].What
	go2 := docs[1].Steps[1].Key
	first := docs[1].Steps[0].Key
	for _, want := range []string{"[rel](tongxing:pbk_B)", "[anchor](tongxing:pbk_B#" + go2 + ")", "[angle](<tongxing:pbk_C>)", "[percent](tongxing:pbk_C)",
		"[b]: tongxing:pbk_B 'T'", "href=\"tongxing:pbk_B\"", "![pic](../b.md)", "[pdf](x.pdf)", "https://example.org/b.md", "[gone](no/such.md)",
		"[html](tongxing:pbk_B \"title\")", "[perma](tongxing:pbk_B)", "[the b](tongxing:pbk_B#" + first + ")", "`[code](../b.md)`", "[here](#a)"} {
		if !strings.Contains(a, want) {
			t.Errorf("no %q in\n%s", want, a)
		}
	}
	if m := docs[0].Missing; len(m) != 1 || m[0] != (Missing{"no/such.md", 21}) {
		t.Errorf("missing: %v", m)
	}
	if !strings.Contains(docs[1].Steps[0].Body, "[back](tongxing:pbk_A)") {
		t.Errorf("no way back: %+v", docs[1].Steps)
	}
	if docs[0].Digest == docs[0].file || docs[2].Digest != docs[2].file {
		t.Error("the digest does not tell of the links")
	}
}

func TestEachPieceHasTheDefinitionsThatItUses(t *testing.T) {
	d := parsed(t, "x.md", "# T\n## A\n[x] and note[^1]\n## B\nnothing\n\n[x]: https://example.org/x\n[^1]: A note.\n")
	if a := d.Steps[0].Body; !strings.Contains(a, "[x]: <https://example.org/x>") || !strings.Contains(a, "[^1]: A note.") {
		t.Errorf("A: %q", a)
	}
	if b := d.Steps[1].Body; strings.Count(b, "[x]:") != 1 {
		t.Errorf("B: %q", b)
	}
}

// Every word of the real documents is in the result.
func TestNoTextOfTheSharedSetsIsLost(t *testing.T) {
	total, stepped, linked, missing := 0, 0, 0, 0
	for _, set := range shareddata.Sets(t, "playbooks-*") {
		folder := filepath.Join(set, "files")
		docs, problems, err := ReadMarkdown(os.DirFS(folder))
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range problems {
			if !p.Skip || !strings.HasPrefix(filepath.Base(p.Path), "LICEN") {
				t.Errorf("%s: %+v", set, p)
			}
		}
		want := shareddata.Count(t, set, "playbook")
		if strings.HasSuffix(set, "hot-toolbox") {
			want++ // its README.md stands in the index as the licence
		}
		if len(docs) != want {
			t.Errorf("%s: %d documents of %d", set, len(docs), want)
		}
		n, links, gone := 0, 0, 0
		for _, d := range docs {
			if len(d.Steps) > 0 {
				n++
			}
			raw, err := os.ReadFile(filepath.Join(folder, d.Path))
			if err != nil {
				t.Fatal(err)
			}
			text, _, _ := Decode(raw)
			m, body, _ := frontMatter(text)
			body = withoutTemplates(body, m)
			have := map[string]int{}
			for _, w := range words(d.Title + "\n" + d.What) {
				have[w]++
			}
			for _, s := range d.Steps {
				for _, w := range words(s.Title + "\n" + s.Body) {
					have[w]++
				}
			}
			for _, w := range words(body) {
				if have[w]--; have[w] < 0 {
					t.Errorf("%s/%s loses %q", filepath.Base(set), d.Path, w)
					break
				}
			}
		}
		Connect(docs, func(p string) string { return "pbk_" + p })
		for _, d := range docs {
			links += len(d.links)
			gone += len(d.Missing)
			if os.Getenv("SHOW") != "" {
				for _, m := range d.Missing {
					t.Logf("%s:%d %s", d.Path, m.Line, m.Target)
				}
			}
		}
		t.Logf("%s: %d documents, %d with steps, %d links, %d of them to documents that are not there", filepath.Base(set), len(docs), n, links, gone)
		total, stepped, linked, missing = total+len(docs), stepped+n, linked+links, missing+gone
	}
	if total != 501 {
		t.Errorf("%d documents of 501", total)
	}
	t.Logf("%d documents, %d with steps, %d links, %d missing", total, stepped, linked, missing)
}

// words are the runs of letters and digits, but numbers, which are marks of lists and headings too.
func words(s string) (all []string) {
	for _, w := range strings.FieldsFunc(s, func(r rune) bool {
		return !(r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r > 0x2e80)
	}) {
		if strings.Trim(w, "0123456789") != "" {
			all = append(all, w)
		}
	}
	return all
}
