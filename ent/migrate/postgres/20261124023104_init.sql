-- +goose Up
-- create "audit_entries" table
CREATE TABLE "audit_entries" ("id" character varying NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "action" character varying NOT NULL, "subject_id" character varying NOT NULL, "actor_id" character varying NULL, "organization_id" character varying NULL, "address" character varying NULL, "detail" character varying NOT NULL DEFAULT '', PRIMARY KEY ("id"));
-- create index "auditentry_organization_id_created_at" to table: "audit_entries"
CREATE INDEX "auditentry_organization_id_created_at" ON "audit_entries" ("organization_id", "created_at");
-- create "causes" table
CREATE TABLE "causes" ("id" character varying NOT NULL, "key" character varying NOT NULL, "name_zh" character varying NOT NULL, "name_en" character varying NOT NULL, "path" character varying NOT NULL, "parent_id" character varying NULL, PRIMARY KEY ("id"), CONSTRAINT "causes_causes_children" FOREIGN KEY ("parent_id") REFERENCES "causes" ("id") ON UPDATE NO ACTION ON DELETE SET NULL);
-- create index "cause_parent_id" to table: "causes"
CREATE INDEX "cause_parent_id" ON "causes" ("parent_id");
-- create index "cause_path" to table: "causes"
CREATE INDEX "cause_path" ON "causes" ("path");
-- create index "causes_key_key" to table: "causes"
CREATE UNIQUE INDEX "causes_key_key" ON "causes" ("key");
-- create "draft_edits" table
CREATE TABLE "draft_edits" ("id" character varying NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "edit" bigint NOT NULL, "user_id" character varying NOT NULL, "fields" jsonb NOT NULL, "step_keys" jsonb NOT NULL, "version_id" character varying NOT NULL, PRIMARY KEY ("id"));
-- create index "draftedit_version_id_edit" to table: "draft_edits"
CREATE INDEX "draftedit_version_id_edit" ON "draft_edits" ("version_id", "edit");
-- create "events" table
CREATE TABLE "events" ("id" character varying NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "scope" character varying NOT NULL, "seq" bigint NOT NULL, "kind" character varying NOT NULL, "subject_id" character varying NOT NULL, "actor_id" character varying NULL, "organization_id" character varying NULL, PRIMARY KEY ("id"));
-- create index "event_scope_seq" to table: "events"
CREATE UNIQUE INDEX "event_scope_seq" ON "events" ("scope", "seq");
-- create "event_scopes" table
CREATE TABLE "event_scopes" ("id" character varying NOT NULL, "seq" bigint NOT NULL, PRIMARY KEY ("id"));
-- create "idempotency_records" table
CREATE TABLE "idempotency_records" ("id" character varying NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "actor_id" character varying NOT NULL, "key" character varying NOT NULL, "command" character varying NOT NULL, "input_hash" bytea NOT NULL, "result_id" character varying NOT NULL, PRIMARY KEY ("id"));
-- create index "idempotencyrecord_actor_id_key" to table: "idempotency_records"
CREATE UNIQUE INDEX "idempotencyrecord_actor_id_key" ON "idempotency_records" ("actor_id", "key");
-- create index "idempotencyrecord_created_at" to table: "idempotency_records"
CREATE INDEX "idempotencyrecord_created_at" ON "idempotency_records" ("created_at");
-- create "import_rows" table
CREATE TABLE "import_rows" ("id" character varying NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "file" character varying NOT NULL, "line" bigint NOT NULL DEFAULT 0, "outcome" character varying NOT NULL, "reason" character varying NOT NULL DEFAULT '', "subject_id" character varying NULL, "run_id" character varying NOT NULL, PRIMARY KEY ("id"));
-- create index "importrow_run_id" to table: "import_rows"
CREATE INDEX "importrow_run_id" ON "import_rows" ("run_id");
-- create "import_runs" table
CREATE TABLE "import_runs" ("id" character varying NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "user_id" character varying NOT NULL, "organization_id" character varying NULL, "kind" character varying NOT NULL, "source" character varying NOT NULL, "created_count" bigint NOT NULL DEFAULT 0, "updated_count" bigint NOT NULL DEFAULT 0, "unchanged_count" bigint NOT NULL DEFAULT 0, "refused_count" bigint NOT NULL DEFAULT 0, PRIMARY KEY ("id"));
-- create "memberships" table
CREATE TABLE "memberships" ("id" character varying NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "role" character varying NOT NULL, "status" character varying NOT NULL DEFAULT 'ACTIVE', "organization_id" character varying NOT NULL, "user_id" character varying NOT NULL, PRIMARY KEY ("id"));
-- create index "membership_organization_id_user_id" to table: "memberships"
CREATE UNIQUE INDEX "membership_organization_id_user_id" ON "memberships" ("organization_id", "user_id");
-- create index "membership_user_id" to table: "memberships"
CREATE INDEX "membership_user_id" ON "memberships" ("user_id");
-- create "organizations" table
CREATE TABLE "organizations" ("id" character varying NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "slug" character varying NOT NULL, "name" character varying NOT NULL, "kind" character varying NOT NULL DEFAULT 'OTHER', "registration_id" character varying NULL, "mission" character varying NOT NULL DEFAULT '', "website" character varying NULL, "stage" character varying NOT NULL DEFAULT 'UNKNOWN', "verification" character varying NOT NULL DEFAULT 'UNVERIFIED', "claimed" boolean NOT NULL DEFAULT true, "review_required" boolean NOT NULL DEFAULT false, "source" character varying NULL, "external_id" character varying NULL, "region_id" character varying NULL, PRIMARY KEY ("id"));
-- create index "organization_created_at" to table: "organizations"
CREATE INDEX "organization_created_at" ON "organizations" ("created_at");
-- create index "organization_name" to table: "organizations"
CREATE INDEX "organization_name" ON "organizations" ("name");
-- create index "organization_region_id" to table: "organizations"
CREATE INDEX "organization_region_id" ON "organizations" ("region_id");
-- create index "organization_source_external_id" to table: "organizations"
CREATE UNIQUE INDEX "organization_source_external_id" ON "organizations" ("source", "external_id");
-- create index "organizations_registration_id_key" to table: "organizations"
CREATE UNIQUE INDEX "organizations_registration_id_key" ON "organizations" ("registration_id");
-- create index "organizations_slug_key" to table: "organizations"
CREATE UNIQUE INDEX "organizations_slug_key" ON "organizations" ("slug");
-- create "playbooks" table
CREATE TABLE "playbooks" ("id" character varying NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "created_by" character varying NOT NULL, "title" character varying NOT NULL, "method_type" character varying NOT NULL DEFAULT '', "audience" character varying NOT NULL DEFAULT 'ORGANIZATION', "licence" character varying NOT NULL DEFAULT 'CC-BY-4.0', "language" character varying NOT NULL DEFAULT 'und', "status" character varying NOT NULL DEFAULT 'ACTIVE', "review_by" timestamptz NULL, "latest_number" bigint NOT NULL DEFAULT 0, "import_key" character varying NULL, "import_digest" character varying NULL, "organization_id" character varying NOT NULL, "latest_version_id" character varying NULL, PRIMARY KEY ("id"));
-- create index "playbook_created_at" to table: "playbooks"
CREATE INDEX "playbook_created_at" ON "playbooks" ("created_at");
-- create index "playbook_organization_id_created_at" to table: "playbooks"
CREATE INDEX "playbook_organization_id_created_at" ON "playbooks" ("organization_id", "created_at");
-- create index "playbook_organization_id_import_key" to table: "playbooks"
CREATE UNIQUE INDEX "playbook_organization_id_import_key" ON "playbooks" ("organization_id", "import_key");
-- create index "playbook_title" to table: "playbooks"
CREATE INDEX "playbook_title" ON "playbooks" ("title");
-- create "playbook_steps" table
CREATE TABLE "playbook_steps" ("id" character varying NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "step_key" character varying NOT NULL, "position" bigint NOT NULL, "title" character varying NOT NULL DEFAULT '', "body" character varying NOT NULL DEFAULT '', "importance" character varying NOT NULL DEFAULT 'ADAPTABLE', "role" character varying NOT NULL DEFAULT '', "duration" character varying NOT NULL DEFAULT '', "version_id" character varying NOT NULL, PRIMARY KEY ("id"));
-- create index "playbookstep_version_id_position" to table: "playbook_steps"
CREATE INDEX "playbookstep_version_id_position" ON "playbook_steps" ("version_id", "position");
-- create index "playbookstep_version_id_step_key" to table: "playbook_steps"
CREATE UNIQUE INDEX "playbookstep_version_id_step_key" ON "playbook_steps" ("version_id", "step_key");
-- create "playbook_versions" table
CREATE TABLE "playbook_versions" ("id" character varying NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "number" bigint NOT NULL, "state" character varying NOT NULL DEFAULT 'DRAFT', "edit" bigint NOT NULL DEFAULT 1, "title" character varying NOT NULL, "what" character varying NOT NULL DEFAULT '', "why" character varying NOT NULL DEFAULT '', "time_required" character varying NOT NULL DEFAULT '', "cost" character varying NOT NULL DEFAULT '', "works_when" character varying NOT NULL DEFAULT '', "fails_when" character varying NOT NULL DEFAULT '', "beneficiaries" character varying NOT NULL DEFAULT '', "change_note" character varying NOT NULL DEFAULT '', "evidence_level" character varying NOT NULL DEFAULT 'EMERGING', "author_id" character varying NOT NULL, "reviewer_organization_id" character varying NULL, "submitted_at" timestamptz NULL, "published_at" timestamptz NULL, "withdrawn_at" timestamptz NULL, "withdrawn_reason" character varying NULL, "playbook_id" character varying NOT NULL, PRIMARY KEY ("id"));
-- create index "playbookversion_one_draft" to table: "playbook_versions"
CREATE UNIQUE INDEX "playbookversion_one_draft" ON "playbook_versions" ("playbook_id") WHERE ((state)::text = ANY ((ARRAY['DRAFT'::character varying, 'IN_REVIEW'::character varying, 'CHANGES_REQUESTED'::character varying])::text[]));
-- create index "playbookversion_one_published" to table: "playbook_versions"
CREATE UNIQUE INDEX "playbookversion_one_published" ON "playbook_versions" ("playbook_id") WHERE ((state)::text = 'PUBLISHED'::text);
-- create index "playbookversion_playbook_id_number" to table: "playbook_versions"
CREATE UNIQUE INDEX "playbookversion_playbook_id_number" ON "playbook_versions" ("playbook_id", "number");
-- create "regions" table
CREATE TABLE "regions" ("id" character varying NOT NULL, "code" character varying NOT NULL, "name_zh" character varying NOT NULL, "name_en" character varying NOT NULL, "kind" character varying NOT NULL, "path" character varying NOT NULL, "parent_id" character varying NULL, PRIMARY KEY ("id"), CONSTRAINT "regions_regions_children" FOREIGN KEY ("parent_id") REFERENCES "regions" ("id") ON UPDATE NO ACTION ON DELETE SET NULL);
-- create index "region_parent_id" to table: "regions"
CREATE INDEX "region_parent_id" ON "regions" ("parent_id");
-- create index "region_path" to table: "regions"
CREATE INDEX "region_path" ON "regions" ("path");
-- create index "regions_code_key" to table: "regions"
CREATE UNIQUE INDEX "regions_code_key" ON "regions" ("code");
-- create "sessions" table
CREATE TABLE "sessions" ("id" character varying NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "kind" character varying NOT NULL, "token_hash" bytea NOT NULL, "name" character varying NULL, "user_agent" character varying NULL, "address" character varying NULL, "expires_at" timestamptz NOT NULL, "revoked_at" timestamptz NULL, "user_id" character varying NOT NULL, PRIMARY KEY ("id"));
-- create index "session_user_id" to table: "sessions"
CREATE INDEX "session_user_id" ON "sessions" ("user_id");
-- create index "sessions_token_hash_key" to table: "sessions"
CREATE UNIQUE INDEX "sessions_token_hash_key" ON "sessions" ("token_hash");
-- create "users" table
CREATE TABLE "users" ("id" character varying NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "email" character varying NOT NULL, "name" character varying NOT NULL, "locale" character varying NOT NULL DEFAULT 'zh-Hans', "password_hash" character varying NULL, "operator" boolean NOT NULL DEFAULT false, "closed_at" timestamptz NULL, PRIMARY KEY ("id"));
-- create index "users_email_key" to table: "users"
CREATE UNIQUE INDEX "users_email_key" ON "users" ("email");
-- create "version_reviews" table
CREATE TABLE "version_reviews" ("id" character varying NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "reviewer_id" character varying NOT NULL, "verdict" character varying NOT NULL, "edit" bigint NOT NULL, "comment" character varying NOT NULL DEFAULT '', "version_id" character varying NOT NULL, "organization_id" character varying NOT NULL, PRIMARY KEY ("id"));
-- create index "versionreview_version_id" to table: "version_reviews"
CREATE INDEX "versionreview_version_id" ON "version_reviews" ("version_id");
-- create "organization_causes" table
CREATE TABLE "organization_causes" ("organization_id" character varying NOT NULL, "cause_id" character varying NOT NULL, PRIMARY KEY ("organization_id", "cause_id"));
-- create "playbook_causes" table
CREATE TABLE "playbook_causes" ("playbook_id" character varying NOT NULL, "cause_id" character varying NOT NULL, PRIMARY KEY ("playbook_id", "cause_id"));
-- modify "draft_edits" table
ALTER TABLE "draft_edits" ADD CONSTRAINT "draft_edits_playbook_versions_edits" FOREIGN KEY ("version_id") REFERENCES "playbook_versions" ("id") ON UPDATE NO ACTION ON DELETE CASCADE;
-- modify "import_rows" table
ALTER TABLE "import_rows" ADD CONSTRAINT "import_rows_import_runs_rows" FOREIGN KEY ("run_id") REFERENCES "import_runs" ("id") ON UPDATE NO ACTION ON DELETE CASCADE;
-- modify "memberships" table
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_organizations_memberships" FOREIGN KEY ("organization_id") REFERENCES "organizations" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD CONSTRAINT "memberships_users_memberships" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE CASCADE;
-- modify "organizations" table
ALTER TABLE "organizations" ADD CONSTRAINT "organizations_regions_organizations" FOREIGN KEY ("region_id") REFERENCES "regions" ("id") ON UPDATE NO ACTION ON DELETE SET NULL;
-- modify "playbooks" table
ALTER TABLE "playbooks" ADD CONSTRAINT "playbooks_organizations_playbooks" FOREIGN KEY ("organization_id") REFERENCES "organizations" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD CONSTRAINT "playbooks_playbook_versions_latest_version" FOREIGN KEY ("latest_version_id") REFERENCES "playbook_versions" ("id") ON UPDATE NO ACTION ON DELETE SET NULL;
-- modify "playbook_steps" table
ALTER TABLE "playbook_steps" ADD CONSTRAINT "playbook_steps_playbook_versions_steps" FOREIGN KEY ("version_id") REFERENCES "playbook_versions" ("id") ON UPDATE NO ACTION ON DELETE CASCADE;
-- modify "playbook_versions" table
ALTER TABLE "playbook_versions" ADD CONSTRAINT "playbook_versions_playbooks_versions" FOREIGN KEY ("playbook_id") REFERENCES "playbooks" ("id") ON UPDATE NO ACTION ON DELETE CASCADE;
-- modify "sessions" table
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_users_sessions" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE CASCADE;
-- modify "version_reviews" table
ALTER TABLE "version_reviews" ADD CONSTRAINT "version_reviews_organizations_organization" FOREIGN KEY ("organization_id") REFERENCES "organizations" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, ADD CONSTRAINT "version_reviews_playbook_versions_reviews" FOREIGN KEY ("version_id") REFERENCES "playbook_versions" ("id") ON UPDATE NO ACTION ON DELETE CASCADE;
-- modify "organization_causes" table
ALTER TABLE "organization_causes" ADD CONSTRAINT "organization_causes_cause_id" FOREIGN KEY ("cause_id") REFERENCES "causes" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD CONSTRAINT "organization_causes_organization_id" FOREIGN KEY ("organization_id") REFERENCES "organizations" ("id") ON UPDATE NO ACTION ON DELETE CASCADE;
-- modify "playbook_causes" table
ALTER TABLE "playbook_causes" ADD CONSTRAINT "playbook_causes_cause_id" FOREIGN KEY ("cause_id") REFERENCES "causes" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD CONSTRAINT "playbook_causes_playbook_id" FOREIGN KEY ("playbook_id") REFERENCES "playbooks" ("id") ON UPDATE NO ACTION ON DELETE CASCADE;

