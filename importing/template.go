package importing

import (
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// span is a part of a text, [start, end).
type span struct{ start, end int }

// codeSpans are the parts of a text that are code, in their order.
func codeSpans(src []byte) (all []span) {
	_ = ast.Walk(parseMarkdown(src), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.FencedCodeBlock, *ast.CodeBlock:
			if l := n.Lines(); l.Len() > 0 {
				all = append(all, span{l.At(0).Start, l.At(l.Len() - 1).Stop})
			}
			return ast.WalkSkipChildren, nil
		case *ast.CodeSpan:
			if first, ok := n.FirstChild().(*ast.Text); ok {
				if last, ok := n.LastChild().(*ast.Text); ok {
					all = append(all, span{first.Segment.Start, last.Segment.Stop})
				}
			}
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	slices.SortFunc(all, func(a, b span) int { return a.start - b.start })
	return all
}

var (
	// tag is one of Liquid ({% … %}, {{ … }}), of Hugo ({{< … >}}, {{% … %}}) or a list of attributes of kramdown ({: … }).
	tag       = regexp.MustCompile(`(?s)\{\{[<%]\s*(.*?)\s*[%>]\}\}|\{%-?\s*(.*?)\s*-?%\}|\{\{-?\s*([^{}]*?)\s*-?\}\}|\{:[^{}\n]*\}`)
	attribute = regexp.MustCompile(`(\]\([^()\s]*\)|\])\{ ?([.#:][\w-]+|[\w-]+=("[^"]*"|[\w-]+))( ([.#:][\w-]+|[\w-]+=("[^"]*"|[\w-]+)))* ?\}`)
	quotedArg = regexp.MustCompile(`["']([^"']*)["']`)
	namedArg  = regexp.MustCompile(`(\w+)\s*=\s*["']([^"']*)["']`)
)

// withoutTemplates takes out what a site generator would have replaced, so that no reader sees it: tags of Jekyll,
// Liquid, GitBook and Hugo and kramdown's lists of attributes, outside of code. What stands between tags stays; comments
// go. Links and values that can be told take the place of their tag. The number of lines stays.
func withoutTemplates(text string, m matter) string {
	if !strings.Contains(text, "{") {
		return text
	}
	code := codeSpans([]byte(text))
	var out strings.Builder
	at, drop, keep := 0, "", ""
	for _, x := range tag.FindAllStringSubmatchIndex(text, -1) {
		start, end := x[0], x[1]
		if start < at || inside(code, start) {
			continue
		}
		group := func(i int) string {
			if x[2*i] < 0 {
				return ""
			}
			return text[x[2*i]:x[2*i+1]]
		}
		name, _, _ := strings.Cut(group(2), " ")
		switch {
		case drop != "":
			if name != drop {
				continue
			}
			drop = ""
			newlines(&out, text[at:end])
		case keep != "":
			if name != keep {
				continue
			}
			keep = ""
			out.WriteString(text[at:start])
		default:
			out.WriteString(text[at:start])
			switch name {
			case "comment":
				drop = "endcomment"
			case "raw":
				keep = "endraw"
			}
			instead, ok := replacement(group(1), group(2), group(3), m)
			if !ok {
				instead = text[start:end]
			}
			out.WriteString(instead)
			if n := strings.Count(text[start:end], "\n") - strings.Count(instead, "\n"); n > 0 {
				out.WriteString(strings.Repeat("\n", n))
			}
		}
		at = end
	}
	out.WriteString(text[at:]) // a comment that does not end stays: nothing is lost
	return attribute.ReplaceAllString(out.String(), "$1")
}

func newlines(out *strings.Builder, s string) {
	out.WriteString(strings.Repeat("\n", strings.Count(s, "\n")))
}

func inside(spans []span, at int) bool {
	i, found := slices.BinarySearchFunc(spans, at, func(s span, at int) int { return s.start - at })
	return found || i > 0 && at < spans[i-1].end
}

// replacement of a tag; not ok: it is no template's, and stays.
func replacement(hugo, liquid, value string, m matter) (string, bool) {
	switch {
	case hugo != "":
		name, rest, _ := strings.Cut(hugo, " ")
		switch name {
		case "ref", "relref":
			if q := quotedArg.FindStringSubmatch(rest); q != nil {
				return q[1], true
			}
		case "figure":
			args := map[string]string{}
			for _, a := range namedArg.FindAllStringSubmatch(rest, -1) {
				args[a[1]] = a[2]
			}
			if args["src"] != "" {
				return "![" + args["title"] + args["caption"] + "](" + args["src"] + ")", true
			}
		}
		return "", true
	case liquid != "":
		name, rest, _ := strings.Cut(liquid, " ")
		switch name {
		case "link":
			return "/" + strings.TrimPrefix(strings.Trim(rest, ` "'`), "/"), true
		case "embed":
			if a := namedArg.FindStringSubmatch(rest); a != nil && a[1] == "url" {
				return "<" + a[2] + ">", true
			}
		case "highlight":
			return "```" + strings.TrimSpace(rest), true
		case "endhighlight":
			return "```", true
		}
		return "", true
	case value != "":
		name, filter, _ := strings.Cut(value, "|")
		name = strings.TrimSpace(name)
		if q := quotedArg.FindStringSubmatch(name); q != nil && filter != "" {
			return q[1], true
		}
		root, key, _ := strings.Cut(name, ".")
		switch root {
		case "page":
			return m.text(key), true
		case "site", "include", "layout", "jekyll", "content", "theme":
			return "", true
		}
		return "", false // a place to fill in, as in a template of a letter
	}
	return "", true // attributes
}
