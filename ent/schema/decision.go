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

// Decision is what a DECISION thread is to decide: one vote an organization, until it is closed.
type Decision struct{ ent.Schema }

// Mixin of Decision.
func (Decision) Mixin() []ent.Mixin { return []ent.Mixin{Base{prefix: "dec"}} }

// Fields of Decision.
func (Decision) Fields() []ent.Field {
	return []ent.Field{
		field.String("thread_id").Immutable(),
		field.Enum("state").Values("OPEN", "CLOSED").Default("OPEN"),
		field.Int("quorum").NonNegative().Default(0).Immutable().Comment("how many organizations must vote"),
		field.Time("closes_at").Optional().Nillable().Immutable(),
		field.Time("review_on").Optional().Nillable(),
		field.Enum("outcome").Values("DECIDED", "TIED", "NO_QUORUM").Optional().Nillable(),
		field.String("chosen_id").Optional().Nillable(),
		field.Int("vote_count").Default(0),
		field.Time("closed_at").Optional().Nillable(),
	}
}

// Edges of Decision.
func (Decision) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("thread", Thread.Type).Ref("decision").Field("thread_id").Unique().Required().Immutable(),
		edge.To("options", DecisionOption.Type).Annotations(entgql.RelayConnection(), cascade()),
		edge.To("votes", DecisionVote.Type).Annotations(entgql.RelayConnection(), cascade()),
		edge.To("chosen", DecisionOption.Type).Field("chosen_id").Unique().Annotations(entsql.OnDelete(entsql.SetNull)),
	}
}

// Indexes of Decision.
func (Decision) Indexes() []ent.Index { return []ent.Index{index.Fields("state", "closes_at")} }

// Annotations of Decision.
func (Decision) Annotations() []schema.Annotation { return []schema.Annotation{node()} }

// DecisionOption is one of the things to choose from.
type DecisionOption struct{ ent.Schema }

// Mixin of DecisionOption.
func (DecisionOption) Mixin() []ent.Mixin { return []ent.Mixin{Base{prefix: "dop"}} }

// Fields of DecisionOption.
func (DecisionOption) Fields() []ent.Field {
	return []ent.Field{
		field.String("decision_id").Immutable(),
		field.Int("position").Positive().Immutable().Annotations(entgql.OrderField("POSITION")),
		field.String("label").MaxLen(1000).NotEmpty().Immutable(),
		field.Int("vote_count").Default(0).Comment("counted from the votes whenever one is cast"),
	}
}

// Edges of DecisionOption.
func (DecisionOption) Edges() []ent.Edge {
	return []ent.Edge{edge.From("decision", Decision.Type).Ref("options").Field("decision_id").Unique().Required().Immutable()}
}

// Indexes of DecisionOption.
func (DecisionOption) Indexes() []ent.Index {
	return []ent.Index{index.Fields("decision_id", "position").Unique()}
}

// Annotations of DecisionOption.
func (DecisionOption) Annotations() []schema.Annotation { return []schema.Annotation{node()} }

// DecisionVote is an organization's vote; casting it again changes it.
type DecisionVote struct{ ent.Schema }

// Mixin of DecisionVote.
func (DecisionVote) Mixin() []ent.Mixin { return []ent.Mixin{Base{prefix: "dvo"}} }

// Fields of DecisionVote.
func (DecisionVote) Fields() []ent.Field {
	return []ent.Field{
		field.String("decision_id").Immutable(),
		field.String("option_id"),
		field.String("organization_id").Immutable(),
		field.String("user_id").Annotations(entgql.Skip(entgql.SkipAll)),
		field.String("reason").MaxLen(5000).Default(""),
	}
}

// Edges of DecisionVote.
func (DecisionVote) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("decision", Decision.Type).Ref("votes").Field("decision_id").Unique().Required().Immutable(),
		edge.To("option", DecisionOption.Type).Field("option_id").Unique().Required(),
		edge.To("organization", Organization.Type).Field("organization_id").Unique().Required().Immutable(),
	}
}

// Indexes of DecisionVote: one vote an organization.
func (DecisionVote) Indexes() []ent.Index {
	return []ent.Index{index.Fields("decision_id", "organization_id").Unique(), index.Fields("option_id"), index.Fields("organization_id")}
}

// Annotations of DecisionVote.
func (DecisionVote) Annotations() []schema.Annotation { return []schema.Annotation{node()} }
