package password

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Rule names why a password may not be chosen. The values are stable codes for API answers.
type Rule string

// The rules.
const (
	TooShort Rule = "TOO_SHORT" // fewer code points than Rules.MinLength
	TooLong  Rule = "TOO_LONG"  // more code points than Rules.MaxLength
	Invalid  Rule = "INVALID"   // not UTF-8, or with control characters
	Common   Rule = "COMMON"    // commonly used, repeated or in sequence: among the first that anybody tries
	Personal Rule = "PERSONAL"  // the owner's own e-mail address, name or the like
)

// RuleError says which rule refused a password. It never contains the password.
type RuleError struct {
	Rule Rule
	Min  int // for TooShort: the least number of code points
	Max  int // for TooLong: the greatest number of code points
}

func (e *RuleError) Error() string {
	switch e.Rule {
	case TooShort:
		return fmt.Sprintf("password: shorter than %d characters", e.Min)
	case TooLong:
		return fmt.Sprintf("password: longer than %d characters", e.Max)
	case Common:
		return "password: commonly used"
	case Personal:
		return "password: the same as the name or e-mail address"
	default:
		return "password: not text"
	}
}

// Rules says how long a password must be. Lengths are in Unicode code points after NFKC normalization.
//
// They follow NIST SP 800-63B-4 (July 2025), section 3.1.1.2: every code point counts as one character, nothing about
// the mix of characters is asked, nothing is truncated, at least 64 characters are allowed, and commonly used, expected
// and personal values are refused. That section wants 8 characters where the password is one factor of several, and 15
// where it is the only one: a deployment that must meet it without a second factor sets MinLength to 15.
type Rules struct {
	MinLength int
	MaxLength int
}

// DefaultRules allows 8 to 128 code points.
var DefaultRules = Rules{MinLength: 8, MaxLength: 128}

// maxBytes is what a password may have before it is normalized, so that a body of megabytes costs nothing. NFKC merges
// at most a few code points of at most four bytes into one: 128 of them fit.
const maxBytes = 128 * 4 * 4

// Normalize brings a password to the form that is hashed: NFKC of valid UTF-8 without control characters. It returns a
// [*RuleError] with [Invalid] or [TooLong].
func Normalize(password string) (string, error) {
	if len(password) > maxBytes {
		return "", &RuleError{Rule: TooLong, Max: DefaultRules.MaxLength}
	}
	if !utf8.ValidString(password) || strings.ContainsFunc(password, unicode.IsControl) {
		return "", &RuleError{Rule: Invalid}
	}
	return norm.NFKC.String(password), nil
}

// Check reports whether a password may be chosen, by a nil or a [*RuleError]. about lists what is known of its owner:
// the e-mail address, the name, the organization's name; the password may be none of them.
//
// Upper and lower case are not told apart for the lists, and digits and signs at the end do not make a commonly used
// password or an own name another one: "Password2026!" is "password".
func (r Rules) Check(password string, about ...string) error {
	normal, err := Normalize(password)
	if err != nil {
		return err
	}
	switch n := utf8.RuneCountInString(normal); {
	case n < r.MinLength:
		return &RuleError{Rule: TooShort, Min: r.MinLength}
	case n > r.MaxLength:
		return &RuleError{Rule: TooLong, Max: r.MaxLength}
	}
	folded := fold(normal)
	if personal(folded, about) {
		return &RuleError{Rule: Personal}
	}
	if inList(folded) || inList(stem(folded)) || monotonous(folded) {
		return &RuleError{Rule: Common}
	}
	return nil
}

// fold makes text comparable without regard to case. Folding may undo normalization, so it normalizes again.
func fold(text string) string { return norm.NFKC.String(cases.Fold().String(text)) }

// stem is text without the digits, signs and blanks at its end.
func stem(text string) string {
	return strings.TrimRightFunc(text, func(c rune) bool { return !unicode.IsLetter(c) })
}

// letters is text without everything that is neither letter nor digit, so that "li.ming" is "liming".
func letters(text string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.IsMark(c) {
			return c
		}
		return -1
	}, text)
}

// personal reports whether a folded password is one of the things known about its owner, or one followed by digits and
// signs. An e-mail address counts as a whole, by its part before the @ and by its host.
func personal(folded string, about []string) bool {
	whole, core := letters(folded), letters(stem(folded))
	for _, text := range about {
		known := []string{text}
		if local, host, found := strings.Cut(text, "@"); found {
			known = append(known, local, host)
			if label, _, found := strings.Cut(host, "."); found {
				known = append(known, label)
			}
		}
		for _, k := range known {
			k = letters(fold(norm.NFKC.String(k)))
			if k != "" && (whole == k || core == k || core == letters(stem(k)) && core != "") {
				return true
			}
		}
	}
	return false
}

// monotonous reports whether text is a piece of at most four characters repeated ("88888888", "abcabcabc"), or runs up
// or down the alphabet or the digits ("abcdefgh", "87654321", "1234567890").
func monotonous(text string) bool {
	runes := []rune(text)
	for size := 1; size <= 4 && size*2 <= len(runes); size++ {
		repeats := true
		for i := size; i < len(runes) && repeats; i++ {
			repeats = runes[i] == runes[i-size]
		}
		if repeats {
			return true
		}
	}
	for _, step := range []rune{1, -1} {
		runs := true
		for i := 1; i < len(runes) && runs; i++ {
			last, next := runes[i-1], runes[i]
			// The keyboard's row of digits ends in 0, after 9.
			runs = next-last == step || step == 1 && last == '9' && next == '0' || step == -1 && last == '0' && next == '9'
		}
		if runs {
			return true
		}
	}
	return false
}
