package importing

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

func TestReadMarkdown(t *testing.T) {
	folder := fstest.MapFS{
		"a.md":       {Data: []byte("---\ntitle: 走访\n---\n开头\n\n## 第一步\n甲\n```\n## not a step\n```\n## 第二步\n乙\n")},
		"bom.md":     {Data: []byte("\ufeff# Title here\r\n\r\ntext\r\n")},
		"broken.md":  {Data: []byte("---\ntitle: [\n---\nbody\n")},
		"latin.md":   {Data: []byte("\xff\xff\xff")},
		"无题.md":      {Data: []byte("只有正文")},
		"empty.md":   {Data: []byte("\n\n")},
		"image.png":  {Data: []byte("x")},
		"sub/two.md": {Data: []byte("## Same\na\n## Same\nb\n")},
	}
	docs, skipped, err := ReadMarkdown(folder)
	if err != nil {
		t.Fatal(err)
	}
	by := map[string]Document{}
	for _, d := range docs {
		by[d.Path] = d
	}
	if len(docs) != 5 || len(skipped) != 2 {
		t.Fatalf("%d documents, skipped %v", len(docs), skipped)
	}
	if a := by["a.md"]; a.Title != "走访" || len(a.Steps) != 2 || !strings.Contains(a.Steps[0].Body, "## not a step") || a.Language != "zh" {
		t.Errorf("a.md: %+v", a)
	}
	if d := by["bom.md"]; d.Title != "Title here" || strings.Contains(d.What, "\r") {
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
}

// Every word of the real documents is in the result.
func TestReadMarkdownLosesNoText(t *testing.T) {
	sets, _ := filepath.Glob("../../shared/data/playbooks-*/files")
	if len(sets) == 0 {
		t.Skip("the shared data is not beside the project")
	}
	total := 0
	for _, set := range sets {
		docs, skipped, err := ReadMarkdown(os.DirFS(set))
		if err != nil || len(skipped) > 0 {
			t.Errorf("%s: %v %v", set, err, skipped)
		}
		for _, d := range docs {
			total++
			raw, err := os.ReadFile(filepath.Join(set, d.Path))
			if err != nil {
				t.Fatal(err)
			}
			_, body := frontMatter(strings.ReplaceAll(strings.TrimPrefix(string(raw), "\ufeff"), "\r\n", "\n"))
			var all strings.Builder
			all.WriteString(d.What)
			for _, s := range d.Steps {
				all.WriteString("\n" + s.Title + "\n" + s.Body)
			}
			have := map[string]int{}
			for _, w := range strings.Fields(all.String()) {
				have[w]++
			}
			for _, w := range strings.Fields(body) {
				if have[w]--; have[w] < 0 && strings.Trim(w, "#") != "" {
					t.Errorf("%s loses %q", d.Path, w)
					break
				}
			}
		}
	}
	if total < 500 {
		t.Errorf("%d documents of 500", total)
	}
}
