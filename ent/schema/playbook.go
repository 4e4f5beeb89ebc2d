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

// Playbook is a shared method. What it says is in its versions; this row is its identity.
type Playbook struct{ ent.Schema }

// Mixin of Playbook.
func (Playbook) Mixin() []ent.Mixin { return []ent.Mixin{Base{prefix: "pbk"}} }

// Fields of Playbook.
func (Playbook) Fields() []ent.Field {
	return []ent.Field{
		field.String("organization_id").Immutable(),
		field.String("created_by").Immutable().Annotations(entgql.Skip(entgql.SkipAll)),
		field.String("title").MaxLen(300).NotEmpty().Comment("of the latest published version, before that of the draft").
			Annotations(entgql.OrderField("TITLE")),
		field.String("method_type").MaxLen(60).Default(""),
		field.Enum("audience").Values("ORGANIZATION", "CIRCLE", "NETWORK", "PUBLIC").Default("ORGANIZATION"),
		field.String("licence").MaxLen(60).Default("CC-BY-4.0").Comment("SPDX"),
		field.String("language").MaxLen(35).Default("und").Comment("BCP 47"),
		field.Enum("status").Values("ACTIVE", "ARCHIVED").Default("ACTIVE"),
		field.Time("review_by").Optional().Nillable(),
		field.Int("latest_number").Default(0).Comment("of the published version; 0 before the first"),
		field.String("latest_version_id").Optional().Nillable(),
		field.String("import_key").MaxLen(500).Optional().Nillable().Annotations(entgql.Skip(entgql.SkipAll)).
			Comment("path in the imported folder: makes an import idempotent"),
		field.String("import_digest").MaxLen(64).Optional().Nillable().Annotations(entgql.Skip(entgql.SkipAll)),
		field.String("import_mark").MaxLen(100).Optional().Nillable().Annotations(entgql.Skip(entgql.SkipAll)).
			Comment("id and edit of the version that the last import wrote: another newest one was made by people"),
	}
}

// Edges of Playbook.
func (Playbook) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("organization", Organization.Type).Ref("playbooks").Field("organization_id").Unique().Required().Immutable(),
		edge.To("versions", PlaybookVersion.Type).Annotations(entgql.RelayConnection(), cascade()),
		edge.To("latest_version", PlaybookVersion.Type).Field("latest_version_id").Unique().
			Annotations(entsql.OnDelete(entsql.SetNull)),
		edge.To("threads", Thread.Type).Annotations(entgql.RelayConnection(), cascade()),
		edge.To("shares", Share.Type).Annotations(entgql.RelayConnection(), cascade()),
		edge.To("causes", Cause.Type),
	}
}

// Indexes of Playbook.
func (Playbook) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("organization_id", "created_at", "id"),
		index.Fields("created_at", "id"),
		index.Fields("title", "id"),
		index.Fields("organization_id", "import_key").Unique(),
	}
}

// Annotations of Playbook.
func (Playbook) Annotations() []schema.Annotation { return []schema.Annotation{node()} }

// PlaybookVersion is what a playbook says at one number. Once published it never changes.
type PlaybookVersion struct{ ent.Schema }

// Mixin of PlaybookVersion.
func (PlaybookVersion) Mixin() []ent.Mixin { return []ent.Mixin{Base{prefix: "ver"}} }

// Fields of PlaybookVersion.
func (PlaybookVersion) Fields() []ent.Field {
	text := func(name string, limit int) ent.Field { return field.String(name).MaxLen(limit).Default("") }
	return []ent.Field{
		field.String("playbook_id").Immutable(),
		field.Int("number").Positive().Annotations(entgql.OrderField("NUMBER")),
		field.Enum("state").Values("DRAFT", "IN_REVIEW", "CHANGES_REQUESTED", "PUBLISHED", "SUPERSEDED", "WITHDRAWN").Default("DRAFT"),
		field.Int("edit").Default(1).Comment("counts the edits of a draft: expectedVersion"),
		field.String("title").MaxLen(300).NotEmpty(),
		text("what", 1_000_000), text("why", 100_000), text("time_required", 500), text("cost", 500),
		text("works_when", 20_000), text("fails_when", 20_000), text("beneficiaries", 20_000), text("change_note", 20_000),
		field.Enum("evidence_level").Values("EMERGING", "PROMISING", "LEADING", "BEST").Default("EMERGING"),
		field.String("author_id").Immutable().Annotations(entgql.Skip(entgql.SkipAll)),
		field.String("reviewer_organization_id").Optional().Nillable().Annotations(entgql.Skip(entgql.SkipAll)),
		field.Time("submitted_at").Optional().Nillable(),
		field.Time("published_at").Optional().Nillable(),
		field.Time("withdrawn_at").Optional().Nillable(),
		field.String("withdrawn_reason").MaxLen(5000).Optional().Nillable(),
	}
}

