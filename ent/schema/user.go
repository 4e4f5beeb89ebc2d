package schema

import (
	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// User is a person. People act for organizations; they own nothing themselves.
type User struct{ ent.Schema }

// Mixin of User.
func (User) Mixin() []ent.Mixin { return []ent.Mixin{Base{prefix: "usr"}} }

// Fields of User.
func (User) Fields() []ent.Field {
	return []ent.Field{
		field.String("email").MaxLen(254).Unique().Comment("lower-cased; shown to the person alone"),
		field.String("name").MaxLen(100).NotEmpty(),
		field.String("locale").MaxLen(35).Default("zh-Hans").Comment("BCP 47"),
		field.String("password_hash").Optional().Sensitive().Annotations(entgql.Skip(entgql.SkipAll)).Comment("argon2id, PHC string"),
		field.Bool("operator").Default(false).Annotations(entgql.Skip(entgql.SkipAll)),
		field.Time("closed_at").Optional().Nillable().Annotations(entgql.Skip(entgql.SkipAll)),
	}
}

// Edges of User.
func (User) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("memberships", Membership.Type).Annotations(entgql.RelayConnection(), cascade()),
		edge.To("delegations", SeatDelegate.Type).Annotations(entgql.Skip(entgql.SkipAll), cascade()),
		edge.To("sessions", Session.Type).Annotations(entgql.Skip(entgql.SkipAll), cascade()),
	}
}

// Annotations of User.
func (User) Annotations() []schema.Annotation { return []schema.Annotation{node()} }

// Session is a credential of a person: a sign-in of a browser or app, or a personal access token.
// One table for both, so that a request costs one indexed read.
type Session struct{ ent.Schema }

// Mixin of Session.
func (Session) Mixin() []ent.Mixin { return []ent.Mixin{Base{prefix: "ses"}} }

// Fields of Session.
func (Session) Fields() []ent.Field {
	return []ent.Field{
		field.String("user_id").Immutable(),
		field.Enum("kind").Values("SESSION", "ACCESS_TOKEN").Immutable(),
		field.Bytes("token_hash").MaxLen(32).Unique().Immutable().Sensitive().Comment("SHA-256 of the opaque token"),
		field.String("name").MaxLen(100).Optional(),
		field.String("user_agent").MaxLen(400).Optional(),
		field.String("address").MaxLen(64).Optional(),
		field.Time("expires_at").Immutable(),
		field.Time("revoked_at").Optional().Nillable(),
	}
}

// Edges of Session.
func (Session) Edges() []ent.Edge {
	return []ent.Edge{edge.From("user", User.Type).Ref("sessions").Field("user_id").Unique().Required().Immutable()}
}

// Indexes of Session.
func (Session) Indexes() []ent.Index { return []ent.Index{index.Fields("user_id")} }

// Annotations of Session.
func (Session) Annotations() []schema.Annotation { return []schema.Annotation{hidden()} }
