package schema

import (
	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Region is a country or a part of one, by GB/T 2260 or ISO 3166-2. Its id is "reg_" and the code.
type Region struct{ ent.Schema }

// Fields of Region.
func (Region) Fields() []ent.Field {
	return []ent.Field{
		field.String("id").MaxLen(64).Immutable(),
		field.String("code").MaxLen(32).Unique().Immutable(),
		field.String("name_zh").MaxLen(200),
		field.String("name_en").MaxLen(200),
		field.String("kind").MaxLen(32),
		field.String("path").MaxLen(200).Comment("codes from the country down, by slash: a subtree is a range of paths"),
		field.String("parent_id").Optional().Nillable(),
	}
}

// Edges of Region.
func (Region) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("children", Region.Type).Annotations(entgql.RelayConnection()).From("parent").Field("parent_id").Unique(),
		edge.To("organizations", Organization.Type).Annotations(entgql.Skip(entgql.SkipAll)),
	}
}

// Indexes of Region.
func (Region) Indexes() []ent.Index {
	return []ent.Index{index.Fields("path"), index.Fields("parent_id")}
}

// Annotations of Region.
func (Region) Annotations() []schema.Annotation {
	return []schema.Annotation{node(), Prefix{Prefix: "reg"}}
}

// Cause is what a charity works for. Its id is "cau_" and the key.
type Cause struct{ ent.Schema }

// Fields of Cause.
func (Cause) Fields() []ent.Field {
	return []ent.Field{
		field.String("id").MaxLen(64).Immutable(),
		field.String("key").MaxLen(60).Unique().Immutable(),
		field.String("name_zh").MaxLen(200),
		field.String("name_en").MaxLen(200),
		field.String("path").MaxLen(200),
		field.String("parent_id").Optional().Nillable(),
	}
}

// Edges of Cause.
func (Cause) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("children", Cause.Type).Annotations(entgql.RelayConnection()).From("parent").Field("parent_id").Unique(),
		edge.From("organizations", Organization.Type).Ref("causes").Annotations(entgql.Skip(entgql.SkipAll)),
		edge.From("playbooks", Playbook.Type).Ref("causes").Annotations(entgql.Skip(entgql.SkipAll)),
		edge.From("circles", Circle.Type).Ref("causes").Annotations(entgql.Skip(entgql.SkipAll)),
	}
}

// Indexes of Cause.
func (Cause) Indexes() []ent.Index {
	return []ent.Index{index.Fields("path"), index.Fields("parent_id")}
}

// Annotations of Cause.
func (Cause) Annotations() []schema.Annotation {
	return []schema.Annotation{node(), Prefix{Prefix: "cau"}}
}
