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

// CircleSeat is an organization's membership in a circle. One that has ended stays as it ended; an organization that
// comes back has a new one.
type CircleSeat struct{ ent.Schema }

// Mixin of CircleSeat.
func (CircleSeat) Mixin() []ent.Mixin { return []ent.Mixin{Base{prefix: "sea"}} }

// Fields of CircleSeat.
func (CircleSeat) Fields() []ent.Field {
	return []ent.Field{
		field.String("circle_id").Immutable(),
		field.String("organization_id").Immutable(),
		field.Enum("role").Values("STEWARD", "MEMBER", "OBSERVER").Default("MEMBER"),
		field.Enum("status").Values("INVITED", "REQUESTED", "ACTIVE", "SUSPENDED", "LEFT", "REMOVED", "DECLINED", "WITHDRAWN"),
		field.Int("charter_accepted").Default(0).Comment("number of the charter that was accepted; 0: none"),
		field.String("message").MaxLen(5000).Default("").Comment("of the invitation or the request"),
		field.String("reason").MaxLen(5000).Default("").Comment("of the last decision on it"),
		field.String("requested_by").Optional().Immutable().Annotations(entgql.Skip(entgql.SkipAll)).
			Comment("the person who asked for the seat: its first delegate"),
		field.Time("joined_at").Optional().Nillable(),
		field.Time("ended_at").Optional().Nillable(),
	}
}

// Edges of CircleSeat.
func (CircleSeat) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("circle", Circle.Type).Ref("seats").Field("circle_id").Unique().Required().Immutable(),
		edge.From("organization", Organization.Type).Ref("seats").Field("organization_id").Unique().Required().Immutable(),
		edge.To("delegates", SeatDelegate.Type).Annotations(entgql.RelayConnection(), cascade()),
		edge.To("answers", SeatAnswer.Type).Annotations(entgql.RelayConnection(), cascade()),
	}
}

// Indexes of CircleSeat: at most one seat of an organization in a circle has not ended.
func (CircleSeat) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("circle_id", "organization_id").Unique().StorageKey("circleseat_one_open").Annotations(entsql.IndexWhere(
			"status = 'INVITED' OR status = 'REQUESTED' OR status = 'ACTIVE' OR status = 'SUSPENDED'")),
		index.Fields("circle_id", "status"),
		index.Fields("organization_id", "status"),
	}
}

// Annotations of CircleSeat.
func (CircleSeat) Annotations() []schema.Annotation { return []schema.Annotation{node()} }

// SeatDelegate is a person who speaks for an organization in a circle. circle_id and organization_id repeat the seat's:
// the row rules of people and circles ask by them.
type SeatDelegate struct{ ent.Schema }

// Mixin of SeatDelegate.
func (SeatDelegate) Mixin() []ent.Mixin { return []ent.Mixin{Base{prefix: "dlg"}} }

// Fields of SeatDelegate.
func (SeatDelegate) Fields() []ent.Field {
	return []ent.Field{
		field.String("seat_id").Immutable(),
		field.String("user_id").Immutable(),
		field.String("circle_id").Immutable().Annotations(entgql.Skip(entgql.SkipAll)),
		field.String("organization_id").Immutable().Annotations(entgql.Skip(entgql.SkipAll)),
	}
}

// Edges of SeatDelegate.
func (SeatDelegate) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("seat", CircleSeat.Type).Ref("delegates").Field("seat_id").Unique().Required().Immutable(),
		edge.From("user", User.Type).Ref("delegations").Field("user_id").Unique().Required().Immutable(),
	}
}

// Indexes of SeatDelegate.
func (SeatDelegate) Indexes() []ent.Index {
	return []ent.Index{index.Fields("seat_id", "user_id").Unique(), index.Fields("user_id", "circle_id")}
}

// Annotations of SeatDelegate.
func (SeatDelegate) Annotations() []schema.Annotation { return []schema.Annotation{node()} }

// SeatAnswer is what an organization answered to a question of the circle when it asked for a seat, with the question
// as it was put then.
type SeatAnswer struct{ ent.Schema }

// Mixin of SeatAnswer.
func (SeatAnswer) Mixin() []ent.Mixin { return []ent.Mixin{Base{prefix: "san"}} }

// Fields of SeatAnswer.
func (SeatAnswer) Fields() []ent.Field {
	return []ent.Field{
		field.String("seat_id").Immutable(),
		field.String("question").MaxLen(1000).Immutable(),
		field.String("answer").MaxLen(5000).Immutable(),
	}
}

// Edges of SeatAnswer.
func (SeatAnswer) Edges() []ent.Edge {
	return []ent.Edge{edge.From("seat", CircleSeat.Type).Ref("answers").Field("seat_id").Unique().Required().Immutable()}
}

// Indexes of SeatAnswer.
func (SeatAnswer) Indexes() []ent.Index { return []ent.Index{index.Fields("seat_id")} }

// Annotations of SeatAnswer.
func (SeatAnswer) Annotations() []schema.Annotation { return []schema.Annotation{node()} }

// Share lets something with an audience reach a circle. subject_id is any noun's id, so that one rule serves all
// (access.audience); a noun whose shares the API lists has an edge of its own besides.
type Share struct{ ent.Schema }

// Mixin of Share.
func (Share) Mixin() []ent.Mixin { return []ent.Mixin{Base{prefix: "shr"}} }

// Fields of Share.
func (Share) Fields() []ent.Field {
	return []ent.Field{
		field.String("subject_id").MaxLen(64).Immutable(),
		field.String("circle_id").Immutable(),
		field.String("organization_id").Immutable(),
		field.String("playbook_id").Optional().Nillable().Immutable(),
	}
}

// Edges of Share.
func (Share) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("circle", Circle.Type).Ref("shares").Field("circle_id").Unique().Required().Immutable(),
		edge.From("playbook", Playbook.Type).Ref("shares").Field("playbook_id").Unique().Immutable(),
	}
}

// Indexes of Share.
func (Share) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("subject_id", "circle_id").Unique(),
		index.Fields("circle_id"),
		index.Fields("playbook_id"),
	}
}

// Annotations of Share.
func (Share) Annotations() []schema.Annotation { return []schema.Annotation{node()} }
