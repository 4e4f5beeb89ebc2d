package core

import (
	"context"

	"github.com/tongxing/tongxing/access"
	"github.com/tongxing/tongxing/ent"
	"github.com/tongxing/tongxing/ent/cause"
	"github.com/tongxing/tongxing/ent/membership"
	"github.com/tongxing/tongxing/ent/organization"
	"github.com/tongxing/tongxing/ent/region"
)

// CreateOrganizationInput founds an organization here.
type CreateOrganizationInput struct {
	Slug, Name     string
	Kind           *organization.Kind
	Mission        *string
	Website        *string
	Stage          *organization.Stage
	RegionID       *string
	CauseIDs       []string
	IdempotencyKey *string
}

// CreateOrganization makes an organization whose owner is the viewer.
func (c *Core) CreateOrganization(ctx context.Context, in CreateOrganizationInput) (string, error) {
	v := access.ViewerFrom(ctx)
	if !v.SignedIn() {
		return "", access.ErrUnauthenticated
	}
	if err := c.checkProfile(ctx, &in.Name, in.Mission, in.Website, in.RegionID, in.CauseIDs); err != nil {
		return "", err
	}
	if !isSlug(in.Slug) {
		return "", refuse(CodeInvalid, "slug", "err.slug")
	}
	cmd := command{name: "createOrganization", idempotencyKey: value(in.IdempotencyKey), input: in}
	return c.do(access.Grant(ctx, "organization"), cmd, func(ctx context.Context, ch *change) (string, error) {
		taken, err := c.Ent.Organization.Query().Where(organization.Slug(in.Slug)).Exist(ctx)
		if err != nil {
			return "", err
		}
		if taken {
			return "", refuse(CodeTaken, "slug", "err.taken")
		}
		create := c.Ent.Organization.Create().SetSlug(in.Slug).SetName(in.Name).SetNillableKind(in.Kind).
			SetNillableMission(in.Mission).SetNillableWebsite(in.Website).SetNillableStage(in.Stage).
			SetNillableRegionID(in.RegionID).AddCauseIDs(in.CauseIDs...)
		o, err := create.Save(ctx)
		if ent.IsConstraintError(err) {
			return "", refuse(CodeTaken, "slug", "err.taken")
		}
		if err != nil {
			return "", err
		}
		_, err = c.Ent.Membership.Create().SetOrganizationID(o.ID).SetUserID(v.UserID).SetRole(membership.RoleOWNER).Save(ctx)
		if err != nil {
			return "", err
		}
		ch.roles(v.UserID)
		ch.event(o.ID, "ORGANIZATION_CREATED", o.ID)
		ch.auditFor(o.ID, "organization.create", o.ID, "")
		return o.ID, nil
	})
}

// UpdateOrganizationInput changes the profile: nil leaves a field as it is.
type UpdateOrganizationInput struct {
	OrganizationID string
	Name           *string
	Kind           *organization.Kind
	Mission        *string
	Website        *string
	Stage          *organization.Stage
	RegionID       *string
	CauseIDs       []string
	ReviewRequired *bool
	IdempotencyKey *string
}

// UpdateOrganization changes an organization's profile.
func (c *Core) UpdateOrganization(ctx context.Context, in UpdateOrganizationInput) (string, error) {
	ctx, err := access.Check(ctx, access.Action{Noun: "organization", Verb: "update"}, in.OrganizationID)
	if err != nil {
		return "", err
	}
	if err := c.checkProfile(ctx, in.Name, in.Mission, in.Website, in.RegionID, in.CauseIDs); err != nil {
		return "", err
	}
	cmd := command{name: "updateOrganization", organizationID: in.OrganizationID, idempotencyKey: value(in.IdempotencyKey), input: in}
	return c.do(ctx, cmd, func(ctx context.Context, ch *change) (string, error) {
		u := c.Ent.Organization.UpdateOneID(in.OrganizationID).SetNillableName(in.Name).SetNillableKind(in.Kind).
			SetNillableMission(in.Mission).SetNillableWebsite(in.Website).SetNillableStage(in.Stage).
			SetNillableRegionID(in.RegionID).SetNillableReviewRequired(in.ReviewRequired)
		if in.CauseIDs != nil {
			u.ClearCauses().AddCauseIDs(in.CauseIDs...).SetCausesInferred(false)
		}
		if err := u.Exec(ctx); err != nil {
			return "", err
		}
		ch.event(in.OrganizationID, "ORGANIZATION_UPDATED", in.OrganizationID)
		ch.audit("organization.update", in.OrganizationID, "")
		return in.OrganizationID, nil
	})
}

// maxCauses is how many causes one organization or playbook may have.
const maxCauses = 10

func (c *Core) checkProfile(ctx context.Context, name, mission, website, regionID *string, causes []string) error {
	if name != nil {
		if err := line("name", *name, 300, true); err != nil {
			return err
		}
	}
	if mission != nil {
		if err := text("mission", *mission, 10000, false); err != nil {
			return err
		}
	}
	if website != nil {
		if err := webAddress("website", *website); err != nil {
			return err
		}
	}
	if regionID != nil {
		ok, err := c.Ent.Region.Query().Where(region.ID(*regionID)).Exist(ctx)
		if err != nil {
			return err
		}
		if !ok {
			return refuse(CodeNotFound, "regionId", "err.unknownRegion")
		}
	}
	return c.checkCauses(ctx, causes)
}

func (c *Core) checkCauses(ctx context.Context, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	if len(ids) > maxCauses {
		return refuse(CodeInvalid, "causeIds", "err.tooMany", maxCauses)
	}
	n, err := c.Ent.Cause.Query().Where(cause.IDIn(ids...)).Count(ctx)
	if err != nil {
		return err
	}
	if n != len(ids) {
		return refuse(CodeNotFound, "causeIds", "err.unknownCause")
	}
	return nil
}

// value is *p, or the zero value for nil.
func value[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}
