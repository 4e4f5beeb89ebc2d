package password

import (
	"crypto/sha256"
	_ "embed"
	"sort"
)

//go:generate go run gen_common.go

// commonHashes holds the commonly used passwords of eight characters and more from zxcvbn-ts (npm
// @zxcvbn-ts/language-common, MIT licence, kept in common.LICENSE), made by gen_common.go: the first hashLen bytes of
// each one's SHA-256, sorted. That keeps the list small and its words out of the repository. With some 18,000 entries
// of 48 bits, an innocent password is refused by chance once in 10^10.
//
//go:embed common.bin
var commonHashes string

const hashLen = 6

// inList reports whether a folded password is on the list of commonly used ones.
func inList(folded string) bool {
	sum := sha256.Sum256([]byte(folded))
	want := string(sum[:hashLen])
	_, found := sort.Find(len(commonHashes)/hashLen, func(i int) int {
		at := commonHashes[i*hashLen : (i+1)*hashLen]
		switch {
		case want < at:
			return -1
		case want > at:
			return 1
		default:
			return 0
		}
	})
	return found
}
