package token_test

import (
	"crypto/sha256"
	"errors"
	"regexp"
	"strings"
	"testing"

	"github.com/tongxing/tongxing/auth/token"
)

func TestNew(t *testing.T) {
	t.Parallel()
	// The pattern that a secret scanner is given; the package comment promises it.
	shape := regexp.MustCompile(`^tx[spo]_[0-9A-Za-z]{49}$`)
	for _, kind := range []token.Kind{token.Session, token.Personal, token.OneTime} {
		t.Run("a "+string(kind)+" token is read back with its kind and hash", func(t *testing.T) {
			t.Parallel()
			seen := map[string]bool{}
			for range 200 {
				plain, hash := token.New(kind)
				if !shape.MatchString(plain) || len(plain) != token.Length {
					t.Fatalf("token %q is not of the promised shape", plain)
				}
				if seen[plain] {
					t.Fatal("the same token came twice")
				}
				seen[plain] = true
				if hash != token.Hash(sha256.Sum256([]byte(plain))) {
					t.Fatal("the hash is not the SHA-256 of the text")
				}
				gotKind, gotHash, err := token.Parse(plain)
				if err != nil || gotKind != kind || !gotHash.Equal(hash) {
					t.Fatalf("Parse = %q, %x, %v", gotKind, gotHash, err)
				}
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	plain, _ := token.New(token.Personal)
	flipped := func(at int) string {
		c := byte('A')
		if plain[at] == 'A' {
			c = 'B'
		}
		return plain[:at] + string(c) + plain[at+1:]
	}
	cases := map[string]string{
		"nothing":                          "",
		"a prefix alone":                   "txp_",
		"a token cut short":                plain[:len(plain)-1],
		"a token with a tail":              plain + "0",
		"a token in blanks":                " " + plain[:len(plain)-1],
		"another kind's prefix":            "txs_" + plain[4:],
		"an unknown prefix":                "txq_" + plain[4:],
		"a missing underscore":             "txp-" + plain[4:],
		"a changed first secret character": flipped(4),
		"a changed last secret character":  flipped(46),
		"a changed checksum":               flipped(len(plain) - 1),
		"a character outside base 62":      plain[:10] + "-" + plain[11:],
		"Chinese of the same byte length":  plain[:4] + strings.Repeat("同", 16) + "0",
	}
	for name, text := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			kind, hash, err := token.Parse(text)
			if !errors.Is(err, token.ErrMalformed) || kind != "" || hash != (token.Hash{}) {
				t.Errorf("Parse(%q) = %q, %x, %v; want ErrMalformed", text, kind, hash, err)
			}
		})
	}
}

func TestHashEqual(t *testing.T) {
	t.Parallel()
	_, a := token.New(token.Session)
	_, b := token.New(token.Session)
	if !a.Equal(a) || a.Equal(b) {
		t.Error("Equal does not tell two hashes apart")
	}
	c := a
	c[31] ^= 1
	if a.Equal(c) {
		t.Error("a hash that differs in its last bit is called equal")
	}
}

func FuzzParse(f *testing.F) {
	plain, _ := token.New(token.OneTime)
	f.Add(plain)
	f.Add("txs_")
	f.Fuzz(func(t *testing.T, text string) {
		kind, hash, err := token.Parse(text)
		if err != nil {
			return
		}
		if !strings.HasPrefix(text, string(kind)+"_") || hash != token.Hash(sha256.Sum256([]byte(text))) {
			t.Errorf("Parse(%q) = %q, %x", text, kind, hash)
		}
	})
}
