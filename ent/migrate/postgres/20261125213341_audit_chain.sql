-- +goose Up
-- create "audit_scopes" table
CREATE TABLE "audit_scopes" ("id" character varying NOT NULL, "seq" bigint NOT NULL, "hash" bytea NOT NULL, PRIMARY KEY ("id"));
-- modify "audit_entries" table
ALTER TABLE "audit_entries" ADD COLUMN "actor_name" character varying NOT NULL DEFAULT '', ADD COLUMN "scope" character varying NULL, ADD COLUMN "seq" bigint NULL, ADD COLUMN "hash" bytea NULL, ADD CONSTRAINT "audit_entries_organizations_audit_entries" FOREIGN KEY ("organization_id") REFERENCES "organizations" ("id") ON UPDATE NO ACTION ON DELETE SET NULL;
-- create index "auditentry_scope_seq" to table: "audit_entries"
CREATE UNIQUE INDEX "auditentry_scope_seq" ON "audit_entries" ("scope", "seq");

-- +goose Down
-- reverse: create index "auditentry_scope_seq" to table: "audit_entries"
DROP INDEX "auditentry_scope_seq";
-- reverse: modify "audit_entries" table
ALTER TABLE "audit_entries" DROP CONSTRAINT "audit_entries_organizations_audit_entries", DROP COLUMN "hash", DROP COLUMN "seq", DROP COLUMN "scope", DROP COLUMN "actor_name";
-- reverse: create "audit_scopes" table
DROP TABLE "audit_scopes";
