// Package importing reads what others have written, without a database: folders of Markdown, tables of organizations.
package importing

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// Document is one Markdown file as a playbook. What, then each step's title and body, hold all its text.
type Document struct {
	Path, Title, Language, What string
	Steps                       []Step
	Digest                      string // SHA-256 of the file, hex
}

// Step is one second-level section of a document.
type Step struct{ Key, Title, Body string }

// Skipped is a file that became no document.
type Skipped struct{ Path, Reason string }

// maxFile is how large a document may be, in bytes.
const maxFile = 1 << 20

// ReadMarkdown reads every .md, .markdown and .mdx file of the folder, in the order of paths. A file that cannot be
// read as text is reported in skipped and does not stop the others.
//
// Title: `title` of the YAML front matter, else the first heading, else the file's name. Steps: the sections under
// second-level headings, where there are at least two; a document without them has no steps.
func ReadMarkdown(folder fs.FS) (docs []Document, skipped []Skipped, err error) {
	err = fs.WalkDir(folder, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			skipped = append(skipped, Skipped{p, err.Error()})
			return nil
		}
		switch strings.ToLower(path.Ext(p)) {
		case ".md", ".markdown", ".mdx":
		default:
			return nil
		}
		if !d.Type().IsRegular() {
			if !d.IsDir() {
				skipped = append(skipped, Skipped{p, "not a regular file"})
			}
			return nil
		}
		if info, err := d.Info(); err != nil || info.Size() > maxFile {
			skipped = append(skipped, Skipped{p, fmt.Sprintf("larger than %d bytes", maxFile)})
			return nil
		}
		raw, err := fs.ReadFile(folder, p)
		if err != nil {
			skipped = append(skipped, Skipped{p, err.Error()})
			return nil
		}
		doc, reason := parse(p, raw)
		if reason != "" {
			skipped = append(skipped, Skipped{p, reason})
			return nil
		}
		docs = append(docs, doc)
		return nil
	})
	sort.Slice(docs, func(i, j int) bool { return docs[i].Path < docs[j].Path })
	return docs, skipped, err
}

var (
	fence   = regexp.MustCompile("^ {0,3}(```|~~~)")
	heading = regexp.MustCompile(`^(#{1,6})[ \t]+(.+?)[ \t]*#*[ \t]*$`)
)

func parse(p string, raw []byte) (Document, string) {
	sum := sha256.Sum256(raw)
	raw = bytes.TrimPrefix(raw, []byte("\ufeff"))
	if !utf8.Valid(raw) {
		decoded, err := simplifiedchinese.GB18030.NewDecoder().Bytes(raw)
		if err != nil || bytes.ContainsRune(decoded, utf8.RuneError) {
			return Document{}, "neither UTF-8 nor GB18030"
		}
		raw = decoded
	}
	body := strings.ReplaceAll(strings.ReplaceAll(string(raw), "\r\n", "\n"), "\x00", "")
	d := Document{Path: p, Digest: hex.EncodeToString(sum[:])}
	front, body := frontMatter(body)
	d.Title, d.Language = text(front["title"]), text(front["lang"])
	if strings.TrimSpace(body) == "" && d.Title == "" {
		return Document{}, "empty"
	}
	d.What, d.Steps = sections(body, &d.Title)
	if d.Title == "" {
		d.Title = strings.TrimSuffix(path.Base(p), path.Ext(p))
	}
	if r := []rune(d.Title); len(r) > 300 {
		d.Title = string(r[:300])
	}
	if d.Language == "" || len(d.Language) > 35 {
		d.Language = guess(body)
	}
	return d, ""
}

// frontMatter cuts YAML front matter off. Front matter that is no YAML stays in the body, so that nothing is lost.
func frontMatter(body string) (map[string]any, string) {
	rest, ok := strings.CutPrefix(body, "---\n")
	if !ok {
		return nil, body
	}
	head, tail, ok := strings.Cut(rest, "\n---\n")
	if !ok {
		return nil, body
	}
	var front map[string]any
	if err := yaml.Unmarshal([]byte(head), &front); err != nil {
		return nil, body
	}
	return front, tail
}

// sections splits the body at its second-level headings outside code. The first heading, where it is of the first
// level and repeats or gives the title, stays in the text.
func sections(body string, title *string) (what string, steps []Step) {
	inCode := false
	parts := []struct {
		title string
		lines []string
	}{{}}
	for _, line := range strings.Split(body, "\n") {
		if fence.MatchString(line) {
			inCode = !inCode
		}
		if m := heading.FindStringSubmatch(line); m != nil && !inCode {
			if *title == "" {
				*title = m[2]
			}
			if len(m[1]) == 2 && len([]rune(m[2])) <= 300 {
				parts = append(parts, struct {
					title string
					lines []string
				}{title: m[2]})
				continue
			}
		}
		last := &parts[len(parts)-1]
		last.lines = append(last.lines, line)
	}
	if len(parts) < 3 || len(parts) > 300 {
		return body, nil
	}
	seen := map[string]int{}
	for _, s := range parts[1:] {
		key := slug(s.title)
		if seen[key]++; seen[key] > 1 {
			key = fmt.Sprintf("%s-%d", key, seen[key])
		}
		steps = append(steps, Step{key, s.title, strings.Join(s.lines, "\n")})
	}
	return strings.Join(parts[0].lines, "\n"), steps
}

// slug is a stable key of a heading: a hash, since headings are in any script.
func slug(title string) string {
	sum := sha256.Sum256([]byte(strings.ToLower(strings.Join(strings.Fields(title), " "))))
	return "h" + hex.EncodeToString(sum[:8])
}

func text(v any) string {
	s, _ := v.(string)
	return strings.TrimSpace(s)
}

// guess tells Chinese from other text by its share of Han characters; "und" otherwise.
func guess(body string) string {
	han, letters := 0, 0
	for _, r := range body {
		switch {
		case r >= 0x4e00 && r <= 0x9fff:
			han++
		case r >= 'A' && r <= 'z':
			letters++
		}
	}
	switch {
	case han*4 > letters && han > 0:
		return "zh"
	case letters > 0 && han == 0:
		return "en"
	}
	return "und"
}
