// Package token makes and reads the opaque bearer tokens of Tongxing: sessions, personal access tokens and one-time links.
//
// A token is plain text of a fixed shape, so that a secret scanner finds one by the pattern
// `tx[spo]_[0-9A-Za-z]{49}` and proves it without asking the server:
//
//	txp_ + 43 digits of base 62 (256 random bits) + 6 digits of base 62 (CRC-32, IEEE, of everything before them)
//
// The shape follows GitHub's (https://github.blog/engineering/behind-githubs-new-authentication-token-formats/). No
// character of it ends a word, so a double click selects the whole token.
//
// Only the SHA-256 [Hash] of the text is stored. A slow hash would add nothing: 256 random bits cannot be guessed, and
// whoever reads the stored hashes cannot go back to the tokens.
package token

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"hash/crc32"
	"math/big"
	"strings"
)

// Kind says what a token opens. It is the token's prefix, without the underscore.
type Kind string

// The kinds of token.
const (
	Session  Kind = "txs" // a signed-in browser or phone
	Personal Kind = "txp" // a personal access token: a program acting for its owner, within scopes
	OneTime  Kind = "txo" // a link that works once: sign-in, confirmation, reset, invitation
)

const (
	secretBytes  = 32 // 256 bits
	secretDigits = 43 // 62^43 > 2^256
	sumDigits    = 6  // 62^6 > 2^32
	prefixLen    = len(Session) + 1

	// Length is how many characters every token has, all of them ASCII.
	Length = prefixLen + secretDigits + sumDigits
)

// Hash is the SHA-256 of a token's text: what the server stores and looks a token up by.
type Hash [sha256.Size]byte

// Equal reports whether two hashes are the same, in a time that does not depend on where they differ.
func (h Hash) Equal(other Hash) bool {
	return subtle.ConstantTimeCompare(h[:], other[:]) == 1
}

// ErrMalformed is returned for text that no server of ours can have made: a wrong length, prefix, character or
// checksum. Such text needs no look-up.
var ErrMalformed = errors.New("token: malformed")

// New makes a token of 256 random bits from crypto/rand. The plain text is shown once, to its owner; the hash is kept.
// It panics on a kind that is not one of the constants, which no input can cause.
func New(kind Kind) (plain string, hash Hash) {
	if !kind.valid() {
		panic(fmt.Sprintf("token: unknown kind %q", string(kind)))
	}
	var secret [secretBytes]byte
	rand.Read(secret[:]) // never fails: crypto/rand crashes the program instead (Go 1.24)
	body := string(kind) + "_" + base62(new(big.Int).SetBytes(secret[:]), secretDigits)
	plain = body + checksum(body)
	return plain, sha256.Sum256([]byte(plain))
}

// Parse reads a token's kind and hash from its plain text, or returns [ErrMalformed]. It does not say that the token
// is known to anybody: look its hash up for that.
func Parse(plain string) (Kind, Hash, error) {
	if len(plain) != Length || plain[prefixLen-1] != '_' {
		return "", Hash{}, ErrMalformed
	}
	kind := Kind(plain[:prefixLen-1])
	body, sum := plain[:Length-sumDigits], plain[Length-sumDigits:]
	// A checksum is no secret, so a plain comparison is enough; it also refuses every character outside base 62 in sum.
	if !kind.valid() || !isBase62(body[prefixLen:]) || checksum(body) != sum {
		return "", Hash{}, ErrMalformed
	}
	return kind, sha256.Sum256([]byte(plain)), nil
}

func (k Kind) valid() bool { return k == Session || k == Personal || k == OneTime }

func checksum(body string) string {
	return base62(new(big.Int).SetUint64(uint64(crc32.ChecksumIEEE([]byte(body)))), sumDigits)
}

// base62 writes n in base 62, padded with zeros to a fixed number of digits.
func base62(n *big.Int, digits int) string {
	text := n.Text(62)
	return strings.Repeat("0", digits-len(text)) + text
}

func isBase62(text string) bool {
	for i := range len(text) {
		c := text[i]
		if (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return true
}
