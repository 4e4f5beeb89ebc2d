// Package importing reads what others have written, without a database: folders of Markdown (ReadMarkdown, Parse,
// Connect) and tables of organizations (ReadTable, Propose, Organizations).
package importing

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"sort"
	"strings"

	"github.com/tongxing/tongxing/reference/script"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// Document is one Markdown file as a playbook. What, then each step's title and body, hold all its text.
type Document struct {
	Path, Title, Language, Licence string
	What, Why, TimeRequired, Cost  string
	Tags                           []string
	Steps                          []Step
	Draft                          bool      // the front matter says that it is not published
	Missing                        []Missing // links to documents that are not there; Connect finds them
	Digest                         string    // SHA-256, hex, of the file and of what Connect made of its links

	file    string // digest of the file
	body    string // without front matter and template tags
	summary string // of the front matter, where the text does not have it
	titled  bool   // the front matter gives the title
	offset  int    // lines before the body
	names   []string
	links   []link
	anchors map[string]string // of headings: the key of the step that they begin, "" within text
	labels  map[string]string // MyST: label → anchor of its heading
}

// Step is one step of a document. Its key is the same as long as its title is.
type Step struct{ Key, Title, Body string }

// Missing is a link to a document that is not among those imported.
type Missing struct {
	Target string
	Line   int
}

// Problem is a file or a row of one that became nothing.
type Problem struct {
	Path   string
	Line   int // from 1; 0 for the whole file
	Reason string
	Skip   bool // there is nothing wrong with it, it is only not wanted
}

// maxFile is how large a document may be, in bytes.
const maxFile = 1 << 20

// ReadMarkdown reads every .md, .markdown and .mdx file of the folder and of those in it, in the order of paths. What
// cannot be read is told as a problem and does not stop the others. Files named LICENSE, LICENCE or COPYING are no practice.
func ReadMarkdown(folder fs.FS) (docs []Document, problems []Problem, err error) {
	err = fs.WalkDir(folder, ".", func(p string, d fs.DirEntry, err error) error {
		problem := func(reason string) error {
			problems = append(problems, Problem{Path: p, Reason: reason})
			return nil
		}
		if err != nil {
			return problem(err.Error())
		}
		if d.IsDir() && (d.Name() == ".git" || d.Name() == "node_modules") {
			return fs.SkipDir
		}
		if !isMarkdown(p) || d.IsDir() {
			return nil
		}
		if !d.Type().IsRegular() {
			return problem("not a regular file")
		}
		if info, err := d.Info(); err != nil || info.Size() > maxFile {
			return problem(fmt.Sprintf("larger than %d bytes", maxFile))
		}
		raw, err := fs.ReadFile(folder, p)
		if err != nil {
			return problem(err.Error())
		}
		doc, trouble := Parse(p, raw)
		if trouble != nil {
			problems = append(problems, *trouble)
			return nil
		}
		docs = append(docs, doc)
		return nil
	})
	sort.Slice(docs, func(i, j int) bool { return docs[i].Path < docs[j].Path })
	return docs, problems, err
}

func isMarkdown(p string) bool {
	switch strings.ToLower(path.Ext(p)) {
	case ".md", ".markdown", ".mdx":
		return true
	}
	return false
}

var licenceFile = regexp.MustCompile(`(?i)^(licen[cs]e|copying)([-_.].*)?$`)

