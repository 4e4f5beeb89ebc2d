package schema

import (
	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Organization is the actor: every write is made by a person acting for one (DOMAIN.md, decision 1).
type Organization struct{ ent.Schema }

// Mixin of Organization.
func (Organization) Mixin() []ent.Mixin { return []ent.Mixin{Base{prefix: "org"}} }

// Fields of Organization.
func (Organization) Fields() []ent.Field {
	return []ent.Field{
		field.String("slug").MaxLen(80).Unique().NotEmpty(),
		field.String("name").MaxLen(300).NotEmpty().Annotations(entgql.OrderField("NAME")),
		field.Enum("kind").Values("FOUNDATION", "SOCIAL_GROUP", "SERVICE_ORG", "GRASSROOTS", "PLATFORM", "OTHER").Default("OTHER"),
		field.String("registration_id").MaxLen(64).Optional().Nillable().Unique(),
		field.String("mission").MaxLen(10000).Default(""),
		field.String("website").MaxLen(2000).Optional().Nillable(),
		field.Enum("stage").Values("UNKNOWN", "STARTING", "GROWING", "ESTABLISHED", "NETWORKED").Default("UNKNOWN"),
		field.Enum("verification").Values("UNVERIFIED", "PENDING", "VERIFIED", "EXPIRED", "REVOKED", "REJECTED").Default("UNVERIFIED"),
		field.Bool("claimed").Default(true).Comment("false: known from an import, nobody here speaks for it yet"),
		field.Bool("review_required").Default(false).Comment("its playbooks are published only after another organization's review"),
		field.String("source").MaxLen(100).Optional().Nillable().Comment("the set it was imported from"),
		field.String("external_id").MaxLen(100).Optional().Nillable().Comment("its id in that set"),
		field.String("source_digest").MaxLen(64).Optional().Nillable().Annotations(entgql.Skip(entgql.SkipAll)).
			Comment("of what the set said of it at the last import"),
		field.Bool("causes_inferred").Default(false).Comment("its causes were guessed from its name and mission"),
		field.String("region_id").Optional().Nillable(),
	}
}

// Edges of Organization.
func (Organization) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("memberships", Membership.Type).Annotations(entgql.RelayConnection(), cascade()),
		edge.To("audit_entries", AuditEntry.Type).Annotations(entgql.RelayConnection()),
		edge.To("playbooks", Playbook.Type).Annotations(entgql.RelayConnection(), cascade()),
		edge.To("seats", CircleSeat.Type).Annotations(entgql.RelayConnection(), cascade()),
		edge.From("region", Region.Type).Ref("organizations").Field("region_id").Unique(),
		edge.To("causes", Cause.Type),
	}
}

// Indexes of Organization.
func (Organization) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("source", "external_id").Unique(),
		index.Fields("region_id"),
		index.Fields("name"),
		index.Fields("created_at"),
	}
}

// Annotations of Organization.
func (Organization) Annotations() []schema.Annotation { return []schema.Annotation{node()} }

// Membership is a person's role in an organization.
type Membership struct{ ent.Schema }

// Mixin of Membership.
func (Membership) Mixin() []ent.Mixin { return []ent.Mixin{Base{prefix: "mem"}} }

// Fields of Membership.
func (Membership) Fields() []ent.Field {
	return []ent.Field{
		field.String("organization_id").Immutable(),
		field.String("user_id").Immutable(),
		field.Enum("role").Values("OWNER", "ADMIN", "EDITOR", "MEMBER"),
		field.Enum("status").Values("ACTIVE", "SUSPENDED").Default("ACTIVE"),
	}
}

// Edges of Membership.
func (Membership) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("organization", Organization.Type).Ref("memberships").Field("organization_id").Unique().Required().Immutable(),
		edge.From("user", User.Type).Ref("memberships").Field("user_id").Unique().Required().Immutable(),
	}
}

// Indexes of Membership.
func (Membership) Indexes() []ent.Index {
	return []ent.Index{index.Fields("organization_id", "user_id").Unique(), index.Fields("user_id")}
}

// Annotations of Membership.
func (Membership) Annotations() []schema.Annotation { return []schema.Annotation{node()} }
