package importing

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
	"golang.org/x/text/unicode/norm"
)

// Scheme begins the address of a playbook in a text: tongxing:pbk_…#stepKey. It stands wherever the text is read;
// whoever shows it asks node(id:).
const Scheme = "tongxing:"

// link is a link of a document's text that may lead to another document.
type link struct {
	at     span   // what is replaced
	target string // as written, without escapes
	label  bool   // MyST: target is a label or a document, and the whole role is replaced
	text   string // of such a role
}

var (
	anchorTag = regexp.MustCompile(`(?i)<a\s[^>]*?href\s*=\s*(?:"([^"]*)"|'([^']*)')`)
	role      = regexp.MustCompile(`\{(ref|doc|numref)\}$`)
	roleText  = regexp.MustCompile(`(?s)^(.*?)\s*<([^>]+)>$`)
	labelLine = regexp.MustCompile(`(?m)^\(([^()\n]+)\)=[ \t]*$`)
)

// findLinks finds the links of the text by its syntax tree: inline ones, definitions of references, tags of raw HTML and
// MyST's roles; not what is code, and no pictures.
func findLinks(src []byte) (all []link) {
	_ = ast.Walk(parseMarkdown(src), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Link:
			if n.Reference == nil {
				all = append(all, destination(src, n.Destination)...)
			}
		case *ast.LinkReferenceDefinition:
			all = append(all, destination(src, n.Destination)...)
		case *ast.RawHTML:
			for i := range n.Segments.Len() {
				s := n.Segments.At(i)
				all = append(all, tags(src, span{s.Start, s.Stop})...)
			}
		case *ast.HTMLBlock:
			if l := n.Lines(); l.Len() > 0 {
				end := l.At(l.Len() - 1).Stop
				if n.HasClosure() {
					end = n.ClosureLine.Stop
				}
				all = append(all, tags(src, span{l.At(0).Start, end})...)
			}
		case *ast.CodeSpan:
			all = append(all, roles(src, n)...)
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	slices.SortFunc(all, func(a, b link) int { return a.at.start - b.at.start })
	end := 0
	return slices.DeleteFunc(all, func(l link) bool { // a tag within the text of a link, and the like
		if l.at.start < end {
			return true
		}
		end = l.at.end
		return false
	})
}

// destination is where a destination of the tree stands: goldmark's are slices of the source.
func destination(src, dest []byte) []link {
	at := cap(src) - cap(dest)
	if len(dest) == 0 || at < 0 || at+len(dest) > len(src) || &src[at] != &dest[0] {
		return nil
	}
	target := string(util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(dest))))
	return []link{{at: span{at, at + len(dest)}, target: target}}
}

func tags(src []byte, in span) (all []link) {
	for _, m := range anchorTag.FindAllSubmatchIndex(src[in.start:in.end], -1) {
		for _, g := range []int{2, 4} {
			if m[g] >= 0 {
				at := span{in.start + m[g], in.start + m[g+1]}
				all = append(all, link{at: at, target: html.UnescapeString(string(src[at.start:at.end]))})
			}
		}
	}
	return all
}

func roles(src []byte, n *ast.CodeSpan) []link {
	first, ok := n.FirstChild().(*ast.Text)
	last, ok2 := n.LastChild().(*ast.Text)
	if !ok || !ok2 || first.Segment.Start < 1 || last.Segment.Stop >= len(src) {
		return nil
	}
	open := first.Segment.Start - 1
	m := role.FindIndex(src[max(0, open-10):open])
	if m == nil || src[open] != '`' || src[last.Segment.Stop] != '`' {
		return nil
	}
	l := link{at: span{max(0, open-10) + m[0], last.Segment.Stop + 1}, label: true}
	l.target = strings.TrimSpace(string(src[first.Segment.Start:last.Segment.Stop]))
	if t := roleText.FindStringSubmatch(l.target); t != nil {
		l.text, l.target = t[1], t[2]
	}
	return []link{l}
}

// labels are MyST's: (label)= before a heading.
func labels(body string, all []section) map[string]string {
	found := map[string]string{}
	for _, m := range labelLine.FindAllStringSubmatchIndex(body, -1) {
		anchor := ""
		for i, h := range all {
			if h.start >= m[1] {
				if i > 0 || h.level > 1 { // that of the title is the document
					anchor = h.anchor
				}
				break
			}
		}
		found[strings.ToLower(body[m[2]:m[3]])] = anchor
	}
	return found
}

// library finds documents by what links call them.
type library struct {
	docs   map[string]*Document // by path
	names  map[string]*Document // by other names: lower case, without extension, permalinks
	labels map[string]*Document
}