// Parse reads one document. p is its path in its folder, by slashes.
//
// Title: `title` of the YAML or TOML front matter, else the first heading, else the file's name. Steps: see split.
// Template tags of site generators are taken out (withoutTemplates).
func Parse(p string, raw []byte) (Document, *Problem) {
	p = norm.NFC.String(p)
	if licenceFile.MatchString(path.Base(p)) {
		return Document{}, &Problem{Path: p, Reason: "a licence, not a practice", Skip: true}
	}
	text, enc, damaged := Decode(raw)
	if enc == Unknown {
		return Document{}, &Problem{Path: p, Reason: "not text in UTF-8, UTF-16, Big5 or GB18030"}
	}
	if damaged {
		before, _, _ := strings.Cut(text, "\ufffd")
		line := 1 + strings.Count(before, "\n")
		return Document{}, &Problem{Path: p, Line: line, Reason: "bytes that are not " + string(enc)}
	}
	if line := hostile(text); line > 0 {
		return Document{}, &Problem{Path: p, Line: line, Reason: "nested deeper, or with more links in one paragraph, than people write"}
	}
	sum := sha256.Sum256(raw)
	d := Document{Path: p, file: hex.EncodeToString(sum[:])}
	front, body, lines := frontMatter(text)
	d.offset = lines
	d.body = withoutTemplates(body, front)
	d.Title = oneLine(front.text("title", "Title", "name"))
	d.titled = d.Title != ""
	if strings.TrimSpace(d.body) == "" && !d.titled {
		return Document{}, &Problem{Path: p, Reason: "empty", Skip: true}
	}
	d.Why = front.text("why")
	d.TimeRequired = oneLine(front.text("timeRequired", "time_required", "duration"))
	d.Cost = oneLine(front.text("cost"))
	d.Licence = oneLine(front.text("licence", "license"))
	d.Tags = front.list("causes", "tags", "categories", "category", "keywords")
	d.Draft = front.truth("draft", false) || !front.truth("published", true)
	if s := front.text("what", "description", "summary", "excerpt"); s != "" && !strings.Contains(d.body, s) {
		d.summary = s
	}
	d.names = append(front.list("permalink", "url", "slug", "aliases"), front.list("redirect_from")...)
	d.split()
	if d.Title == "" {
		d.Title = oneLine(strings.TrimSuffix(path.Base(p), path.Ext(p)))
	}
	d.Title = clip(d.Title, maxTitle)
	d.Language = d.tongue(front.text("lang", "language", "locale"))
	d.links = findLinks([]byte(d.body))
	d.Digest = d.file
	return d, nil
}

// Bounds of what a parser of Markdown reads in a time that grows with the square of it.
const (
	maxNesting  = 100  // of quotations and lists on one line
	maxBrackets = 3000 // in one paragraph
)

var containers = regexp.MustCompile(`^(?:[ \t]*(?:>|[-+*]|\d{1,9}[.)])(?:[ \t]|$|>))+`)

// hostile is the first line beyond the bounds, 0 if there is none.
func hostile(text string) int {
	brackets := 0
	for i, line := range strings.Split(text, "\n") {
		if strings.TrimSpace(line) == "" {
			brackets = 0
		}
		if brackets += strings.Count(line, "["); brackets > maxBrackets {
			return i + 1
		}
		if m := containers.FindString(line); len(strings.Fields(strings.ReplaceAll(m, ">", " > "))) > maxNesting {
			return i + 1
		}
	}
	return 0
}

// maxTitle is how long a title may be, in characters.
const maxTitle = 300

// clip shortens s to at most n characters.
func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// localized is the language in a file's name: guide.zh-TW.md.
var localized = regexp.MustCompile(`\.([a-z]{2}(-[A-Za-z]{2,4})?)$`)

// tongue is the language that the front matter or the file's name says, else that of the text.
func (d *Document) tongue(said string) string {
	if said == "" {
		if m := localized.FindStringSubmatch(strings.TrimSuffix(d.Path, path.Ext(d.Path))); m != nil {
			said = m[1]
		}
	}
	if t, err := language.Parse(said); err == nil && t != language.Und && len(t.String()) <= 35 {
		return t.String()
	}
	return guess(d.Title + "\n" + d.body)
}

// guess tells Chinese, simplified or traditional, from text without any Han character; "und" otherwise.
func guess(body string) string {
	han, letters := 0, 0
	for _, r := range body {
		switch {
		case r >= 0x4e00 && r <= 0x9fff:
			han++
		case r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z':
			letters++
		}
	}
	switch {
	case han > 0 && han*4 > letters:
		changed, simple := 0, []rune(script.Simplify(body))
		for i, r := range []rune(body) {
			if simple[i] != r {
				changed++
			}
		}
		if changed*20 > han {
			return "zh-Hant"
		}
		return "zh-Hans"
	case letters > 0 && han == 0:
		return "en"
	}
	return "und"
}
