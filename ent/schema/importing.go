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

// ImportRun is one import with its report. A dry run has one too, and has changed nothing else.
type ImportRun struct{ ent.Schema }

// Mixin of ImportRun.
func (ImportRun) Mixin() []ent.Mixin { return []ent.Mixin{Base{prefix: "imp"}} }

// Fields of ImportRun.
func (ImportRun) Fields() []ent.Field {
	return []ent.Field{
		field.String("user_id").Immutable().Annotations(entgql.Skip(entgql.SkipAll)).Comment("empty: the operator's command"),
		field.String("organization_id").Optional().Nillable().Immutable().Annotations(entgql.Skip(entgql.SkipAll)),
		field.Enum("kind").Values("PLAYBOOKS", "ORGANIZATIONS").Immutable(),
		field.String("source").MaxLen(300).Immutable(),
		field.Bool("dry_run").Default(false).Immutable(),
		field.Int("created_count").Default(0),
		field.Int("updated_count").Default(0),
		field.Int("unchanged_count").Default(0),
		field.Int("skipped_count").Default(0),
		field.Int("refused_count").Default(0),
		field.Time("finished_at").Optional().Nillable(),
	}
}

// Edges of ImportRun.
func (ImportRun) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("rows", ImportRow.Type).Annotations(entgql.RelayConnection(), cascade()),
		edge.To("organization", Organization.Type).Field("organization_id").Unique().Immutable().Annotations(cascade()),
	}
}

// Indexes of ImportRun.
func (ImportRun) Indexes() []ent.Index {
	return []ent.Index{index.Fields("organization_id", "created_at"), index.Fields("user_id", "created_at")}
}

// Annotations of ImportRun.
func (ImportRun) Annotations() []schema.Annotation { return []schema.Annotation{node()} }

// ImportRow is what became of one row or document of an import.
type ImportRow struct{ ent.Schema }

// Mixin of ImportRow.
func (ImportRow) Mixin() []ent.Mixin { return []ent.Mixin{Base{prefix: "irw"}} }

// Fields of ImportRow.
func (ImportRow) Fields() []ent.Field {
	return []ent.Field{
		field.String("run_id").Immutable(),
		field.String("file").MaxLen(500).Immutable(),
		field.Int("line").Default(0).Immutable().Comment("from 1; 0 for the whole file"),
		field.Enum("outcome").Values("CREATED", "UPDATED", "UNCHANGED", "SKIPPED", "REFUSED").Immutable(),
		field.String("reason").MaxLen(2000).Default("").Immutable(),
		field.String("playbook_id").Optional().Nillable().Immutable(),
		field.String("organization_id").Optional().Nillable().Immutable(),
	}
}

// Edges of ImportRow: what it became, or was already.
func (ImportRow) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("run", ImportRun.Type).Ref("rows").Field("run_id").Unique().Required().Immutable(),
		edge.To("playbook", Playbook.Type).Field("playbook_id").Unique().Immutable().Annotations(entsql.OnDelete(entsql.SetNull)),
		edge.To("organization", Organization.Type).Field("organization_id").Unique().Immutable().Annotations(entsql.OnDelete(entsql.SetNull)),
	}
}

// Indexes of ImportRow.
func (ImportRow) Indexes() []ent.Index {
	return []ent.Index{index.Fields("run_id", "outcome"), index.Fields("playbook_id"), index.Fields("organization_id")}
}

// Annotations of ImportRow.
func (ImportRow) Annotations() []schema.Annotation { return []schema.Annotation{node()} }