func newLibrary(docs []Document) *library {
	l := &library{map[string]*Document{}, map[string]*Document{}, map[string]*Document{}}
	name := func(n string, d *Document) {
		n = strings.ToLower(strings.Trim(path.Clean("/"+n), "/"))
		if _, taken := l.names[n]; !taken {
			l.names[n] = d
		}
	}
	for i := range docs {
		l.docs[docs[i].Path] = &docs[i]
		for label := range docs[i].labels {
			l.labels[label] = &docs[i]
		}
	}
	for i := range docs {
		name(docs[i].Path, &docs[i])
	}
	for i := range docs {
		d := &docs[i]
		bare := strings.TrimSuffix(d.Path, path.Ext(d.Path))
		name(bare, d)
		short := localized.ReplaceAllString(bare, "")
		name(short, d)
		switch strings.ToLower(path.Base(short)) {
		case "index", "_index", "readme":
			name(path.Dir(short), d)
		}
		if strings.HasPrefix(bare, "_") { // a collection of Jekyll's
			name(bare[1:], d)
		}
		for _, n := range d.names {
			if strings.Contains(n, "/") {
				name(n, d)
			}
		}
	}
	return l
}

// find returns the document that a link from another leads to, with the fragment. document says whether the target is one
// to a document at all: relative, and with no extension of another kind of file.
func (l *library) find(from *Document, target string) (d *Document, fragment string, document bool) {
	u, err := url.Parse(strings.TrimSpace(target))
	if err != nil || u.Scheme != "" || u.Host != "" || u.Opaque != "" {
		return nil, "", false
	}
	p := norm.NFC.String(u.Path)
	if p == "" {
		return from, u.Fragment, u.Fragment != ""
	}
	switch ext := strings.ToLower(path.Ext(p)); {
	case isMarkdown(p), ext == ".html", ext == ".htm", ext == "":
	case len(ext) > 6 || strings.ContainsAny(ext, " -"): // a point within a name
	default:
		if _, known := l.names[strings.ToLower(strings.Trim(path.Join("/", path.Dir(from.Path), p), "/"))]; !known {
			return nil, "", false
		}
	}
	bases := []string{path.Dir(from.Path)}
	if strings.HasPrefix(p, "/") {
		bases = []string{""}
	} else if !isMarkdown(p) { // sites serve guide.md as guide/
		bases = append(bases, strings.TrimSuffix(from.Path, path.Ext(from.Path)))
	}
	for _, base := range bases {
		full := path.Join(base, p)
		if d, ok := l.docs[full]; ok {
			return d, u.Fragment, true
		}
		key := strings.ToLower(strings.Trim(path.Clean("/"+full), "/"))
		if strings.HasPrefix(full, "..") {
			continue
		}
		for _, k := range []string{key, strings.TrimSuffix(key, path.Ext(key))} {
			if d, ok := l.names[k]; ok {
				return d, u.Fragment, true
			}
		}
	}
	return nil, "", true
}

// Connect turns the links between the documents into links between playbooks. id is the playbook's id of a path, "" for
// a document that becomes none. What leads to documents that are not there stays as written, in Missing.
func Connect(docs []Document, id func(path string) string) {
	l := newLibrary(docs)
	for i := range docs {
		d := &docs[i]
		d.Missing = nil
		var out strings.Builder
		at := 0
		hash := sha256.New()
		hash.Write([]byte(d.file))
		for _, k := range d.links {
			instead, ok := l.address(d, k, id)
			if !ok {
				continue
			}
			if instead == "" {
				d.Missing = append(d.Missing, Missing{k.target, d.offset + 1 + strings.Count(d.body[:k.at.start], "\n")})
				continue
			}
			out.WriteString(d.body[at:k.at.start])
			out.WriteString(instead)
			at = k.at.end
			fmt.Fprintln(hash, instead)
		}
		if at == 0 {
			continue
		}
		out.WriteString(d.body[at:])
		linked := *d
		linked.body, linked.titled = out.String(), d.titled
		if !d.titled {
			linked.Title = ""
		}
		linked.split()
		d.What, d.Steps, d.Digest = linked.What, linked.Steps, hex.EncodeToString(hash.Sum(nil))
	}
}

// address is what stands in the text instead of the link; "" for a document that is not there; not ok: the link is none
// to a document, or one within this document that stays right.
func (l *library) address(from *Document, k link, id func(string) string) (instead string, ok bool) {
	to, fragment, document := (*Document)(nil), "", true
	if k.label {
		if to = l.labels[strings.ToLower(k.target)]; to != nil {
			fragment = to.labels[strings.ToLower(k.target)]
		} else {
			to, fragment, document = l.find(from, k.target)
		}
	} else {
		to, fragment, document = l.find(from, k.target)
	}
	if !document {
		return "", false
	}
	if to == nil {
		return "", true
	}
	key, known := to.anchors[fragment]
	if !known {
		key, known = to.anchors[strings.ToLower(fragment)]
	}
	if key == "" && fragment != "" {
		key = url.PathEscape(fragment)
		key = strings.NewReplacer("(", "%28", ")", "%29").Replace(key)
	}
	switch playbook := id(to.Path); {
	case to == from && !k.label:
		if !known || key == url.PathEscape(fragment) {
			return "", false
		}
		return "#" + key, true
	case playbook == "":
		return "", true
	default:
		instead = Scheme + playbook
	}
	if key != "" {
		instead += "#" + key
	}
	if k.label {
		text := k.text
		if text == "" {
			text = to.Title
		}
		return "[" + text + "](" + instead + ")", true
	}
	return instead, true
}
