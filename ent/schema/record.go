package schema

import (
	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Event is one entry of the log: ordered and gapless per scope, written in the change's transaction.
type Event struct{ ent.Schema }

// Mixin of Event.
func (Event) Mixin() []ent.Mixin { return []ent.Mixin{Base{prefix: "evt"}} }

// Fields of Event.
func (Event) Fields() []ent.Field {
	return []ent.Field{
		field.String("scope").MaxLen(80).Immutable(),
		field.Int64("seq").Immutable(),
		field.String("kind").MaxLen(60).Immutable(),
		field.String("subject_id").MaxLen(64).Immutable(),
		field.String("actor_id").MaxLen(64).Optional().Immutable(),
		field.String("organization_id").MaxLen(64).Optional().Immutable(),
	}
}

// Indexes of Event.
func (Event) Indexes() []ent.Index { return []ent.Index{index.Fields("scope", "seq").Unique()} }

// Annotations of Event.
func (Event) Annotations() []schema.Annotation { return []schema.Annotation{hidden()} }

// EventScope holds the last seq of a scope; its row lock makes the log gapless.
type EventScope struct{ ent.Schema }

// Fields of EventScope.
func (EventScope) Fields() []ent.Field {
	return []ent.Field{field.String("id").MaxLen(80).Immutable(), field.Int64("seq")}
}

// Annotations of EventScope.
func (EventScope) Annotations() []schema.Annotation { return []schema.Annotation{hidden()} }

// AuditEntry says who did what, for which organization, from where. The entries of a scope are a chain: each has the hash
// of itself and of the one before it, so that one that was changed or taken out shows.
type AuditEntry struct{ ent.Schema }

// Mixin of AuditEntry.
func (AuditEntry) Mixin() []ent.Mixin { return []ent.Mixin{Base{prefix: "aud"}} }

// Fields of AuditEntry.
func (AuditEntry) Fields() []ent.Field {
	return []ent.Field{
		field.String("action").MaxLen(80).Immutable(),
		field.String("subject_id").MaxLen(64).Immutable(),
		field.String("actor_id").MaxLen(64).Optional().Immutable(),
		field.String("actor_name").MaxLen(100).Default("").Immutable().Comment("as it was then: the entry outlives the account"),
		field.String("organization_id").MaxLen(64).Optional().Nillable().Immutable().Annotations(entgql.Skip(entgql.SkipAll)),
		field.String("address").MaxLen(64).Optional().Immutable(),
		field.String("detail").MaxLen(5000).Default("").Immutable(),
		field.String("scope").MaxLen(80).Optional().Immutable().Annotations(entgql.Skip(entgql.SkipAll)).
			Comment("the chain: an organization, a person's account, or the server"),
		field.Int64("seq").Optional().Nillable().Immutable().Annotations(entgql.Skip(entgql.SkipAll)).
			Comment("in the scope, from 1; null in entries from before there were chains"),
		field.Bytes("hash").MaxLen(32).Optional().Immutable().Annotations(entgql.Skip(entgql.SkipAll)),
	}
}

// Edges of AuditEntry.
func (AuditEntry) Edges() []ent.Edge {
	return []ent.Edge{edge.From("organization", Organization.Type).Ref("audit_entries").Field("organization_id").Unique().Immutable()}
}

// Indexes of AuditEntry.
func (AuditEntry) Indexes() []ent.Index {
	return []ent.Index{index.Fields("organization_id", "created_at"), index.Fields("scope", "seq").Unique()}
}

// Annotations of AuditEntry.
func (AuditEntry) Annotations() []schema.Annotation { return []schema.Annotation{node()} }

// AuditScope is the head of a chain of audit entries: the next one is made of its hash, under its row's lock.
type AuditScope struct{ ent.Schema }

// Fields of AuditScope.
func (AuditScope) Fields() []ent.Field {
	return []ent.Field{
		field.String("id").MaxLen(80).Immutable(), field.Int64("seq"), field.Bytes("hash").MaxLen(32),
	}
}

// Annotations of AuditScope.
func (AuditScope) Annotations() []schema.Annotation { return []schema.Annotation{hidden()} }

// IdempotencyRecord keeps the first answer to a key, so that a phone may retry.
type IdempotencyRecord struct{ ent.Schema }

// Mixin of IdempotencyRecord.
func (IdempotencyRecord) Mixin() []ent.Mixin { return []ent.Mixin{Base{prefix: "idm"}} }

// Fields of IdempotencyRecord.
func (IdempotencyRecord) Fields() []ent.Field {
	return []ent.Field{
		field.String("actor_id").MaxLen(64).Immutable(),
		field.String("key").MaxLen(128).Immutable(),
		field.String("command").MaxLen(80).Immutable(),
		field.Bytes("input_hash").MaxLen(32).Immutable(),
		field.String("result_id").MaxLen(64),
	}
}

// Indexes of IdempotencyRecord.
func (IdempotencyRecord) Indexes() []ent.Index {
	return []ent.Index{index.Fields("actor_id", "key").Unique(), index.Fields("created_at")}
}

// Annotations of IdempotencyRecord.
func (IdempotencyRecord) Annotations() []schema.Annotation { return []schema.Annotation{hidden()} }
