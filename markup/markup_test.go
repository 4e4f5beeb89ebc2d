package markup

import (
	"strings"
	"testing"
)

func TestHTMLIsSafe(t *testing.T) {
	for _, source := range []string{
		"<script>alert(1)</script>", "[x](javascript:alert(1))", "<img src=x onerror=alert(1)>",
		"<a href=\"data:text/html,x\">x</a>", "<iframe src=//evil></iframe>", "<svg onload=alert(1)>",
		"<style>*{}</style>", "<p style=\"position:fixed\">x</p>", "<form action=/x><button>y</button></form>",
	} {
		got := strings.ToLower(HTML(source))
		for _, bad := range []string{"<script", "javascript:", "onerror", "data:", "<iframe", "onload", "<style", "style=", "<form"} {
			if strings.Contains(got, bad) {
				t.Errorf("HTML(%q) = %q has %q", source, got, bad)
			}
		}
	}
}

func TestHTMLKeepsStructure(t *testing.T) {
	got := HTML("# 标题\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- [x] done\n\n![图](https://example.org/a.png)\n")
	for _, want := range []string{"<h1", "标题", "<table>", "<td>1</td>", `type="checkbox"`, `<img src="https://example.org/a.png"`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in %q", want, got)
		}
	}
}
