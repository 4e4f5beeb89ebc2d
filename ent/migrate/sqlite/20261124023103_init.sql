-- +goose Up
-- create "audit_entries" table
CREATE TABLE `audit_entries` (`id` text NOT NULL, `created_at` datetime NOT NULL, `updated_at` datetime NOT NULL, `action` text NOT NULL, `subject_id` text NOT NULL, `actor_id` text NULL, `organization_id` text NULL, `address` text NULL, `detail` text NOT NULL DEFAULT (''), PRIMARY KEY (`id`));
-- create index "auditentry_organization_id_created_at" to table: "audit_entries"
CREATE INDEX `auditentry_organization_id_created_at` ON `audit_entries` (`organization_id`, `created_at`);
-- create "causes" table
CREATE TABLE `causes` (`id` text NOT NULL, `key` text NOT NULL, `name_zh` text NOT NULL, `name_en` text NOT NULL, `path` text NOT NULL, `parent_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `causes_causes_children` FOREIGN KEY (`parent_id`) REFERENCES `causes` (`id`) ON DELETE SET NULL);
-- create index "causes_key_key" to table: "causes"
CREATE UNIQUE INDEX `causes_key_key` ON `causes` (`key`);
-- create index "cause_path" to table: "causes"
CREATE INDEX `cause_path` ON `causes` (`path`);
-- create index "cause_parent_id" to table: "causes"
CREATE INDEX `cause_parent_id` ON `causes` (`parent_id`);
-- create "draft_edits" table
CREATE TABLE `draft_edits` (`id` text NOT NULL, `created_at` datetime NOT NULL, `updated_at` datetime NOT NULL, `edit` integer NOT NULL, `user_id` text NOT NULL, `fields` json NOT NULL, `step_keys` json NOT NULL, `version_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `draft_edits_playbook_versions_edits` FOREIGN KEY (`version_id`) REFERENCES `playbook_versions` (`id`) ON DELETE CASCADE);
-- create index "draftedit_version_id_edit" to table: "draft_edits"
CREATE INDEX `draftedit_version_id_edit` ON `draft_edits` (`version_id`, `edit`);
-- create "events" table
CREATE TABLE `events` (`id` text NOT NULL, `created_at` datetime NOT NULL, `updated_at` datetime NOT NULL, `scope` text NOT NULL, `seq` integer NOT NULL, `kind` text NOT NULL, `subject_id` text NOT NULL, `actor_id` text NULL, `organization_id` text NULL, PRIMARY KEY (`id`));
-- create index "event_scope_seq" to table: "events"
CREATE UNIQUE INDEX `event_scope_seq` ON `events` (`scope`, `seq`);
-- create "event_scopes" table
CREATE TABLE `event_scopes` (`id` text NOT NULL, `seq` integer NOT NULL, PRIMARY KEY (`id`));
-- create "idempotency_records" table
CREATE TABLE `idempotency_records` (`id` text NOT NULL, `created_at` datetime NOT NULL, `updated_at` datetime NOT NULL, `actor_id` text NOT NULL, `key` text NOT NULL, `command` text NOT NULL, `input_hash` blob NOT NULL, `result_id` text NOT NULL, PRIMARY KEY (`id`));
-- create index "idempotencyrecord_actor_id_key" to table: "idempotency_records"
CREATE UNIQUE INDEX `idempotencyrecord_actor_id_key` ON `idempotency_records` (`actor_id`, `key`);
-- create index "idempotencyrecord_created_at" to table: "idempotency_records"
CREATE INDEX `idempotencyrecord_created_at` ON `idempotency_records` (`created_at`);
-- create "import_rows" table
CREATE TABLE `import_rows` (`id` text NOT NULL, `created_at` datetime NOT NULL, `updated_at` datetime NOT NULL, `file` text NOT NULL, `line` integer NOT NULL DEFAULT (0), `outcome` text NOT NULL, `reason` text NOT NULL DEFAULT (''), `subject_id` text NULL, `run_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `import_rows_import_runs_rows` FOREIGN KEY (`run_id`) REFERENCES `import_runs` (`id`) ON DELETE CASCADE);
-- create index "importrow_run_id" to table: "import_rows"
CREATE INDEX `importrow_run_id` ON `import_rows` (`run_id`);
-- create "import_runs" table
CREATE TABLE `import_runs` (`id` text NOT NULL, `created_at` datetime NOT NULL, `updated_at` datetime NOT NULL, `user_id` text NOT NULL, `organization_id` text NULL, `kind` text NOT NULL, `source` text NOT NULL, `created_count` integer NOT NULL DEFAULT (0), `updated_count` integer NOT NULL DEFAULT (0), `unchanged_count` integer NOT NULL DEFAULT (0), `refused_count` integer NOT NULL DEFAULT (0), PRIMARY KEY (`id`));
-- create "memberships" table
CREATE TABLE `memberships` (`id` text NOT NULL, `created_at` datetime NOT NULL, `updated_at` datetime NOT NULL, `role` text NOT NULL, `status` text NOT NULL DEFAULT ('ACTIVE'), `organization_id` text NOT NULL, `user_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `memberships_organizations_memberships` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE CASCADE, CONSTRAINT `memberships_users_memberships` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`) ON DELETE CASCADE);
-- create index "membership_organization_id_user_id" to table: "memberships"
CREATE UNIQUE INDEX `membership_organization_id_user_id` ON `memberships` (`organization_id`, `user_id`);
-- create index "membership_user_id" to table: "memberships"
CREATE INDEX `membership_user_id` ON `memberships` (`user_id`);
-- create "organizations" table
CREATE TABLE `organizations` (`id` text NOT NULL, `created_at` datetime NOT NULL, `updated_at` datetime NOT NULL, `slug` text NOT NULL, `name` text NOT NULL, `kind` text NOT NULL DEFAULT ('OTHER'), `registration_id` text NULL, `mission` text NOT NULL DEFAULT (''), `website` text NULL, `stage` text NOT NULL DEFAULT ('UNKNOWN'), `verification` text NOT NULL DEFAULT ('UNVERIFIED'), `claimed` bool NOT NULL DEFAULT (true), `review_required` bool NOT NULL DEFAULT (false), `source` text NULL, `external_id` text NULL, `region_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `organizations_regions_organizations` FOREIGN KEY (`region_id`) REFERENCES `regions` (`id`) ON DELETE SET NULL);
-- create index "organizations_slug_key" to table: "organizations"
CREATE UNIQUE INDEX `organizations_slug_key` ON `organizations` (`slug`);
-- create index "organizations_registration_id_key" to table: "organizations"
CREATE UNIQUE INDEX `organizations_registration_id_key` ON `organizations` (`registration_id`);
-- create index "organization_source_external_id" to table: "organizations"
CREATE UNIQUE INDEX `organization_source_external_id` ON `organizations` (`source`, `external_id`);
-- create index "organization_region_id" to table: "organizations"
CREATE INDEX `organization_region_id` ON `organizations` (`region_id`);
-- create index "organization_name" to table: "organizations"
CREATE INDEX `organization_name` ON `organizations` (`name`);
-- create index "organization_created_at" to table: "organizations"
CREATE INDEX `organization_created_at` ON `organizations` (`created_at`);
-- create "playbooks" table
CREATE TABLE `playbooks` (`id` text NOT NULL, `created_at` datetime NOT NULL, `updated_at` datetime NOT NULL, `created_by` text NOT NULL, `title` text NOT NULL, `method_type` text NOT NULL DEFAULT (''), `audience` text NOT NULL DEFAULT ('ORGANIZATION'), `licence` text NOT NULL DEFAULT ('CC-BY-4.0'), `language` text NOT NULL DEFAULT ('und'), `status` text NOT NULL DEFAULT ('ACTIVE'), `review_by` datetime NULL, `latest_number` integer NOT NULL DEFAULT (0), `import_key` text NULL, `import_digest` text NULL, `organization_id` text NOT NULL, `latest_version_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `playbooks_organizations_playbooks` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE CASCADE, CONSTRAINT `playbooks_playbook_versions_latest_version` FOREIGN KEY (`latest_version_id`) REFERENCES `playbook_versions` (`id`) ON DELETE SET NULL);
-- create index "playbook_organization_id_created_at" to table: "playbooks"
CREATE INDEX `playbook_organization_id_created_at` ON `playbooks` (`organization_id`, `created_at`);
-- create index "playbook_created_at" to table: "playbooks"
CREATE INDEX `playbook_created_at` ON `playbooks` (`created_at`);
-- create index "playbook_title" to table: "playbooks"
CREATE INDEX `playbook_title` ON `playbooks` (`title`);
-- create index "playbook_organization_id_import_key" to table: "playbooks"
CREATE UNIQUE INDEX `playbook_organization_id_import_key` ON `playbooks` (`organization_id`, `import_key`);
-- create "playbook_steps" table
CREATE TABLE `playbook_steps` (`id` text NOT NULL, `created_at` datetime NOT NULL, `updated_at` datetime NOT NULL, `step_key` text NOT NULL, `position` integer NOT NULL, `title` text NOT NULL DEFAULT (''), `body` text NOT NULL DEFAULT (''), `importance` text NOT NULL DEFAULT ('ADAPTABLE'), `role` text NOT NULL DEFAULT (''), `duration` text NOT NULL DEFAULT (''), `version_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `playbook_steps_playbook_versions_steps` FOREIGN KEY (`version_id`) REFERENCES `playbook_versions` (`id`) ON DELETE CASCADE);
-- create index "playbookstep_version_id_step_key" to table: "playbook_steps"
CREATE UNIQUE INDEX `playbookstep_version_id_step_key` ON `playbook_steps` (`version_id`, `step_key`);
-- create index "playbookstep_version_id_position" to table: "playbook_steps"
CREATE INDEX `playbookstep_version_id_position` ON `playbook_steps` (`version_id`, `position`);
-- create "playbook_versions" table
CREATE TABLE `playbook_versions` (`id` text NOT NULL, `created_at` datetime NOT NULL, `updated_at` datetime NOT NULL, `number` integer NOT NULL, `state` text NOT NULL DEFAULT ('DRAFT'), `edit` integer NOT NULL DEFAULT (1), `title` text NOT NULL, `what` text NOT NULL DEFAULT (''), `why` text NOT NULL DEFAULT (''), `time_required` text NOT NULL DEFAULT (''), `cost` text NOT NULL DEFAULT (''), `works_when` text NOT NULL DEFAULT (''), `fails_when` text NOT NULL DEFAULT (''), `beneficiaries` text NOT NULL DEFAULT (''), `change_note` text NOT NULL DEFAULT (''), `evidence_level` text NOT NULL DEFAULT ('EMERGING'), `author_id` text NOT NULL, `reviewer_organization_id` text NULL, `submitted_at` datetime NULL, `published_at` datetime NULL, `withdrawn_at` datetime NULL, `withdrawn_reason` text NULL, `playbook_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `playbook_versions_playbooks_versions` FOREIGN KEY (`playbook_id`) REFERENCES `playbooks` (`id`) ON DELETE CASCADE);
-- create index "playbookversion_playbook_id_number" to table: "playbook_versions"
CREATE UNIQUE INDEX `playbookversion_playbook_id_number` ON `playbook_versions` (`playbook_id`, `number`);
-- create index "playbookversion_one_published" to table: "playbook_versions"
CREATE UNIQUE INDEX `playbookversion_one_published` ON `playbook_versions` (`playbook_id`) WHERE state = 'PUBLISHED';
-- create index "playbookversion_one_draft" to table: "playbook_versions"
CREATE UNIQUE INDEX `playbookversion_one_draft` ON `playbook_versions` (`playbook_id`) WHERE state in ('DRAFT', 'IN_REVIEW', 'CHANGES_REQUESTED');
-- create "regions" table
CREATE TABLE `regions` (`id` text NOT NULL, `code` text NOT NULL, `name_zh` text NOT NULL, `name_en` text NOT NULL, `kind` text NOT NULL, `path` text NOT NULL, `parent_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `regions_regions_children` FOREIGN KEY (`parent_id`) REFERENCES `regions` (`id`) ON DELETE SET NULL);
-- create index "regions_code_key" to table: "regions"
CREATE UNIQUE INDEX `regions_code_key` ON `regions` (`code`);
-- create index "region_path" to table: "regions"
CREATE INDEX `region_path` ON `regions` (`path`);
-- create index "region_parent_id" to table: "regions"
CREATE INDEX `region_parent_id` ON `regions` (`parent_id`);
-- create "sessions" table
CREATE TABLE `sessions` (`id` text NOT NULL, `created_at` datetime NOT NULL, `updated_at` datetime NOT NULL, `kind` text NOT NULL, `token_hash` blob NOT NULL, `name` text NULL, `user_agent` text NULL, `address` text NULL, `expires_at` datetime NOT NULL, `revoked_at` datetime NULL, `user_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `sessions_users_sessions` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`) ON DELETE CASCADE);
-- create index "sessions_token_hash_key" to table: "sessions"
CREATE UNIQUE INDEX `sessions_token_hash_key` ON `sessions` (`token_hash`);
-- create index "session_user_id" to table: "sessions"
CREATE INDEX `session_user_id` ON `sessions` (`user_id`);
-- create "users" table
CREATE TABLE `users` (`id` text NOT NULL, `created_at` datetime NOT NULL, `updated_at` datetime NOT NULL, `email` text NOT NULL, `name` text NOT NULL, `locale` text NOT NULL DEFAULT ('zh-Hans'), `password_hash` text NULL, `operator` bool NOT NULL DEFAULT (false), `closed_at` datetime NULL, PRIMARY KEY (`id`));
-- create index "users_email_key" to table: "users"
CREATE UNIQUE INDEX `users_email_key` ON `users` (`email`);
-- create "version_reviews" table
CREATE TABLE `version_reviews` (`id` text NOT NULL, `created_at` datetime NOT NULL, `updated_at` datetime NOT NULL, `reviewer_id` text NOT NULL, `verdict` text NOT NULL, `edit` integer NOT NULL, `comment` text NOT NULL DEFAULT (''), `version_id` text NOT NULL, `organization_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `version_reviews_playbook_versions_reviews` FOREIGN KEY (`version_id`) REFERENCES `playbook_versions` (`id`) ON DELETE CASCADE, CONSTRAINT `version_reviews_organizations_organization` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION);
-- create index "versionreview_version_id" to table: "version_reviews"
CREATE INDEX `versionreview_version_id` ON `version_reviews` (`version_id`);
-- create "organization_causes" table
CREATE TABLE `organization_causes` (`organization_id` text NOT NULL, `cause_id` text NOT NULL, PRIMARY KEY (`organization_id`, `cause_id`), CONSTRAINT `organization_causes_organization_id` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE CASCADE, CONSTRAINT `organization_causes_cause_id` FOREIGN KEY (`cause_id`) REFERENCES `causes` (`id`) ON DELETE CASCADE);
-- create "playbook_causes" table
CREATE TABLE `playbook_causes` (`playbook_id` text NOT NULL, `cause_id` text NOT NULL, PRIMARY KEY (`playbook_id`, `cause_id`), CONSTRAINT `playbook_causes_playbook_id` FOREIGN KEY (`playbook_id`) REFERENCES `playbooks` (`id`) ON DELETE CASCADE, CONSTRAINT `playbook_causes_cause_id` FOREIGN KEY (`cause_id`) REFERENCES `causes` (`id`) ON DELETE CASCADE);

-- +goose Down
-- reverse: create "playbook_causes" table
DROP TABLE `playbook_causes`;
-- reverse: create "organization_causes" table
DROP TABLE `organization_causes`;
-- reverse: create index "versionreview_version_id" to table: "version_reviews"
DROP INDEX `versionreview_version_id`;
-- reverse: create "version_reviews" table
DROP TABLE `version_reviews`;
-- reverse: create index "users_email_key" to table: "users"
DROP INDEX `users_email_key`;
-- reverse: create "users" table
DROP TABLE `users`;
-- reverse: create index "session_user_id" to table: "sessions"
DROP INDEX `session_user_id`;
-- reverse: create index "sessions_token_hash_key" to table: "sessions"
DROP INDEX `sessions_token_hash_key`;
-- reverse: create "sessions" table
DROP TABLE `sessions`;
-- reverse: create index "region_parent_id" to table: "regions"
DROP INDEX `region_parent_id`;
-- reverse: create index "region_path" to table: "regions"
DROP INDEX `region_path`;
-- reverse: create index "regions_code_key" to table: "regions"
DROP INDEX `regions_code_key`;
-- reverse: create "regions" table
DROP TABLE `regions`;
-- reverse: create index "playbookversion_one_draft" to table: "playbook_versions"
DROP INDEX `playbookversion_one_draft`;
-- reverse: create index "playbookversion_one_published" to table: "playbook_versions"
DROP INDEX `playbookversion_one_published`;
-- reverse: create index "playbookversion_playbook_id_number" to table: "playbook_versions"
DROP INDEX `playbookversion_playbook_id_number`;
-- reverse: create "playbook_versions" table
DROP TABLE `playbook_versions`;
-- reverse: create index "playbookstep_version_id_position" to table: "playbook_steps"
DROP INDEX `playbookstep_version_id_position`;
-- reverse: create index "playbookstep_version_id_step_key" to table: "playbook_steps"
DROP INDEX `playbookstep_version_id_step_key`;
-- reverse: create "playbook_steps" table
DROP TABLE `playbook_steps`;
-- reverse: create index "playbook_organization_id_import_key" to table: "playbooks"
DROP INDEX `playbook_organization_id_import_key`;
-- reverse: create index "playbook_title" to table: "playbooks"
DROP INDEX `playbook_title`;
-- reverse: create index "playbook_created_at" to table: "playbooks"
DROP INDEX `playbook_created_at`;
-- reverse: create index "playbook_organization_id_created_at" to table: "playbooks"
DROP INDEX `playbook_organization_id_created_at`;
-- reverse: create "playbooks" table
DROP TABLE `playbooks`;
-- reverse: create index "organization_created_at" to table: "organizations"
DROP INDEX `organization_created_at`;
-- reverse: create index "organization_name" to table: "organizations"
DROP INDEX `organization_name`;
-- reverse: create index "organization_region_id" to table: "organizations"
DROP INDEX `organization_region_id`;
-- reverse: create index "organization_source_external_id" to table: "organizations"
DROP INDEX `organization_source_external_id`;
-- reverse: create index "organizations_registration_id_key" to table: "organizations"
DROP INDEX `organizations_registration_id_key`;
-- reverse: create index "organizations_slug_key" to table: "organizations"
DROP INDEX `organizations_slug_key`;
-- reverse: create "organizations" table
DROP TABLE `organizations`;
-- reverse: create index "membership_user_id" to table: "memberships"
DROP INDEX `membership_user_id`;
-- reverse: create index "membership_organization_id_user_id" to table: "memberships"
DROP INDEX `membership_organization_id_user_id`;
-- reverse: create "memberships" table
DROP TABLE `memberships`;
-- reverse: create "import_runs" table
DROP TABLE `import_runs`;
-- reverse: create index "importrow_run_id" to table: "import_rows"
DROP INDEX `importrow_run_id`;
-- reverse: create "import_rows" table
DROP TABLE `import_rows`;
-- reverse: create index "idempotencyrecord_created_at" to table: "idempotency_records"
DROP INDEX `idempotencyrecord_created_at`;
-- reverse: create index "idempotencyrecord_actor_id_key" to table: "idempotency_records"
DROP INDEX `idempotencyrecord_actor_id_key`;
-- reverse: create "idempotency_records" table
DROP TABLE `idempotency_records`;
-- reverse: create "event_scopes" table
DROP TABLE `event_scopes`;
-- reverse: create index "event_scope_seq" to table: "events"
DROP INDEX `event_scope_seq`;
-- reverse: create "events" table
DROP TABLE `events`;
-- reverse: create index "draftedit_version_id_edit" to table: "draft_edits"
DROP INDEX `draftedit_version_id_edit`;
-- reverse: create "draft_edits" table
DROP TABLE `draft_edits`;
-- reverse: create index "cause_parent_id" to table: "causes"
DROP INDEX `cause_parent_id`;
-- reverse: create index "cause_path" to table: "causes"
DROP INDEX `cause_path`;
-- reverse: create index "causes_key_key" to table: "causes"
DROP INDEX `causes_key_key`;
-- reverse: create "causes" table
DROP TABLE `causes`;
-- reverse: create index "auditentry_organization_id_created_at" to table: "audit_entries"
DROP INDEX `auditentry_organization_id_created_at`;
-- reverse: create "audit_entries" table
DROP TABLE `audit_entries`;
