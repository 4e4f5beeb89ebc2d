package importing

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
)

var markdown = goldmark.New(goldmark.WithExtensions(extension.GFM))

func parseMarkdown(src []byte) ast.Node { return markdown.Parser().Parse(text.NewReader(src)) }

// section is a heading with what stands under it.
type section struct {
	level             int
	start, body, stop int // of the heading's line, of what follows it, of the end of that
	title, anchor     string
	written           string // the heading as written, where it says more than its title: pictures, links
}

// maxSteps is how many steps a document may have; one with more keeps its text in one piece.
const maxSteps = 300

// split takes the steps from the document's structure and leaves the rest of its text, in its order, to What. The first
// of these that there is:
//
//  1. Headings numbered one after the other ("1. …", "Step 1", "第一步"), at least two of one level.
//  2. The items of the ordered list in the one section that says how it is done ("How to do it", "步骤").
//  3. Sections: the highest level of which there are at least two headings, the title's apart.
//  4. The items of an ordered list at the top, in a document without sections.
//
// A heading that only repeats the title is left out. Each piece gets the definitions of links and footnotes that it uses.
func (d *Document) split() {
	src := []byte(d.body)
	root := parseMarkdown(src)
	all := headings(root, src)
	rest, begin := all, 0
	if len(all) > 0 && (!d.titled || all[0].title == d.Title) {
		if d.Title == "" {
			d.Title = all[0].title
		}
		if all[0].level == 1 {
			rest = all[1:]
			if all[0].title == d.Title && all[0].written == "" && strings.TrimSpace(d.body[:all[0].start]) == "" {
				begin = all[0].body
			}
		}
	}
	var steps []Step
	var cut []span
	for _, find := range []func() ([]Step, []span){
		func() ([]Step, []span) { return d.cutAt(numbered(rest)) },
		func() ([]Step, []span) { return d.cutList(root, src, howTo(rest)) },
		func() ([]Step, []span) { return d.cutAt(sections(rest)) },
		func() ([]Step, []span) {
			if len(rest) > 0 {
				return nil, nil
			}
			return d.cutList(root, src, span{0, len(src)})
		},
	} {
		if steps, cut = find(); len(steps) > 1 && len(steps) <= maxSteps {
			break
		}
		steps, cut = nil, nil
	}
	var what []string
	at := begin
	for _, c := range cut {
		what = append(what, strings.Trim(d.body[min(at, c.start):c.start], "\n"))
		at = c.end
	}
	what = append(what, strings.Trim(d.body[min(at, len(d.body)):], "\n"))
	text := strings.Trim(strings.Join(nonEmpty(what), "\n\n"), "\n")
	if d.summary != "" {
		text = strings.TrimSpace(d.summary + "\n\n" + text)
	}
	defs := definitions(root, src)
	d.What = defs.complete(text)
	d.Steps = steps
	for i := range d.Steps {
		d.Steps[i].Body = defs.complete(d.Steps[i].Body)
	}
	d.anchors = map[string]string{}
	for _, h := range all {
		d.anchors[h.anchor] = ""
		for i, c := range cut {
			if c.start == h.start && i < len(steps) {
				d.anchors[h.anchor] = steps[i].Key
			}
		}
	}
	d.labels = labels(d.body, all)
}

