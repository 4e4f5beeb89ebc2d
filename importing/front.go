package importing

import (
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/pelletier/go-toml/v2"
)

// matter is the front matter of a document.
type matter map[string]any

// maxMatter is how long front matter may be, in bytes.
const maxMatter = 64 << 10

// frontMatter cuts YAML (between lines of ---) or TOML (between lines of +++) off, and says how many lines it had. Front
// matter that cannot be read stays in the text, so that nothing is lost.
func frontMatter(text string) (m matter, body string, lines int) {
	for _, f := range []struct {
		fence string
		read  func(string) (matter, error)
	}{{"---", readYAML}, {"+++", readTOML}} {
		first, rest, ok := strings.Cut(text, "\n")
		if !ok || strings.TrimRight(first, " \t") != f.fence {
			continue
		}
		for at := 0; at < len(rest) && at < maxMatter; {
			line, _, more := strings.Cut(rest[at:], "\n")
			if end := strings.TrimRight(line, " \t"); end == f.fence || end == "..." && f.fence == "---" {
				m, err := f.read(rest[:at])
				if err != nil {
					return nil, text, 0
				}
				body = ""
				if more {
					body = rest[at+len(line)+1:]
				}
				return m, body, 2 + strings.Count(rest[:at], "\n")
			}
			at += len(line) + 1
		}
	}
	return nil, text, 0
}

func readYAML(s string) (m matter, err error) {
	file, err := parser.ParseBytes([]byte(s), 0)
	if err != nil {
		return nil, err
	}
	// Aliases can say a thing exponentially often; front matter does not need them.
	for _, doc := range file.Docs {
		if doc.Body != nil && len(ast.Filter(ast.AliasType, doc.Body)) > 0 {
			return nil, yaml.ErrExceededMaxDepth
		}
	}
	m = matter{}
	if strings.TrimSpace(s) == "" {
		return m, nil
	}
	return m, yaml.Unmarshal([]byte(s), (*map[string]any)(&m))
}

func readTOML(s string) (matter, error) {
	m := matter{}
	return m, toml.Unmarshal([]byte(s), (*map[string]any)(&m))
}

// text is the first of the keys that has a text.
func (m matter) text(keys ...string) string {
	for _, k := range keys {
		if s, ok := m[k].(string); ok && strings.TrimSpace(s) != "" {
			return strings.TrimSpace(plainLines(s))
		}
	}
	return ""
}

// list is all texts of the keys: a text, or a list of them.
func (m matter) list(keys ...string) (all []string) {
	for _, k := range keys {
		switch v := m[k].(type) {
		case string:
			all = append(all, v)
		case []any:
			for _, e := range v {
				if s, ok := e.(string); ok {
					all = append(all, s)
				}
			}
		}
	}
	return all
}

// truth is the value of a key that is true or false, or otherwise.
func (m matter) truth(key string, otherwise bool) bool {
	if b, ok := m[key].(bool); ok {
		return b
	}
	return otherwise
}
