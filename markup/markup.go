// Package markup renders Markdown as people wrote it to HTML that is safe to show.
package markup

import (
	"bytes"
	"net/url"
	"regexp"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer/html"
)

// markdown is GitHub's Markdown with footnotes. Raw HTML passes through it, and then through the policy.
var markdown = goldmark.New(
	goldmark.WithExtensions(extension.GFM, extension.Footnote),
	goldmark.WithParserOptions(parser.WithAutoHeadingID()),
	goldmark.WithRendererOptions(html.WithUnsafe()),
)

// reference is a global id.
var reference = regexp.MustCompile(`^[a-z]{3}_[0-9A-Za-z]{1,60}$`)

// policy lets through what user content needs: no scripts, styles, frames, forms or handlers; links are nofollow.
var policy = func() *bluemonday.Policy {
	p := bluemonday.UGCPolicy()
	p.AllowAttrs("type", "checked", "disabled").OnElements("input") // task lists
	p.AllowElements("input")
	// Links between playbooks, as imports write them: tongxing:pbk_…#stepKey. Whoever shows the text asks node(id:).
	p.AllowURLSchemeWithCustomPolicy("tongxing", func(u *url.URL) bool { return reference.MatchString(u.Opaque) })
	p.RequireNoFollowOnLinks(true)
	p.RequireNoReferrerOnLinks(true)
	p.AddTargetBlankToFullyQualifiedLinks(true)
	return p
}()

// HTML renders Markdown to safe HTML. It never fails: what is no Markdown is text.
func HTML(source string) string {
	var out bytes.Buffer
	if err := markdown.Convert([]byte(source), &out); err != nil {
		return policy.Sanitize(source)
	}
	return policy.SanitizeReader(&out).String()
}