func nonEmpty(all []string) (out []string) {
	for _, s := range all {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// headings are the headings of the document itself, not those within quotations and lists.
func headings(root ast.Node, src []byte) (all []section) {
	seen := map[string]int{}
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		h, ok := n.(*ast.Heading)
		if !ok || h.Pos() < 0 {
			continue
		}
		s := section{level: h.Level, start: lineStart(src, h.Pos()), title: oneLine(plain(h, src))}
		s.body = lineEnd(src, h.Pos())
		if l := h.Lines(); l.Len() > 0 {
			s.body = lineEnd(src, max(h.Pos(), l.At(l.Len()-1).Stop-1))
			if first := bytes.TrimLeft(src[s.start:], " "); len(first) > 0 && first[0] != '#' {
				s.body = lineEnd(src, s.body) // the line of = or -
			}
		}
		if l := h.Lines(); l.Len() > 0 && rich(h) {
			s.written = strings.TrimSpace(string(src[l.At(0).Start:l.At(l.Len()-1).Stop]))
		}
		if m := explicit.FindStringSubmatchIndex(s.title); m != nil {
			s.anchor = s.title[m[2]:m[3]]
			s.title = strings.TrimSpace(s.title[:m[0]])
		}
		if s.anchor == "" {
			s.anchor = anchorOf(s.title)
			if seen[s.anchor]++; seen[s.anchor] > 1 {
				s.anchor = fmt.Sprintf("%s-%d", s.anchor, seen[s.anchor]-1)
			}
		}
		all = append(all, s)
	}
	for i := range all {
		all[i].stop = len(src)
		for _, next := range all[i+1:] {
			if next.level <= all[i].level {
				all[i].stop = next.start
				break
			}
		}
	}
	return all
}

// rich says whether a heading has more than text.
func rich(h ast.Node) (found bool) {
	_ = ast.Walk(h, func(n ast.Node, _ bool) (ast.WalkStatus, error) {
		switch n.(type) {
		case *ast.Image, *ast.Link, *ast.RawHTML:
			found = true
			return ast.WalkStop, nil
		}
		return ast.WalkContinue, nil
	})
	return found
}

// explicit is an anchor that a heading gives itself: ## Title {#anchor}
var explicit = regexp.MustCompile(`\s*\{#([^}\s]+)[^}]*\}$`)

func lineStart(src []byte, at int) int { return bytes.LastIndexByte(src[:at], '\n') + 1 }

// lineEnd is where the line after the one of at begins.
func lineEnd(src []byte, at int) int {
	if i := bytes.IndexByte(src[min(at, len(src)):], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(src)
}

// plain is a node's text without marks.
func plain(n ast.Node, src []byte) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			switch n := n.(type) {
			case *ast.Text:
				b.Write(n.Value(src))
				if n.SoftLineBreak() || n.HardLineBreak() {
					b.WriteByte(' ')
				}
			case *ast.String:
				b.Write(n.Value)
			case *ast.AutoLink:
				b.Write(n.Label(src))
			}
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

// anchorOf is the fragment that site generators give a heading: lower case, hyphens for spaces, no punctuation.
func anchorOf(title string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ', r == '-':
			return '-'
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r), r == '_':
			return unicode.ToLower(r)
		}
		return -1
	}, title)
}

var (
	number = regexp.MustCompile(`(?i)^(?:(?:step|阶段|階段|步骤|步驟|part)\s*[:：]?\s*(\d+|[一二三四五六七八九十]+)|第\s*(\d+|[一二三四五六七八九十]+)\s*(?:步|阶段|階段|部分|章|节|節)|(?:\d+[.．])*(\d+)\s*[.．、:：)）]|([一二三四五六七八九十]+)\s*[、.．:：])`)
	how    = regexp.MustCompile(`(?i)^(how to( do (it|this))?|steps?|the steps|procedure|instructions|what to do|(具体|操作|实施|實施|执行|執行)?(步骤|步驟|流程|做法)|怎么做|怎麼做|如何做|如何操作)[:：]?$`)
)

// numeral is the number that a title begins with, 0 for none.
func numeral(title string) int {
	m := number.FindStringSubmatch(title)
	if m == nil {
		return 0
	}
	s := m[1] + m[2] + m[3] + m[4]
	n := 0
	if _, err := fmt.Sscan(s, &n); err == nil {
		return n
	}
	for _, r := range s {
		if r == '十' {
			n = max(n, 1) * 10
			continue
		}
		n = n/10*10 + strings.IndexRune("一二三四五六七八九", r)/3 + 1
	}
	return n
}

// numbered are the headings of the one run of numbers 1, 2, … at the highest level that has one.
func numbered(all []section) (found []section) {
	for level := 1; level <= 6; level++ {
		found = nil
		runs := 0
		for _, h := range all {
			if h.level != level {
				continue
			}
			switch n := numeral(h.title); {
			case n == 1:
				runs++
				found = append(found, h)
			case n > 0 && n == len(found)+1:
				found = append(found, h)
			case n > 0:
				runs = 9 // not one after the other
			}
		}
		if runs == 1 && len(found) > 1 {
			return found
		}
	}
	return nil
}

