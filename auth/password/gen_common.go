//go:build ignore

// gen_common writes common.bin and common.LICENSE from the list of commonly used passwords that zxcvbn-ts ships. It needs
// npm, which checks the package's integrity against the registry. Run it by `go generate ./auth/password`.
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

const (
	source    = "@zxcvbn-ts/language-common@4.1.3"
	minLength = 8 // DefaultRules.MinLength: shorter ones are refused for that
	hashLen   = 6
)

// ours are words that this service itself suggests, which NIST SP 800-63B-4 wants refused as well, and the best-known
// Chinese ones ("I love you, forever") that the list lacks: it is made from mostly English leaks.
var ours = []string{
	"tongxing", "woaini1314", "woaini520", "woaini521", "5201314520", "woaiwojia", "woaini123", "iloveyou1314",
}

func main() {
	log.SetFlags(0)
	dir, err := os.MkdirTemp("", "common-passwords-*")
	check(err)
	defer os.RemoveAll(dir)
	npm := exec.Command("npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", dir, source)
	npm.Stderr = os.Stderr
	check(npm.Run())
	pkg := filepath.Join(dir, "node_modules", "@zxcvbn-ts", "language-common")

	raw, err := os.ReadFile(filepath.Join(pkg, "src", "passwords.json"))
	check(err)
	var words []string
	check(json.Unmarshal(raw, &words))
	var hashes [][]byte
	for _, word := range append(words, ours...) {
		folded := norm.NFKC.String(cases.Fold().String(norm.NFKC.String(word)))
		if utf8.RuneCountInString(folded) >= minLength {
			sum := sha256.Sum256([]byte(folded))
			hashes = append(hashes, sum[:hashLen])
		}
	}
	slices.SortFunc(hashes, bytes.Compare)
	hashes = slices.CompactFunc(hashes, bytes.Equal)
	check(os.WriteFile("common.bin", bytes.Join(hashes, nil), 0o644))

	licence, err := os.ReadFile(filepath.Join(pkg, "LICENSE.txt"))
	check(err)
	check(os.WriteFile("common.LICENSE", licence, 0o644))
	log.Printf("%d passwords from %s", len(hashes), source)
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
