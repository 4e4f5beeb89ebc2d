package server

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"

	"github.com/tongxing/tongxing/access"
	"github.com/tongxing/tongxing/core"
	"github.com/tongxing/tongxing/server/wire"
)

// sessionCookie holds the session's token in browsers: HttpOnly, so that no script reads it; SameSite, beside the
// checks of origin in wire, so that no other site uses it.
const sessionCookie = "tongxing_session"

type responseKey struct{}

// authenticate finds who asks, by Authorization: Bearer or else by the cookie. A bearer token that is not valid is
// refused: the client believes to be somebody. A cookie that is not valid is a stranger's.
func (a *App) authenticate(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := &access.Viewer{}
		token, bearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		if !bearer {
			if c, err := r.Cookie(sessionCookie); err == nil {
				token = c.Value
			}
		}
		if token != "" {
			known, err := a.Core.Authenticate(r.Context(), strings.TrimSpace(token))
			switch {
			case err == nil:
				v = known
			case errors.Is(err, access.ErrUnauthenticated) && !bearer:
			case errors.Is(err, access.ErrUnauthenticated):
				w.Header().Set("WWW-Authenticate", "Bearer")
				wire.Refuse(w, r, http.StatusUnauthorized, "UNAUTHENTICATED", "The token is unknown, expired or revoked.")
				return
			default:
				slog.ErrorContext(r.Context(), "authenticate", "error", err)
				w.Header().Set("Retry-After", "5")
				wire.Refuse(w, r, http.StatusServiceUnavailable, "UNAVAILABLE", "The server cannot tell who asks. Try again in 5 s.")
				return
			}
		}
		v.Address = wire.ClientAddressFrom(r.Context()).String()
		ctx := access.WithViewer(r.Context(), v)
		next.ServeHTTP(w, r.WithContext(context.WithValue(ctx, responseKey{}, w)))
	})
}

// accountKey is the key of a rate limiter by account; "" for a stranger, whose address alone is counted.
func accountKey(r *http.Request) string { return access.ViewerFrom(r.Context()).UserID }

// setSession sets or clears the cookie on the response of the context's request.
func setSession(secure bool) func(context.Context, string) {
	return func(ctx context.Context, token string) {
		w, ok := ctx.Value(responseKey{}).(http.ResponseWriter)
		if !ok {
			return
		}
		c := &http.Cookie{
			Name: sessionCookie, Value: token, Path: "/", HttpOnly: true, Secure: secure,
			SameSite: http.SameSiteLaxMode, MaxAge: int(core.SessionLife.Seconds()),
		}
		if token == "" {
			c.MaxAge = -1
		}
		http.SetCookie(w, c)
	}
}
