package schema

import (
	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Circle is a peer group whose members are organizations that do the same work (DOMAIN.md, decision 2).
type Circle struct{ ent.Schema }

// Mixin of Circle.
func (Circle) Mixin() []ent.Mixin { return []ent.Mixin{Base{prefix: "cir"}} }

// Fields of Circle.
func (Circle) Fields() []ent.Field {
	return []ent.Field{
		field.String("name").MaxLen(300).NotEmpty().Annotations(entgql.OrderField("NAME")),
		field.String("purpose").MaxLen(20_000).Default(""),
		field.Enum("join_policy").Values("OPEN", "REQUEST", "INVITE").Default("REQUEST"),
		field.Bool("listed").Default(true).Comment("false: known to its members and those invited alone"),
		field.Enum("member_list_visibility").Values("MEMBERS", "PUBLIC").Default("MEMBERS"),
		field.Int("seat_limit").Positive().Optional().Nillable(),
		field.Int("seats_taken").Default(0).Comment("active and suspended seats; changed under this row's lock"),
		field.Enum("status").Values("FORMING", "ACTIVE", "DORMANT", "ARCHIVED").Default("FORMING"),
		field.Int("charter_number").Default(0).Comment("of the latest charter; 0: none"),
		field.Int("material_number").Default(0).Annotations(entgql.Skip(entgql.SkipAll)).
			Comment("of the latest charter with a material change: a seat that has not accepted it is read-only"),
		field.String("charter_id").Optional().Nillable(),
		field.String("import_key").MaxLen(300).Optional().Nillable().Unique().Annotations(entgql.Skip(entgql.SkipAll)).
			Comment("the conversation it was imported from: makes an import idempotent"),
	}
}

// Edges of Circle.
func (Circle) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("charters", CharterVersion.Type).Annotations(entgql.RelayConnection(), cascade()),
		edge.To("charter", CharterVersion.Type).Field("charter_id").Unique().Annotations(entsql.OnDelete(entsql.SetNull)),
		edge.To("questions", JoinQuestion.Type).Annotations(entgql.RelayConnection(), cascade()),
		edge.To("seats", CircleSeat.Type).Annotations(entgql.RelayConnection(), cascade()),
		edge.To("shares", Share.Type).Annotations(entgql.RelayConnection(), cascade()),
		edge.To("causes", Cause.Type),
	}
}

// Indexes of Circle.
func (Circle) Indexes() []ent.Index {
	return []ent.Index{index.Fields("created_at"), index.Fields("name")}
}

// Annotations of Circle.
func (Circle) Annotations() []schema.Annotation { return []schema.Annotation{node()} }

// CharterVersion is what the members of a circle agree to, at one number. It never changes.
type CharterVersion struct{ ent.Schema }

// Mixin of CharterVersion.
func (CharterVersion) Mixin() []ent.Mixin { return []ent.Mixin{Base{prefix: "chv"}} }

// Fields of CharterVersion.
func (CharterVersion) Fields() []ent.Field {
	return []ent.Field{
		field.String("circle_id").Immutable(),
		field.Int("number").Positive().Immutable().Annotations(entgql.OrderField("NUMBER")),
		field.String("text").MaxLen(200_000).NotEmpty().Immutable(),
		field.Bool("material").Immutable().Comment("it must be accepted again"),
		field.String("author_id").Immutable().Annotations(entgql.Skip(entgql.SkipAll)),
	}
}

// Edges of CharterVersion.
func (CharterVersion) Edges() []ent.Edge {
	return []ent.Edge{edge.From("circle", Circle.Type).Ref("charters").Field("circle_id").Unique().Required().Immutable()}
}

// Indexes of CharterVersion.
func (CharterVersion) Indexes() []ent.Index {
	return []ent.Index{index.Fields("circle_id", "number").Unique()}
}

// Annotations of CharterVersion.
func (CharterVersion) Annotations() []schema.Annotation { return []schema.Annotation{node()} }

// JoinQuestion is asked of an organization that requests a seat.
type JoinQuestion struct{ ent.Schema }

// Mixin of JoinQuestion.
func (JoinQuestion) Mixin() []ent.Mixin { return []ent.Mixin{Base{prefix: "jqu"}} }

// Fields of JoinQuestion.
func (JoinQuestion) Fields() []ent.Field {
	return []ent.Field{
		field.String("circle_id").Immutable(),
		field.Int("position").Positive().Immutable().Annotations(entgql.OrderField("POSITION")),
		field.String("text").MaxLen(1000).NotEmpty().Immutable(),
	}
}

// Edges of JoinQuestion.
func (JoinQuestion) Edges() []ent.Edge {
	return []ent.Edge{edge.From("circle", Circle.Type).Ref("questions").Field("circle_id").Unique().Required().Immutable()}
}

// Indexes of JoinQuestion.
func (JoinQuestion) Indexes() []ent.Index { return []ent.Index{index.Fields("circle_id", "position")} }

// Annotations of JoinQuestion.
func (JoinQuestion) Annotations() []schema.Annotation { return []schema.Annotation{node()} }
