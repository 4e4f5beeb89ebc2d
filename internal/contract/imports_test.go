package contract

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/tongxing/tongxing/"

// level says how high a package stands: it imports lower ones only (docs/ARCHITECTURE.md). What is not named here
// stands with "leaves", and imports nothing of ours but other leaves and packages below its own folder.
var levels = map[string]int{
	"ent/schema": 0, // imports nothing, so that a clean clone can generate
	"ent":        2,
	"access":     3,
	"core":       4,
	"graph":      5,
	"server":     6,
	"cmd":        8,
	"internal":   7, // testkit, benchmarks, clients
}

const leaf = 1

func level(pkg string) int {
	for p := pkg; p != "."; p = filepath.Dir(p) {
		if l, ok := levels[p]; ok {
			return l
		}
	}
	return leaf
}

func top(pkg string) string { return strings.SplitN(pkg, "/", 2)[0] }

func TestImportsRunOneWay(t *testing.T) {
	root := "../.."
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == "bin" || d.Name() == "data" || strings.HasPrefix(d.Name(), ".") && path != root) {
			return fs.SkipDir
		}
		// Tests stand above everything: they use the testkit.
		if d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		pkg, err := filepath.Rel(root, filepath.Dir(path))
		if err != nil {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, text, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			other, ours := strings.CutPrefix(imported, module)
			if !ours || top(other) == top(pkg) && pkg != "ent/schema" {
				continue
			}
			if a, b := level(pkg), level(other); b >= a && !(a == leaf && b == leaf) || a == 0 {
				t.Errorf("%s imports %s", path, other)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