// sections are the headings of the highest level that has at least two.
func sections(all []section) (found []section) {
	for level := 1; level <= 6; level++ {
		found = nil
		for _, h := range all {
			if h.level == level {
				found = append(found, h)
			}
		}
		if len(found) > 1 {
			return found
		}
	}
	return nil
}

// howTo is the text of the one section that says how it is done.
func howTo(all []section) (found span) {
	n := 0
	for _, h := range all {
		if how.MatchString(strings.TrimSpace(h.title)) {
			found = span{h.body, h.stop}
			n++
		}
	}
	if n != 1 {
		return span{}
	}
	return found
}

// cutAt makes a step of each heading. Between headings of one level no text is left.
func (d *Document) cutAt(found []section) (steps []Step, cut []span) {
	keys := keys{}
	for _, h := range found {
		body := strings.Trim(d.body[h.body:h.stop], "\n")
		if h.written == "" && len([]rune(h.title)) > maxTitle {
			h.written = h.title
		}
		if h.written != "" {
			body = strings.TrimSpace(h.written + "\n\n" + body)
		}
		key := h.title
		if m := number.FindString(key); m != "" && len(m) < len(key) {
			key = key[len(m):] // a step keeps its key when another comes before it
		}
		steps = append(steps, Step{keys.of(key), clip(h.title, maxTitle), body})
		cut = append(cut, span{h.start, h.stop})
	}
	return steps, cut
}

// cutList makes a step of each item of the first ordered list within the span.
func (d *Document) cutList(root ast.Node, src []byte, within span) (steps []Step, cut []span) {
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		list, ok := n.(*ast.List)
		if !ok || !list.IsOrdered() || list.Pos() < within.start || list.Pos() >= within.end {
			continue
		}
		end := within.end
		for next := list.NextSibling(); next != nil; next = next.NextSibling() {
			if next.Pos() >= 0 {
				end = min(end, lineStart(src, next.Pos()))
				break
			}
		}
		keys := keys{}
		for n := list.FirstChild(); n != nil; n = n.NextSibling() {
			item, ok := n.(*ast.ListItem)
			if !ok || item.FirstChild() == nil || item.Pos() < 0 {
				return nil, nil
			}
			start, stop := lineStart(src, item.Pos()), end
			if next := item.NextSibling(); next != nil {
				stop = lineStart(src, next.Pos())
			}
			if start >= stop || len(cut) > 0 && start < cut[len(cut)-1].end {
				return nil, nil
			}
			title := oneLine(plain(item.FirstChild(), src))
			key := keys.of(title)
			title = clip(sentence(title), 160)
			body := dedent(d.body[start:stop])
			if body == title {
				body = ""
			}
			steps = append(steps, Step{key, title, body})
			cut = append(cut, span{start, stop})
		}
		return steps, cut
	}
	return nil, nil
}

var marker = regexp.MustCompile(`^ {0,3}\d{1,9}[.)][ \t]*`)

// dedent is the text of a list's item as a text of its own.
func dedent(item string) string {
	m := marker.FindString(item)
	indent := strings.Repeat(" ", len(m))
	lines := strings.Split(item[len(m):], "\n")
	for i, line := range lines[1:] {
		line = strings.ReplaceAll(line, "\t", "    ")
		if cut, ok := strings.CutPrefix(line, indent); ok {
			lines[i+1] = cut
		} else {
			lines[i+1] = strings.TrimLeft(line, " ")
		}
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// sentence is the first sentence of a text.
func sentence(s string) string {
	if i := strings.IndexAny(s, "。！？；"); i > 0 && i < len(s)-3 {
		return s[:i]
	}
	if i := strings.Index(s, ". "); i > 0 {
		return s[:i]
	}
	return s
}

// keys counts titles that are the same.
type keys map[string]int

// of is a stable key of a title: a hash, since titles are in any script.
func (k keys) of(title string) string {
	sum := sha256.Sum256([]byte(strings.ToLower(oneLine(title))))
	key := "h" + hex.EncodeToString(sum[:8])
	if k[key]++; k[key] > 1 {
		return fmt.Sprintf("%s-%d", key, k[key])
	}
	return key
}
