package core

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"github.com/tongxing/tongxing/access"
	"github.com/tongxing/tongxing/auth/password"
	"github.com/tongxing/tongxing/auth/token"
	"github.com/tongxing/tongxing/ent"
	"github.com/tongxing/tongxing/ent/membership"
	"github.com/tongxing/tongxing/ent/session"
	"github.com/tongxing/tongxing/ent/user"
)

// Lives of credentials.
const (
	SessionLife     = 30 * 24 * time.Hour
	AccessTokenLife = 365 * 24 * time.Hour
)

// SignUpInput opens an account.
type SignUpInput struct {
	Email, Name, Password string
	Locale                *string
}

// SignUp opens an account and signs it in. It returns the session's token, shown once.
func (c *Core) SignUp(ctx context.Context, in SignUpInput, agent string) (userID, plain string, err error) {
	email, err := emailAddress("email", in.Email)
	if err != nil {
		return "", "", err
	}
	if err := first(line("name", in.Name, 100, true), c.checkPassword("password", in.Password, email, in.Name)); err != nil {
		return "", "", err
	}
	hash, err := c.hasher.Hash(ctx, in.Password)
	if err != nil {
		return "", "", hashingError(err)
	}
	locale := "zh-Hans"
	if in.Locale != nil && *in.Locale != "" {
		if err := line("locale", *in.Locale, 35, true); err != nil {
			return "", "", err
		}
		locale = *in.Locale
	}
	ctx = access.Grant(ctx, "account")
	_, err = c.do(ctx, command{name: "signUp"}, func(ctx context.Context, ch *change) (string, error) {
		taken, err := c.Ent.User.Query().Where(user.Email(email)).Exist(access.System(ctx))
		if err != nil {
			return "", err
		}
		if taken {
			return "", refuse(CodeTaken, "email", "err.emailTaken")
		}
		u, err := c.Ent.User.Create().SetEmail(email).SetName(in.Name).SetLocale(locale).SetPasswordHash(hash).Save(ctx)
		if ent.IsConstraintError(err) {
			return "", refuse(CodeTaken, "email", "err.emailTaken")
		}
		if err != nil {
			return "", err
		}
		userID = u.ID
		ch.audit("account.open", u.ID, "")
		plain, err = c.newSession(ctx, u.ID, token.Session, "", agent, SessionLife)
		return u.ID, err
	})
	return userID, plain, err
}

// SignIn returns a new session's token for the right e-mail address and password, INVALID_CREDENTIALS otherwise. An
// unknown address costs as much as a wrong password.
func (c *Core) SignIn(ctx context.Context, email, pass, agent string) (userID, plain string, err error) {
	wrong := refuse(CodeCredentials, "", "err.credentials")
	email, err = emailAddress("email", email)
	if err != nil {
		email = ""
	}
	u, err := c.Ent.User.Query().Where(user.Email(email), user.ClosedAtIsNil()).Only(access.System(ctx))
	if ent.IsNotFound(err) || err == nil && u.PasswordHash == "" {
		if err := c.hasher.VerifyNothing(ctx, pass); err != nil {
			return "", "", hashingError(err)
		}
		return "", "", wrong
	}
	if err != nil {
		return "", "", err
	}
	ok, _, err := c.hasher.Verify(ctx, pass, u.PasswordHash)
	if err != nil {
		return "", "", hashingError(err)
	}
	if !ok {
		return "", "", wrong
	}
	ctx = access.Grant(ctx, "account")
	_, err = c.do(ctx, command{name: "signIn"}, func(ctx context.Context, ch *change) (string, error) {
		ch.audit("account.signIn", u.ID, "")
		plain, err = c.newSession(ctx, u.ID, token.Session, "", agent, SessionLife)
		return u.ID, err
	})
	return u.ID, plain, err
}

// SignOut revokes the viewer's session.
func (c *Core) SignOut(ctx context.Context) error {
	v := access.ViewerFrom(ctx)
	if !v.SignedIn() {
		return access.ErrUnauthenticated
	}
	_, err := c.do(access.Grant(ctx, "account"), command{name: "signOut"}, func(ctx context.Context, ch *change) (string, error) {
		ch.audit("account.signOut", v.SessionID, "")
		return v.SessionID, c.Ent.Session.Update().Where(session.ID(v.SessionID), session.RevokedAtIsNil()).
			SetRevokedAt(c.now()).Exec(ctx)
	})
	return err
}

// CreateAccessToken makes a personal access token for the person of the address, for the operator's command.
func (c *Core) CreateAccessToken(ctx context.Context, email, name string) (plain string, err error) {
	email, err = emailAddress("email", email)
	if err != nil {
		return "", err
	}
	ctx = access.System(ctx)
	_, err = c.do(ctx, command{name: "createAccessToken"}, func(ctx context.Context, ch *change) (string, error) {
		u, err := c.Ent.User.Query().Where(user.Email(email), user.ClosedAtIsNil()).Only(ctx)
		if err != nil {
			return "", err
		}
		ch.audit("token.create", u.ID, name)
		plain, err = c.newSession(ctx, u.ID, token.Personal, name, "", AccessTokenLife)
		return u.ID, err
	})
	return plain, err
}

