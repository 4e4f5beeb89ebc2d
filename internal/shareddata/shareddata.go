// Package shareddata finds the sets of real documents and tables that tests read where they are at hand.
package shareddata

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// Sets are the folders of shared data that match the pattern. Without them the test is skipped; where
// TONGXING_CI_STRICT_DATA is set it fails instead.
func Sets(t testing.TB, pattern string) []string {
	t.Helper()
	root := os.Getenv("TONGXING_SHARED_DATA")
	for dir, _ := os.Getwd(); root == "" && dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if at := filepath.Join(dir, "shared", "data"); isDir(at) {
			root = at
		}
	}
	sets, _ := filepath.Glob(filepath.Join(root, pattern))
	if root == "" || len(sets) == 0 {
		if os.Getenv("TONGXING_CI_STRICT_DATA") != "" {
			t.Fatal("the shared data is not here")
		}
		t.Skip("the shared data is not here: set TONGXING_SHARED_DATA to its folder")
	}
	return sets
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// Count is how many entries of a kind the set's index has.
func Count(t testing.TB, set, kind string) (n int) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(set, "index.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(bytes.NewReader(text))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var entry struct{ Kind string }
		if err := json.Unmarshal(lines.Bytes(), &entry); err != nil {
			t.Fatal(err)
		}
		if entry.Kind == kind {
			n++
		}
	}
	return n
}
