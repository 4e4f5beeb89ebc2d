// Package schema says what is always true of a row: one file a noun.
// It imports nothing of ours (docs/ARCHITECTURE.md), so that a clean clone can generate.
package schema

import (
	"time"

	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/mixin"
	"github.com/oklog/ulid/v2"
)

// Prefix is the annotation that names the prefix of a noun's ids. node(id) finds the table by it.
type Prefix struct {
	Prefix string `json:"prefix"`
}

// Name implements schema.Annotation.
func (Prefix) Name() string { return "Prefix" }

// Base gives a noun its id (prefix, underscore, ULID: opaque and time-ordered) and its times.
type Base struct {
	mixin.Schema
	prefix string
}

// Now is the clock of created and updated times: UTC in whole microseconds, the precision that
// SQLite and PostgreSQL share.
func Now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

// NewID returns a new id with the prefix. ulid.Make draws from crypto/rand-seeded monotonic entropy;
// ids are names, not secrets.
func NewID(prefix string) string { return prefix + "_" + ulid.Make().String() }

// Fields of the mixin.
func (b Base) Fields() []ent.Field {
	return []ent.Field{
		field.String("id").MaxLen(64).NotEmpty().Immutable().Unique().
			DefaultFunc(func() string { return NewID(b.prefix) }),
		field.Time("created_at").Immutable().Default(Now).Annotations(entgql.OrderField("CREATED_AT")),
		field.Time("updated_at").Default(Now).UpdateDefault(Now),
	}
}

// Annotations of the mixin.
func (b Base) Annotations() []schema.Annotation {
	return []schema.Annotation{Prefix{Prefix: b.prefix}}
}

// node is the annotation of nouns that the API shows as Relay nodes with connections.
func node() schema.Annotation { return entgql.RelayConnection() }

// hidden is the annotation of nouns that GraphQL never sees.
func hidden() schema.Annotation { return entgql.Skip(entgql.SkipAll) }

// cascade deletes a child row with its parent.
func cascade() schema.Annotation { return entsql.OnDelete(entsql.Cascade) }