// CreateOperator makes the person of the address an operator, with a new account if there is none; one without a
// password, which signs in by the token that it returns.
func (c *Core) CreateOperator(ctx context.Context, email string) (plain string, err error) {
	email, err = emailAddress("email", email)
	if err != nil {
		return "", err
	}
	ctx = access.System(ctx)
	_, err = c.do(ctx, command{name: "createOperator"}, func(ctx context.Context, ch *change) (string, error) {
		u, err := c.Ent.User.Query().Where(user.Email(email)).Only(ctx)
		if ent.IsNotFound(err) {
			u, err = c.Ent.User.Create().SetEmail(email).SetName(email).SetOperator(true).Save(ctx)
		} else if err == nil {
			u, err = u.Update().SetOperator(true).Save(ctx)
		}
		if err != nil {
			return "", err
		}
		ch.audit("operator.create", u.ID, "")
		plain, err = c.newSession(ctx, u.ID, token.Personal, "operator", "", AccessTokenLife)
		return u.ID, err
	})
	return plain, err
}

func (c *Core) newSession(ctx context.Context, userID string, kind token.Kind, name, agent string, life time.Duration) (string, error) {
	plain, hash := token.New(kind)
	stored := session.KindSESSION
	if kind == token.Personal {
		stored = session.KindACCESS_TOKEN
	}
	_, err := c.Ent.Session.Create().SetUserID(userID).SetKind(stored).SetTokenHash(hash[:]).SetName(name).
		SetUserAgent(cut(agent, 400)).SetAddress(access.ViewerFrom(ctx).Address).SetExpiresAt(c.now().Add(life)).Save(ctx)
	if err != nil {
		return "", fmt.Errorf("session: %w", err)
	}
	return plain, nil
}

// Authenticate finds who a token belongs to, with the roles that they have now: one read of the session, its person and
// the memberships, and one of the seats in circles. It returns ErrUnauthenticated for an unknown, expired or revoked
// token.
func (c *Core) Authenticate(ctx context.Context, plain string) (*access.Viewer, error) {
	_, hash, err := token.Parse(plain)
	if err != nil {
		return nil, access.ErrUnauthenticated
	}
	rows := &entsql.Rows{}
	if err := c.DB.Query(ctx, whoAsks[c.DB.Dialect()], []any{hash[:], c.now()}, rows); err != nil {
		return nil, fmt.Errorf("authenticate: %w", err)
	}
	v := &access.Viewer{}
	defer rows.Close()
	for rows.Next() {
		var organizationID, role sql.NullString
		if err := rows.Scan(&v.SessionID, &v.UserID, &v.Name, &v.Operator, &organizationID, &role); err != nil {
			return nil, fmt.Errorf("authenticate: %w", err)
		}
		if organizationID.Valid {
			v.Memberships = append(v.Memberships, access.Membership{OrganizationID: organizationID.String, Role: access.Role(role.String)})
		}
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, fmt.Errorf("authenticate: %w", err)
	}
	if !v.SignedIn() {
		return nil, access.ErrUnauthenticated
	}
	if v.Seats, err = c.seatsOf(ctx, v); err != nil {
		return nil, err
	}
	return v, nil
}

// whoAsks reads a session, its person and their roles in one statement, since every request does: by the unique index
// of token_hash, the primary key of users and memberships' index of user_id.
var whoAsks = map[string]string{
	dialect.SQLite:   fmt.Sprintf(whoAsksBy, "?", "?"),
	dialect.Postgres: fmt.Sprintf(whoAsksBy, "$1", "$2"),
}

const whoAsksBy = `SELECT s.id, u.id, u.name, u.operator, m.organization_id, m.role
	FROM sessions s JOIN users u ON u.id = s.user_id LEFT JOIN memberships m ON m.user_id = u.id AND m.status = 'ACTIVE'
	WHERE s.token_hash = %s AND s.revoked_at IS NULL AND s.expires_at > %s AND u.closed_at IS NULL ORDER BY m.id`

// readRoles gives the viewer the roles that they have now, after a command that changed them.
func (c *Core) readRoles(ctx context.Context, v *access.Viewer) error {
	rows, err := c.Ent.Membership.Query().
		Where(membership.UserID(v.UserID), membership.StatusEQ(membership.StatusACTIVE)).All(access.System(ctx))
	if err != nil {
		return err
	}
	roles := make([]access.Membership, len(rows))
	for i, m := range rows {
		roles[i] = access.Membership{OrganizationID: m.OrganizationID, Role: access.Role(m.Role)}
	}
	v.Memberships = roles
	v.Seats, err = c.seatsOf(ctx, v)
	return err
}

func (c *Core) checkPassword(field, pass string, about ...string) error {
	err := password.DefaultRules.Check(pass, about...)
	var rule *password.RuleError
	if !errors.As(err, &rule) {
		return err
	}
	switch rule.Rule {
	case password.TooShort:
		return refuse("PASSWORD_TOO_SHORT", field, "err.passwordShort", rule.Min)
	case password.TooLong:
		return refuse("PASSWORD_TOO_LONG", field, "err.passwordLong", rule.Max)
	case password.Common:
		return refuse("PASSWORD_COMMON", field, "err.passwordCommon")
	case password.Personal:
		return refuse("PASSWORD_PERSONAL", field, "err.passwordPersonal")
	}
	return refuse(CodeInvalid, field, "err.notText")
}

// hashingError turns a full queue of hashes into a refusal.
func hashingError(err error) error {
	if errors.Is(err, password.ErrBusy) {
		return refuse(CodeTryLater, "", "err.tryLater")
	}
	return err
}

// cut shortens s to at most n bytes at a rune's edge.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return s[:n]
}