-- +goose Down
-- reverse: modify "playbook_causes" table
ALTER TABLE "playbook_causes" DROP CONSTRAINT "playbook_causes_playbook_id", DROP CONSTRAINT "playbook_causes_cause_id";
-- reverse: modify "organization_causes" table
ALTER TABLE "organization_causes" DROP CONSTRAINT "organization_causes_organization_id", DROP CONSTRAINT "organization_causes_cause_id";
-- reverse: modify "version_reviews" table
ALTER TABLE "version_reviews" DROP CONSTRAINT "version_reviews_playbook_versions_reviews", DROP CONSTRAINT "version_reviews_organizations_organization";
-- reverse: modify "sessions" table
ALTER TABLE "sessions" DROP CONSTRAINT "sessions_users_sessions";
-- reverse: modify "playbook_versions" table
ALTER TABLE "playbook_versions" DROP CONSTRAINT "playbook_versions_playbooks_versions";
-- reverse: modify "playbook_steps" table
ALTER TABLE "playbook_steps" DROP CONSTRAINT "playbook_steps_playbook_versions_steps";
-- reverse: modify "playbooks" table
ALTER TABLE "playbooks" DROP CONSTRAINT "playbooks_playbook_versions_latest_version", DROP CONSTRAINT "playbooks_organizations_playbooks";
-- reverse: modify "organizations" table
ALTER TABLE "organizations" DROP CONSTRAINT "organizations_regions_organizations";
-- reverse: modify "memberships" table
ALTER TABLE "memberships" DROP CONSTRAINT "memberships_users_memberships", DROP CONSTRAINT "memberships_organizations_memberships";
-- reverse: modify "import_rows" table
ALTER TABLE "import_rows" DROP CONSTRAINT "import_rows_import_runs_rows";
-- reverse: modify "draft_edits" table
ALTER TABLE "draft_edits" DROP CONSTRAINT "draft_edits_playbook_versions_edits";
-- reverse: create "playbook_causes" table
DROP TABLE "playbook_causes";
-- reverse: create "organization_causes" table
DROP TABLE "organization_causes";
-- reverse: create index "versionreview_version_id" to table: "version_reviews"
DROP INDEX "versionreview_version_id";
-- reverse: create "version_reviews" table
DROP TABLE "version_reviews";
-- reverse: create index "users_email_key" to table: "users"
DROP INDEX "users_email_key";
-- reverse: create "users" table
DROP TABLE "users";
-- reverse: create index "sessions_token_hash_key" to table: "sessions"
DROP INDEX "sessions_token_hash_key";
-- reverse: create index "session_user_id" to table: "sessions"
DROP INDEX "session_user_id";
-- reverse: create "sessions" table
DROP TABLE "sessions";
-- reverse: create index "regions_code_key" to table: "regions"
DROP INDEX "regions_code_key";
-- reverse: create index "region_path" to table: "regions"
DROP INDEX "region_path";
-- reverse: create index "region_parent_id" to table: "regions"
DROP INDEX "region_parent_id";
-- reverse: create "regions" table
DROP TABLE "regions";
-- reverse: create index "playbookversion_playbook_id_number" to table: "playbook_versions"
DROP INDEX "playbookversion_playbook_id_number";
-- reverse: create index "playbookversion_one_published" to table: "playbook_versions"
DROP INDEX "playbookversion_one_published";
-- reverse: create index "playbookversion_one_draft" to table: "playbook_versions"
DROP INDEX "playbookversion_one_draft";
-- reverse: create "playbook_versions" table
DROP TABLE "playbook_versions";
-- reverse: create index "playbookstep_version_id_step_key" to table: "playbook_steps"
DROP INDEX "playbookstep_version_id_step_key";
-- reverse: create index "playbookstep_version_id_position" to table: "playbook_steps"
DROP INDEX "playbookstep_version_id_position";
-- reverse: create "playbook_steps" table
DROP TABLE "playbook_steps";
-- reverse: create index "playbook_title" to table: "playbooks"
DROP INDEX "playbook_title";
-- reverse: create index "playbook_organization_id_import_key" to table: "playbooks"
DROP INDEX "playbook_organization_id_import_key";
-- reverse: create index "playbook_organization_id_created_at" to table: "playbooks"
DROP INDEX "playbook_organization_id_created_at";
-- reverse: create index "playbook_created_at" to table: "playbooks"
DROP INDEX "playbook_created_at";
-- reverse: create "playbooks" table
DROP TABLE "playbooks";
-- reverse: create index "organizations_slug_key" to table: "organizations"
DROP INDEX "organizations_slug_key";
-- reverse: create index "organizations_registration_id_key" to table: "organizations"
DROP INDEX "organizations_registration_id_key";
-- reverse: create index "organization_source_external_id" to table: "organizations"
DROP INDEX "organization_source_external_id";
-- reverse: create index "organization_region_id" to table: "organizations"
DROP INDEX "organization_region_id";
-- reverse: create index "organization_name" to table: "organizations"
DROP INDEX "organization_name";
-- reverse: create index "organization_created_at" to table: "organizations"
DROP INDEX "organization_created_at";
-- reverse: create "organizations" table
DROP TABLE "organizations";
-- reverse: create index "membership_user_id" to table: "memberships"
DROP INDEX "membership_user_id";
-- reverse: create index "membership_organization_id_user_id" to table: "memberships"
DROP INDEX "membership_organization_id_user_id";
-- reverse: create "memberships" table
DROP TABLE "memberships";
-- reverse: create "import_runs" table
DROP TABLE "import_runs";
-- reverse: create index "importrow_run_id" to table: "import_rows"
DROP INDEX "importrow_run_id";
-- reverse: create "import_rows" table
DROP TABLE "import_rows";
-- reverse: create index "idempotencyrecord_created_at" to table: "idempotency_records"
DROP INDEX "idempotencyrecord_created_at";
-- reverse: create index "idempotencyrecord_actor_id_key" to table: "idempotency_records"
DROP INDEX "idempotencyrecord_actor_id_key";
-- reverse: create "idempotency_records" table
DROP TABLE "idempotency_records";
-- reverse: create "event_scopes" table
DROP TABLE "event_scopes";
-- reverse: create index "event_scope_seq" to table: "events"
DROP INDEX "event_scope_seq";
-- reverse: create "events" table
DROP TABLE "events";
-- reverse: create index "draftedit_version_id_edit" to table: "draft_edits"
DROP INDEX "draftedit_version_id_edit";
-- reverse: create "draft_edits" table
DROP TABLE "draft_edits";
-- reverse: create index "causes_key_key" to table: "causes"
DROP INDEX "causes_key_key";
-- reverse: create index "cause_path" to table: "causes"
DROP INDEX "cause_path";
-- reverse: create index "cause_parent_id" to table: "causes"
DROP INDEX "cause_parent_id";
-- reverse: create "causes" table
DROP TABLE "causes";
-- reverse: create index "auditentry_organization_id_created_at" to table: "audit_entries"
DROP INDEX "auditentry_organization_id_created_at";
-- reverse: create "audit_entries" table
DROP TABLE "audit_entries";
