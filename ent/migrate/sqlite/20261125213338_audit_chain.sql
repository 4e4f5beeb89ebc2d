-- +goose Up
-- disable the enforcement of foreign-keys constraints
PRAGMA foreign_keys = off;
-- create "new_audit_entries" table
CREATE TABLE `new_audit_entries` (`id` text NOT NULL, `created_at` datetime NOT NULL, `updated_at` datetime NOT NULL, `action` text NOT NULL, `subject_id` text NOT NULL, `actor_id` text NULL, `actor_name` text NOT NULL DEFAULT (''), `address` text NULL, `detail` text NOT NULL DEFAULT (''), `scope` text NULL, `seq` integer NULL, `hash` blob NULL, `organization_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `audit_entries_organizations_audit_entries` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE SET NULL);
-- copy rows from old table "audit_entries" to new temporary table "new_audit_entries"
INSERT INTO `new_audit_entries` (`id`, `created_at`, `updated_at`, `action`, `subject_id`, `actor_id`, `address`, `detail`, `organization_id`) SELECT `id`, `created_at`, `updated_at`, `action`, `subject_id`, `actor_id`, `address`, `detail`, `organization_id` FROM `audit_entries`;
-- drop "audit_entries" table after copying rows
DROP TABLE `audit_entries`;
-- rename temporary table "new_audit_entries" to "audit_entries"
ALTER TABLE `new_audit_entries` RENAME TO `audit_entries`;
-- create index "auditentry_organization_id_created_at" to table: "audit_entries"
CREATE INDEX `auditentry_organization_id_created_at` ON `audit_entries` (`organization_id`, `created_at`);
-- create index "auditentry_scope_seq" to table: "audit_entries"
CREATE UNIQUE INDEX `auditentry_scope_seq` ON `audit_entries` (`scope`, `seq`);
-- create "audit_scopes" table
CREATE TABLE `audit_scopes` (`id` text NOT NULL, `seq` integer NOT NULL, `hash` blob NOT NULL, PRIMARY KEY (`id`));
-- enable back the enforcement of foreign-keys constraints
PRAGMA foreign_keys = on;

-- +goose Down
-- reverse: create "audit_scopes" table
DROP TABLE `audit_scopes`;
-- reverse: create index "auditentry_scope_seq" to table: "audit_entries"
DROP INDEX `auditentry_scope_seq`;
-- reverse: create index "auditentry_organization_id_created_at" to table: "audit_entries"
DROP INDEX `auditentry_organization_id_created_at`;
-- reverse: create "new_audit_entries" table
DROP TABLE `new_audit_entries`;
