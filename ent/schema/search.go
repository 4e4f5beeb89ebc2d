package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// SearchDocument is what search knows of one subject besides its words: whom it reaches and what it is filtered and
// counted by. The words are in the full-text index of the row's id (a hand-written migration), the text in SearchText.
type SearchDocument struct{ ent.Schema }

// Fields of SearchDocument.
func (SearchDocument) Fields() []ent.Field {
	return []ent.Field{
		field.Int64("id").Immutable(),
		field.String("subject_id").MaxLen(64).Unique().Immutable(),
		field.String("kind").MaxLen(20).Immutable(),
		field.String("parent_id").MaxLen(64).Default("").Comment("the playbook of a step"),
		field.String("organization_id").MaxLen(64).Default(""),
		field.String("audience").MaxLen(20).Comment("of the subject; RULE where its own row rule must be asked"),
		field.String("language").MaxLen(35).Default(""),
		field.String("region_id").MaxLen(64).Default(""),
		field.String("region_path").MaxLen(200).Default(""),
		field.String("causes").MaxLen(1000).Default("").Comment("ids, sorted, a space between"),
		field.Int("words").Default(0).Comment("length of the text in words"),
		field.String("digest").MaxLen(64).Comment("SHA-256 of all that is indexed: what has not changed is not written again"),
	}
}

// Indexes of SearchDocument.
func (SearchDocument) Indexes() []ent.Index {
	return []ent.Index{index.Fields("parent_id"), index.Fields("organization_id")}
}

// Annotations of SearchDocument.
func (SearchDocument) Annotations() []schema.Annotation { return []schema.Annotation{hidden()} }

// SearchText is the text of a SearchDocument as people wrote it, for ranking and highlights. It has the document's id
// and a table of its own, so that counting reads narrow rows.
type SearchText struct{ ent.Schema }

// Fields of SearchText.
func (SearchText) Fields() []ent.Field {
	return []ent.Field{
		field.Int64("id").Immutable(),
		field.String("title").MaxLen(1000).Default(""),
		field.String("body").MaxLen(8_000_000).Default(""),
	}
}

// Annotations of SearchText.
func (SearchText) Annotations() []schema.Annotation { return []schema.Annotation{hidden()} }

// SearchName finds words of names by what is left of them when a letter is taken away: for typing errors.
type SearchName struct{ ent.Schema }

// Fields of SearchName.
func (SearchName) Fields() []ent.Field {
	return []ent.Field{
		field.Int64("id").Immutable(),
		field.String("left").MaxLen(64).Immutable(),
		field.String("word").MaxLen(64).Immutable(),
	}
}

// Indexes of SearchName.
func (SearchName) Indexes() []ent.Index { return []ent.Index{index.Fields("left", "word").Unique()} }

// Annotations of SearchName.
func (SearchName) Annotations() []schema.Annotation { return []schema.Annotation{hidden()} }
