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

// Comment is what a person says in a thread for an organization. The text of one that is hidden or deleted is not in
// this row, so that nothing that reads it can show it.
type Comment struct{ ent.Schema }

// Mixin of Comment.
func (Comment) Mixin() []ent.Mixin { return []ent.Mixin{Base{prefix: "cmt"}} }

// Fields of Comment.
func (Comment) Fields() []ent.Field {
	return []ent.Field{
		field.String("thread_id").Immutable(),
		field.Int("number").Positive().Immutable().Annotations(entgql.OrderField("NUMBER")).Comment("1, 2, 3 … in its thread"),
		field.String("parent_id").Optional().Nillable().Immutable(),
		field.String("author_id").Immutable(),
		field.String("organization_id").Immutable(),
		field.String("place").MaxLen(64).Default("").Immutable().Annotations(entgql.Skip(entgql.SkipAll)).
			Comment("circle, playbook or seat that decides who reads it: the row rule of people asks by it"),
		field.String("body").MaxLen(100_000).Default(""),
		field.Enum("state").Values("VISIBLE", "HIDDEN", "DELETED").Default("VISIBLE"),
		field.String("hidden_reason").MaxLen(2000).Default(""),
		field.Int("edit_count").Default(0),
		field.Time("edited_at").Optional().Nillable(),
		field.JSON("reaction_counts", map[string]int{}).Optional().Annotations(entgql.Skip(entgql.SkipAll)),
	}
}

// Edges of Comment.
func (Comment) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("thread", Thread.Type).Ref("comments").Field("thread_id").Unique().Required().Immutable(),
		edge.To("replies", Comment.Type).Annotations(entgql.RelayConnection(), entsql.OnDelete(entsql.SetNull)).
			From("parent").Field("parent_id").Unique().Immutable(),
		edge.To("author", User.Type).Field("author_id").Unique().Required().Immutable(),
		edge.To("organization", Organization.Type).Field("organization_id").Unique().Required().Immutable(),
		edge.To("edits", CommentEdit.Type).Annotations(entgql.RelayConnection(), cascade()),
		edge.To("mentions", Mention.Type).Annotations(entgql.RelayConnection(), cascade()),
		// The row rule leaves the viewer's own; all are counted in reaction_counts.
		edge.To("reactions", Reaction.Type).Annotations(entgql.MapsTo("viewerReactions"), cascade()),
	}
}

// Indexes of Comment.
func (Comment) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("thread_id", "number").Unique(),
		index.Fields("author_id", "place"),
		index.Fields("parent_id"),
		index.Fields("organization_id"),
	}
}

// Annotations of Comment.
func (Comment) Annotations() []schema.Annotation { return []schema.Annotation{node()} }

// CommentEdit is what a comment said before it was edited or hidden.
type CommentEdit struct{ ent.Schema }

// Mixin of CommentEdit.
func (CommentEdit) Mixin() []ent.Mixin { return []ent.Mixin{Base{prefix: "ced"}} }

// Fields of CommentEdit.
func (CommentEdit) Fields() []ent.Field {
	return []ent.Field{
		field.String("comment_id").Immutable(),
		field.Bool("hiding").Default(false).Immutable().Annotations(entgql.Skip(entgql.SkipAll)).
			Comment("true: put away when the comment was hidden"),
		field.String("body").MaxLen(100_000).Immutable(),
		field.String("user_id").Immutable().Annotations(entgql.Skip(entgql.SkipAll)),
	}
}

// Edges of CommentEdit.
func (CommentEdit) Edges() []ent.Edge {
	return []ent.Edge{edge.From("comment", Comment.Type).Ref("edits").Field("comment_id").Unique().Required().Immutable()}
}

// Indexes of CommentEdit.
func (CommentEdit) Indexes() []ent.Index { return []ent.Index{index.Fields("comment_id")} }

// Annotations of CommentEdit.
func (CommentEdit) Annotations() []schema.Annotation { return []schema.Annotation{node()} }

// Mention names a person or an organization in a comment.
type Mention struct{ ent.Schema }

// Mixin of Mention.
func (Mention) Mixin() []ent.Mixin { return []ent.Mixin{Base{prefix: "mtn"}} }

// Fields of Mention.
func (Mention) Fields() []ent.Field {
	return []ent.Field{
		field.String("comment_id").Immutable(),
		field.String("user_id").Optional().Nillable().Immutable(),
		field.String("organization_id").Optional().Nillable().Immutable(),
	}
}

// Edges of Mention.
func (Mention) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("comment", Comment.Type).Ref("mentions").Field("comment_id").Unique().Required().Immutable(),
		edge.To("user", User.Type).Field("user_id").Unique().Immutable(),
		edge.To("organization", Organization.Type).Field("organization_id").Unique().Immutable(),
	}
}

// Indexes of Mention.
func (Mention) Indexes() []ent.Index {
	return []ent.Index{index.Fields("comment_id"), index.Fields("user_id"), index.Fields("organization_id")}
}

// Annotations of Mention.
func (Mention) Annotations() []schema.Annotation { return []schema.Annotation{node()} }

// Reaction is a person's answer to a comment in one word.
type Reaction struct{ ent.Schema }

// Mixin of Reaction.
func (Reaction) Mixin() []ent.Mixin { return []ent.Mixin{Base{prefix: "rea"}} }

// Fields of Reaction.
func (Reaction) Fields() []ent.Field {
	return []ent.Field{
		field.String("comment_id").Immutable(),
		field.String("user_id").Immutable(),
		field.String("organization_id").Immutable(),
		field.Enum("kind").Values("THANKS", "AGREE", "DISAGREE", "TRIED_IT", "DID_NOT_FIT").Immutable(),
	}
}

// Edges of Reaction.
func (Reaction) Edges() []ent.Edge {
	return []ent.Edge{edge.From("comment", Comment.Type).Ref("reactions").Field("comment_id").Unique().Required().Immutable()}
}

// Indexes of Reaction.
func (Reaction) Indexes() []ent.Index {
	return []ent.Index{index.Fields("comment_id", "user_id", "kind").Unique(), index.Fields("user_id")}
}

// Annotations of Reaction.
func (Reaction) Annotations() []schema.Annotation { return []schema.Annotation{node()} }
