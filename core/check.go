package core

import (
	"net/mail"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// text checks one field of text: valid UTF-8 without control characters but tab and newline, at most limit code
// points, not blank if required.
func text(field, value string, limit int, required bool) error {
	switch {
	case !utf8.ValidString(value) || strings.ContainsFunc(value, func(r rune) bool {
		return unicode.IsControl(r) && r != '\n' && r != '\t' && r != '\r'
	}):
		return refuse(CodeInvalid, field, "err.notText")
	case required && strings.TrimSpace(value) == "":
		return refuse(CodeRequired, field, "err.required")
	case utf8.RuneCountInString(value) > limit:
		return refuse(CodeTooLong, field, "err.tooLong", limit)
	}
	return nil
}

// line checks text of one line.
func line(field, value string, limit int, required bool) error {
	if strings.ContainsAny(value, "\n\r") {
		return refuse(CodeInvalid, field, "err.notText")
	}
	return text(field, value, limit, required)
}

// emailAddress returns the address as it is kept: lower case, without a name.
func emailAddress(field, value string) (string, error) {
	value = strings.TrimSpace(value)
	a, err := mail.ParseAddress(value)
	if err != nil || a.Address != value || len(value) > 254 || !utf8.ValidString(value) {
		return "", refuse(CodeInvalid, field, "err.email")
	}
	return strings.ToLower(value), nil
}

// webAddress checks an http or https URL.
func webAddress(field, value string) error {
	u, err := url.Parse(value)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || len(value) > 2000 {
		return refuse(CodeInvalid, field, "err.url")
	}
	return nil
}

// first returns the first error.
func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func isSlug(s string) bool {
	if s == "" || len(s) > 80 || s[0] == '-' || s[len(s)-1] == '-' {
		return false
	}
	for i := range len(s) {
		if c := s[i]; c != '-' && (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}