// Edges of PlaybookVersion.
func (PlaybookVersion) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("playbook", Playbook.Type).Ref("versions").Field("playbook_id").Unique().Required().Immutable(),
		edge.To("steps", PlaybookStep.Type).Annotations(entgql.RelayConnection(), cascade()),
		edge.To("reviews", VersionReview.Type).Annotations(entgql.RelayConnection(), cascade()),
		edge.To("edits", DraftEdit.Type).Annotations(entgql.Skip(entgql.SkipAll), cascade()),
	}
}

// Indexes of PlaybookVersion: at most one draft and one published version a playbook.
func (PlaybookVersion) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("playbook_id", "number").Unique(),
		index.Fields("playbook_id").Unique().StorageKey("playbookversion_one_published").
			Annotations(entsql.IndexWhere("state = 'PUBLISHED'")),
		index.Fields("playbook_id").Unique().StorageKey("playbookversion_one_draft").
			Annotations(entsql.IndexWhere("state = 'DRAFT' OR state = 'IN_REVIEW' OR state = 'CHANGES_REQUESTED'")),
	}
}

// Annotations of PlaybookVersion.
func (PlaybookVersion) Annotations() []schema.Annotation { return []schema.Annotation{node()} }

// PlaybookStep is one step of a version. step_key is the same across versions and copies.
type PlaybookStep struct{ ent.Schema }

// Mixin of PlaybookStep.
func (PlaybookStep) Mixin() []ent.Mixin { return []ent.Mixin{Base{prefix: "stp"}} }

// Fields of PlaybookStep.
func (PlaybookStep) Fields() []ent.Field {
	return []ent.Field{
		field.String("version_id").Immutable(),
		field.String("step_key").MaxLen(80).NotEmpty().Immutable(),
		field.Int("position").Positive().Annotations(entgql.OrderField("POSITION")),
		field.String("title").MaxLen(300).Default(""),
		field.String("body").MaxLen(500_000).Default(""),
		field.Enum("importance").Values("CORE", "ADAPTABLE", "OPTIONAL").Default("ADAPTABLE"),
		field.String("role").MaxLen(200).Default(""),
		field.String("duration").MaxLen(200).Default(""),
	}
}

// Edges of PlaybookStep.
func (PlaybookStep) Edges() []ent.Edge {
	return []ent.Edge{edge.From("version", PlaybookVersion.Type).Ref("steps").Field("version_id").Unique().Required().Immutable()}
}

// Indexes of PlaybookStep.
func (PlaybookStep) Indexes() []ent.Index {
	return []ent.Index{index.Fields("version_id", "step_key").Unique(), index.Fields("version_id", "position")}
}

// Annotations of PlaybookStep.
func (PlaybookStep) Annotations() []schema.Annotation { return []schema.Annotation{node()} }

// VersionReview is what another organization says of a version before it is published.
type VersionReview struct{ ent.Schema }

// Mixin of VersionReview.
func (VersionReview) Mixin() []ent.Mixin { return []ent.Mixin{Base{prefix: "rev"}} }

// Fields of VersionReview.
func (VersionReview) Fields() []ent.Field {
	return []ent.Field{
		field.String("version_id").Immutable(),
		field.String("organization_id").Immutable(),
		field.String("reviewer_id").Immutable().Annotations(entgql.Skip(entgql.SkipAll)),
		field.Enum("verdict").Values("APPROVED", "CHANGES_REQUESTED").Immutable(),
		field.Int("edit").Immutable().Comment("the edit of the draft that was read"),
		field.String("comment").MaxLen(20_000).Default(""),
	}
}

// Edges of VersionReview.
func (VersionReview) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("version", PlaybookVersion.Type).Ref("reviews").Field("version_id").Unique().Required().Immutable(),
		edge.To("organization", Organization.Type).Field("organization_id").Unique().Required().Immutable(),
	}
}

// Indexes of VersionReview.
func (VersionReview) Indexes() []ent.Index { return []ent.Index{index.Fields("version_id")} }

// Annotations of VersionReview.
func (VersionReview) Annotations() []schema.Annotation { return []schema.Annotation{node()} }

// DraftEdit says which fields and steps one edit of a draft touched, so that the loser of two
// concurrent edits is told what changed.
type DraftEdit struct{ ent.Schema }

// Mixin of DraftEdit.
func (DraftEdit) Mixin() []ent.Mixin { return []ent.Mixin{Base{prefix: "edt"}} }

// Fields of DraftEdit.
func (DraftEdit) Fields() []ent.Field {
	return []ent.Field{
		field.String("version_id").Immutable(),
		field.Int("edit").Immutable(),
		field.String("user_id").Immutable(),
		field.Strings("fields").Default([]string{}).Immutable(),
		field.Strings("step_keys").Default([]string{}).Immutable(),
	}
}

// Edges of DraftEdit.
func (DraftEdit) Edges() []ent.Edge {
	return []ent.Edge{edge.From("version", PlaybookVersion.Type).Ref("edits").Field("version_id").Unique().Required().Immutable()}
}

// Indexes of DraftEdit.
func (DraftEdit) Indexes() []ent.Index { return []ent.Index{index.Fields("version_id", "edit")} }

// Annotations of DraftEdit.
func (DraftEdit) Annotations() []schema.Annotation { return []schema.Annotation{hidden()} }
