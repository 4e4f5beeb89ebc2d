package importing

import (
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// defs are the definitions that a text has once and that any piece of it may use.
type defs struct {
	links []definition
	notes []definition
}

type definition struct{ label, text string }

var (
	noteStart = regexp.MustCompile(`(?m)^\[\^([^\]\n]+)\]:`)
	linkStart = regexp.MustCompile(`(?m)^ {0,3}\[([^\[\]\n]+)\]:`)
	bracketed = regexp.MustCompile(`\[([^\[\]]+)\]`)
)

// definitions of the document: of links by the syntax tree, of footnotes with the indented lines that follow.
func definitions(root ast.Node, src []byte) (d defs) {
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if r, ok := n.(*ast.LinkReferenceDefinition); ok && entering && !strings.HasPrefix(string(r.Label), "^") {
			line := "[" + string(r.Label) + "]: <" + string(r.Destination) + ">"
			if len(r.Title) > 0 {
				line += ` "` + strings.ReplaceAll(string(r.Title), `"`, `\"`) + `"`
			}
			d.links = append(d.links, definition{util.ToLinkReference(r.Label), line})
		}
		return ast.WalkContinue, nil
	})
	for _, m := range noteStart.FindAllSubmatchIndex(src, -1) {
		end := lineEnd(src, m[0])
		for end < len(src) {
			next := lineEnd(src, end)
			if line := string(src[end:next]); strings.TrimSpace(line) != "" && !strings.HasPrefix(line, "    ") {
				break
			}
			end = next
		}
		d.notes = append(d.notes, definition{string(src[m[2]:m[3]]), strings.TrimSpace(string(src[m[0]:end]))})
	}
	return d
}

// complete adds the definitions that a piece of the text uses and does not have itself.
func (d defs) complete(piece string) string {
	if len(d.links)+len(d.notes) == 0 || !strings.Contains(piece, "[") {
		return piece
	}
	used, has := map[string]bool{}, map[string]bool{}
	for _, m := range linkStart.FindAllStringSubmatch(piece, -1) {
		has[util.ToLinkReference([]byte(m[1]))] = true
	}
	for _, m := range bracketed.FindAllStringSubmatch(piece, -1) {
		used[util.ToLinkReference([]byte(m[1]))] = true
	}
	var add []string
	for _, n := range d.notes {
		if key := util.ToLinkReference([]byte("^" + n.label)); used[key] && !has[key] {
			has[key] = true
			add = append(add, n.text)
			for _, m := range bracketed.FindAllStringSubmatch(n.text, -1) {
				used[util.ToLinkReference([]byte(m[1]))] = true
			}
		}
	}
	for _, l := range d.links {
		if used[l.label] && !has[l.label] { // of several definitions the first counts
			has[l.label] = true
			add = append(add, l.text)
		}
	}
	if len(add) == 0 {
		return piece
	}
	return strings.TrimRight(piece, "\n") + "\n\n" + strings.Join(add, "\n\n")
}
