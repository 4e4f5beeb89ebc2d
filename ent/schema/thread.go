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

// Thread is a conversation on something. Where it takes place decides who reads it: in a circle; on a playbook, or a
// step of one, before everybody who sees the playbook; on a request for a seat, between who asks and the stewards;
// PRIVATE between the people that it names.
type Thread struct{ ent.Schema }

// Mixin of Thread.
func (Thread) Mixin() []ent.Mixin { return []ent.Mixin{Base{prefix: "thr"}} }

// Fields of Thread.
func (Thread) Fields() []ent.Field {
	return []ent.Field{
		field.Enum("kind").Values("QUESTION", "DISCUSSION", "DECISION", "PRIVATE").Immutable(),
		field.String("title").MaxLen(300).NotEmpty(),
		field.String("subject_id").MaxLen(64).Default("").Immutable().Comment("what it is on, as the person named it; empty: PRIVATE"),
		field.String("step_key").MaxLen(80).Default("").Immutable(),
		field.String("circle_id").Optional().Nillable().Immutable(),
		field.String("playbook_id").Optional().Nillable().Immutable(),
		field.String("seat_id").Optional().Nillable().Immutable(),
		field.String("guest_organization_id").Default("").Immutable().Annotations(entgql.Skip(entgql.SkipAll)).
			Comment("of a request's thread: who asks"),
		field.String("organization_id").Immutable(),
		field.String("author_id").Immutable(),
		field.Bool("pinned").Default(false),
		field.Bool("locked").Default(false),
		field.String("answer_id").Optional().Nillable(),
		field.Int("comment_count").Default(0).Comment("the number of the newest comment; those deleted keep theirs"),
		field.String("last_comment_id").Optional().Nillable(),
		field.Time("last_comment_at").Default(Now).Annotations(entgql.OrderField("LAST_COMMENT_AT")),
		field.String("import_key").MaxLen(300).Optional().Nillable().Unique().Immutable().Annotations(entgql.Skip(entgql.SkipAll)),
	}
}

// Edges of Thread.
func (Thread) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("circle", Circle.Type).Ref("threads").Field("circle_id").Unique().Immutable(),
		edge.From("playbook", Playbook.Type).Ref("threads").Field("playbook_id").Unique().Immutable(),
		edge.From("seat", CircleSeat.Type).Ref("threads").Field("seat_id").Unique().Immutable(),
		edge.To("organization", Organization.Type).Field("organization_id").Unique().Required().Immutable(),
		edge.To("author", User.Type).Field("author_id").Unique().Required().Immutable(),
		edge.To("comments", Comment.Type).Annotations(entgql.RelayConnection(), cascade()),
		edge.To("answer", Comment.Type).Field("answer_id").Unique().Annotations(entsql.OnDelete(entsql.SetNull)),
		edge.To("last_comment", Comment.Type).Field("last_comment_id").Unique().Annotations(entsql.OnDelete(entsql.SetNull)),
		edge.To("participants", ThreadParticipant.Type).Annotations(entgql.RelayConnection(), cascade()),
		edge.To("decision", Decision.Type).Unique().Annotations(cascade()),
		// The row rule leaves the viewer's own: what the mapped fields need comes with the page.
		edge.To("markers", ReadMarker.Type).Annotations(entgql.MapsTo("viewerUnread", "viewerReadNumber"), cascade()),
	}
}

// Indexes of Thread.
func (Thread) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("circle_id", "last_comment_at"),
		index.Fields("playbook_id", "last_comment_at"),
		index.Fields("seat_id"),
		index.Fields("organization_id"),
	}
}

// Annotations of Thread.
func (Thread) Annotations() []schema.Annotation { return []schema.Annotation{node()} }

// ThreadParticipant is one of the people that a private thread is between.
type ThreadParticipant struct{ ent.Schema }

// Mixin of ThreadParticipant.
func (ThreadParticipant) Mixin() []ent.Mixin { return []ent.Mixin{Base{prefix: "tpa"}} }

// Fields of ThreadParticipant.
func (ThreadParticipant) Fields() []ent.Field {
	return []ent.Field{field.String("thread_id").Immutable(), field.String("user_id").Immutable()}
}

// Edges of ThreadParticipant.
func (ThreadParticipant) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("thread", Thread.Type).Ref("participants").Field("thread_id").Unique().Required().Immutable(),
		edge.To("user", User.Type).Field("user_id").Unique().Required().Immutable(),
	}
}

// Indexes of ThreadParticipant.
func (ThreadParticipant) Indexes() []ent.Index {
	return []ent.Index{index.Fields("thread_id", "user_id").Unique(), index.Fields("user_id")}
}

// Annotations of ThreadParticipant.
func (ThreadParticipant) Annotations() []schema.Annotation { return []schema.Annotation{node()} }

// ReadMarker says how far a person has read a thread.
type ReadMarker struct{ ent.Schema }

// Mixin of ReadMarker.
func (ReadMarker) Mixin() []ent.Mixin { return []ent.Mixin{Base{prefix: "rmk"}} }

// Fields of ReadMarker.
func (ReadMarker) Fields() []ent.Field {
	return []ent.Field{
		field.String("thread_id").Immutable(),
		field.String("user_id").Immutable(),
		field.Int("number").Comment("of the last comment that was read"),
	}
}

// Edges of ReadMarker.
func (ReadMarker) Edges() []ent.Edge {
	return []ent.Edge{edge.From("thread", Thread.Type).Ref("markers").Field("thread_id").Unique().Required().Immutable()}
}

// Indexes of ReadMarker.
func (ReadMarker) Indexes() []ent.Index {
	return []ent.Index{index.Fields("thread_id", "user_id").Unique(), index.Fields("user_id")}
}

// Annotations of ReadMarker.
func (ReadMarker) Annotations() []schema.Annotation { return []schema.Annotation{node()} }
