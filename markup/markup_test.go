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

func TestLinksBetweenPlaybooksPass(t *testing.T) {
	if got := HTML("[x](tongxing:pbk_01ABC#h0a1b)"); !strings.Contains(got, `href="tongxing:pbk_01ABC#h0a1b"`) {
		t.Errorf("no link in %q", got)
	}
	for _, bad := range []string{"[x](tongxing://evil.example)", "[x](tongxing:alert(1))", "<a href='tongxing:pbk_1&#10;x'>x</a>"} {
		if got := HTML(bad); strings.Contains(got, "href=\"tongxing") {
			t.Errorf("HTML(%q) = %q", bad, got)
		}
	}
}
