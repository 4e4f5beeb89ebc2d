// Package registration reads the numbers under which countries register charities: it recognizes the register, takes the number's
// separators off, checks its digits and gives it one canonical form, so that one id means one organization.
//
// Whether a number was ever given out, and to whom, only the register knows.
package registration

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Scheme names a register, in the manner of org-id.guide: a country and a list.
type Scheme string

// The schemes. GB-CHC, GB-SC, GB-NIC and US-EIN are org-id.guide's codes; CN-USCC and TW-UBN are formed like them.
const (
	ChinaUSCC       Scheme = "CN-USCC" // 统一社会信用代码, GB 32100-2015
	EnglandWales    Scheme = "GB-CHC"  // Charity Commission for England and Wales
	Scotland        Scheme = "GB-SC"   // Office of the Scottish Charity Regulator
	NorthernIreland Scheme = "GB-NIC"  // Charity Commission for Northern Ireland
	TaiwanUBN       Scheme = "TW-UBN"  // 統一編號
	UnitedStatesEIN Scheme = "US-EIN"  // Employer Identification Number of the Internal Revenue Service

	unknown Scheme = ""
)

// maxText is the length in bytes above which a text is no number.
const maxText = 100

// ID is a number that its register could have given out.
type ID struct {
	Scheme Scheme
	Value  string // without separators, letters in upper case; with the register's own letters where it writes them (SC012345)
	// Kind is the kind of organization that the number itself tells (GB 32100-2015): SOCIAL_GROUP, SERVICE_ORG or FOUNDATION;
	// empty where it tells none of them.
	Kind string
	// Region is the GB/T 2260 code of the place whose authority registered the organization ("100000" is the national level);
	// empty outside China.
	Region string
}

// Canonical is the number with its scheme: GB-CHC-1000003, CN-USCC-53100000…. Equal ids have equal canonical forms, and Parse reads them back.
func (id ID) Canonical() string { return string(id.Scheme) + "-" + id.Value }

// Code is why a text is no number.
type Code string

// The codes.
const (
	UnknownScheme Code = "UNKNOWN_SCHEME"  // no register can be told from the text and the hint
	BadLength     Code = "BAD_LENGTH"      // too few or too many characters
	BadCharacter  Code = "BAD_CHARACTER"   // a character that the register does not use, or not there
	BadCheckDigit Code = "BAD_CHECK_DIGIT" // one of the characters is wrong
	Unassigned    Code = "UNASSIGNED"      // well formed, but of a series that the register never gives out
)

// Error is what Parse returns for a text that is no number.
type Error struct {
	Code     Code
	Scheme   Scheme // empty for UNKNOWN_SCHEME
	Position int    // for BAD_CHARACTER: the character's place in the number without separators, from 1; otherwise 0
	Want     string // what the register has there, in English
}

func (e *Error) Error() string {
	text := "registration id: " + string(e.Code)
	if e.Scheme != unknown {
		text += " (" + string(e.Scheme) + ")"
	}
	if e.Position > 0 {
		text += fmt.Sprintf(" at character %d", e.Position)
	}
	return text + ": " + e.Want
}

// Parse reads a number as people write it: with spaces, hyphens or full-width characters, in either case, with its scheme before it
// ("GB-CHC-1000003", "CN-USCC:…") or without. hint is where it comes from: the code of a country or of a region in it (GB, GB-SCT, GB-EAW, CN, 510000, TW, US-CA; see package
// reference), a scheme, or empty; a scheme in the text goes before it. Without any, a number is recognized only
// where its form belongs to one register: 18 characters (China), SC or NIC and digits, or two digits, a hyphen and seven (United States). The error is an
// [*Error].
func Parse(text, hint string) (ID, error) {
	if len(text) > maxText {
		return ID{}, &Error{Code: BadLength, Want: "a registration id has 18 characters at most"}
	}
	text = strings.ToUpper(plain(text))
	scheme, rest := split(text)
	if scheme == unknown {
		scheme = recognize(rest, strings.ToUpper(strings.TrimSpace(hint)))
	}
	switch scheme {
	case ChinaUSCC:
		return parseChina(compact(rest))
	case EnglandWales:
		return parseEnglandWales(rest)
	case Scotland:
		return parseScotland(compact(rest))
	case NorthernIreland:
		return parseNorthernIreland(compact(rest))
	case TaiwanUBN:
		return parseTaiwan(compact(rest))
	case UnitedStatesEIN:
		return parseUnitedStates(compact(rest))
	}
	return ID{}, &Error{Code: UnknownScheme, Want: "say the country, or write the scheme before the number, such as GB-CHC-1000003"}
}

// split takes a scheme off the beginning of a text.
func split(text string) (Scheme, string) {
	for _, scheme := range []Scheme{ChinaUSCC, EnglandWales, Scotland, NorthernIreland, TaiwanUBN, UnitedStatesEIN} {
		if rest, ok := strings.CutPrefix(text, string(scheme)); ok {
			if number := strings.TrimLeft(rest, "-: "); number != rest {
				return scheme, number
			}
		}
	}
	return unknown, text
}

// recognize tells the register from the hint and the number's form.
func recognize(text, hint string) Scheme {
	number := compact(text)
	switch hint {
	case "GB-ENG", "GB-WLS", "GB-EAW", string(EnglandWales):
		return EnglandWales
	case "GB-SCT", string(Scotland):
		return Scotland
	case "GB-NIR", string(NorthernIreland):
		return NorthernIreland
	}
	country, _, _ := strings.Cut(hint, "-")
	switch {
	case country == "CN" || (len(hint) == 6 && digits(hint)):
		return ChinaUSCC
	case country == "TW":
		return TaiwanUBN
	case country == "US":
		return UnitedStatesEIN
	case strings.HasPrefix(number, "SC") && len(number) < 18:
		return Scotland
	case strings.HasPrefix(number, "NIC"):
		return NorthernIreland
	case country == "GB" && number != "":
		return EnglandWales
	case utf8.RuneCountInString(number) == 18:
		return ChinaUSCC
	case len(text) == 10 && text[2] == '-' && digits(text[:2]+text[3:]):
		return UnitedStatesEIN
	}
	return unknown
}

// plain makes full-width characters half-width, every dash a hyphen and every space a space.
func plain(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Pd, r) || r == '−':
			return '-'
		case unicode.IsSpace(r):
			return ' '
		case unicode.Is(unicode.Cf, r): // zero-width spaces and marks, as copied from web pages
			return -1
		}
		return r
	}, norm.NFKC.String(strings.ToValidUTF8(text, "\uFFFD"))))
}

var separators = strings.NewReplacer("-", "", " ", "")

// compact takes separators off.
func compact(text string) string { return separators.Replace(text) }

func digits(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}

// number checks that a text has as many characters as wanted, all of an alphabet. before is how many letters of the number stand before the text.
func number(scheme Scheme, text string, before, least, most int, alphabet, want string) error {
	if n := utf8.RuneCountInString(text); n < least || n > most {
		return &Error{Code: BadLength, Scheme: scheme, Want: want}
	}
	position := before
	for _, r := range text {
		if position++; !strings.ContainsRune(alphabet, r) {
			return &Error{Code: BadCharacter, Scheme: scheme, Position: position, Want: want}
		}
	}
	return nil
}
