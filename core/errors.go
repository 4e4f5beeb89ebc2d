package core

import (
	"errors"
	"fmt"

	"github.com/tongxing/tongxing/access"
	"github.com/tongxing/tongxing/ent"
)

// Codes of refusals, in userErrors.code.
const (
	CodeInvalid           = "INVALID"
	CodeRequired          = "REQUIRED"
	CodeTooLong           = "TOO_LONG"
	CodeTaken             = "TAKEN"
	CodeNotFound          = "NOT_FOUND"
	CodeForbidden         = "FORBIDDEN"
	CodeIllegalTransition = "ILLEGAL_TRANSITION"
	CodeStaleVersion      = "STALE_VERSION"
	CodeKeyReused         = "IDEMPOTENCY_KEY_REUSED"
	CodeCredentials       = "INVALID_CREDENTIALS"
	CodeTryLater          = "TRY_LATER"
	CodeReviewRequired    = "REVIEW_REQUIRED"
	CodeCircleFull        = "CIRCLE_FULL"
	CodeLastSteward       = "LAST_STEWARD"
	CodeInviteOnly        = "INVITE_ONLY"
	CodeCharter           = "CHARTER_NOT_ACCEPTED"
	CodeCircleClosed      = "CIRCLE_NOT_OPEN"
)

// Error is a business refusal: the payload's userErrors carry it, nothing was changed.
type Error struct {
	Code  string // UPPER_CASE, stable
	Field string // path of the input field, by dots; "" for the whole input
	Key   string // of the message in messages.go
	Args  []any  // of the message
}

// Error is the message in English.
func (e *Error) Error() string { return e.Code + " " + e.Field + ": " + e.Message("en") }

// Message is what the person reads, in Chinese for a zh locale, else in English.
func (e *Error) Message(locale string) string {
	m, ok := messages[e.Key]
	if !ok {
		return e.Code
	}
	text := m.en
	if len(locale) >= 2 && locale[:2] == "zh" {
		text = m.zh
	}
	if len(e.Args) == 0 {
		return text
	}
	return fmt.Sprintf(text, e.Args...)
}

func refuse(code, field, key string, args ...any) *Error {
	return &Error{Code: code, Field: field, Key: key, Args: args}
}

// Refusal returns the business refusal in err, or nil. What the viewer may not do and what they cannot see are refusals too.
func Refusal(err error) *Error {
	var e *Error
	switch {
	case errors.As(err, &e):
		return e
	case errors.Is(err, access.ErrForbidden):
		return refuse(CodeForbidden, "", "err.forbidden")
	case ent.IsNotFound(err):
		return refuse(CodeNotFound, "", "err.notFound")
	}
	return nil
}
