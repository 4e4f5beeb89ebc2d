// Package access answers who may: who the viewer is, which role may do which action (casbin, policy.csv), and which
// rows a viewer sees (rows.go). The two halves do not overlap: casbin never filters lists.
package access

import (
	"context"
	"slices"
)

// Role is what a viewer is in an organization, or on the whole server (OPERATOR).
type Role string

// The roles.
const (
	Owner    Role = "OWNER"
	Admin    Role = "ADMIN"
	Editor   Role = "EDITOR"
	Member   Role = "MEMBER"
	Operator Role = "OPERATOR"
)

// Membership is one of the viewer's roles, as the database had it at the time of the request.
type Membership struct {
	OrganizationID string
	Role           Role
}

// Viewer is who asks. The zero Viewer is a stranger. A Viewer lives for one operation; only a command that
// changes the viewer's own roles changes it.
type Viewer struct {
	UserID      string
	Name        string // of the person, for the audit trail
	SessionID   string
	Operator    bool
	Memberships []Membership // active ones
	Seats       []Seat       // of the organizations of the memberships; active and suspended ones
	Address     string       // of the client, for the audit trail

	system bool
}

type viewerKey struct{}

// WithViewer returns a context in which v asks.
func WithViewer(ctx context.Context, v *Viewer) context.Context {
	return context.WithValue(ctx, viewerKey{}, v)
}

// ViewerFrom returns who asks; a stranger if nobody was set.
func ViewerFrom(ctx context.Context) *Viewer {
	if v, ok := ctx.Value(viewerKey{}).(*Viewer); ok {
		return v
	}
	return &Viewer{}
}

// System returns a context in which the server itself asks: every row is seen, every write allowed. For sign-in,
// uniqueness checks, imports by the operator's command and the like; never for what a viewer reads.
func System(ctx context.Context) context.Context {
	v := *ViewerFrom(ctx)
	v.system = true
	return WithViewer(ctx, &v)
}

// SignedIn reports whether the viewer is known.
func (v *Viewer) SignedIn() bool { return v.UserID != "" }

// RoleIn returns the viewer's role in the organization, "" for none.
func (v *Viewer) RoleIn(organizationID string) Role {
	for i := range v.Memberships {
		if v.Memberships[i].OrganizationID == organizationID {
			return v.Memberships[i].Role
		}
	}
	return ""
}

// organizations are the ids of those the viewer belongs to.
func (v *Viewer) organizations() []any {
	ids := make([]any, len(v.Memberships))
	for i := range v.Memberships {
		ids[i] = v.Memberships[i].OrganizationID
	}
	return ids
}

// owned are the ids of the organizations in which the viewer has one of the roles.
func (v *Viewer) owned(roles ...Role) (ids []any) {
	for i := range v.Memberships {
		if slices.Contains(roles, v.Memberships[i].Role) {
			ids = append(ids, v.Memberships[i].OrganizationID)
		}
	}
	return ids
}
