-- +goose Up
-- disable the enforcement of foreign-keys constraints
PRAGMA foreign_keys = off;
-- create "new_import_rows" table
CREATE TABLE `new_import_rows` (`id` text NOT NULL, `created_at` datetime NOT NULL, `updated_at` datetime NOT NULL, `file` text NOT NULL, `line` integer NOT NULL DEFAULT (0), `outcome` text NOT NULL, `reason` text NOT NULL DEFAULT (''), `playbook_id` text NULL, `organization_id` text NULL, `run_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `import_rows_playbooks_playbook` FOREIGN KEY (`playbook_id`) REFERENCES `playbooks` (`id`) ON DELETE SET NULL, CONSTRAINT `import_rows_organizations_organization` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE SET NULL, CONSTRAINT `import_rows_import_runs_rows` FOREIGN KEY (`run_id`) REFERENCES `import_runs` (`id`) ON DELETE CASCADE);
-- copy rows from old table "import_rows" to new temporary table "new_import_rows"
INSERT INTO `new_import_rows` (`id`, `created_at`, `updated_at`, `file`, `line`, `outcome`, `reason`, `run_id`) SELECT `id`, `created_at`, `updated_at`, `file`, `line`, `outcome`, `reason`, `run_id` FROM `import_rows`;
-- drop "import_rows" table after copying rows
DROP TABLE `import_rows`;
-- rename temporary table "new_import_rows" to "import_rows"
ALTER TABLE `new_import_rows` RENAME TO `import_rows`;
-- create index "importrow_run_id_outcome" to table: "import_rows"
CREATE INDEX `importrow_run_id_outcome` ON `import_rows` (`run_id`, `outcome`);
-- create index "importrow_playbook_id" to table: "import_rows"
CREATE INDEX `importrow_playbook_id` ON `import_rows` (`playbook_id`);
-- create index "importrow_organization_id" to table: "import_rows"
CREATE INDEX `importrow_organization_id` ON `import_rows` (`organization_id`);
-- create "new_import_runs" table
CREATE TABLE `new_import_runs` (`id` text NOT NULL, `created_at` datetime NOT NULL, `updated_at` datetime NOT NULL, `user_id` text NOT NULL, `kind` text NOT NULL, `source` text NOT NULL, `dry_run` bool NOT NULL DEFAULT (false), `created_count` integer NOT NULL DEFAULT (0), `updated_count` integer NOT NULL DEFAULT (0), `unchanged_count` integer NOT NULL DEFAULT (0), `skipped_count` integer NOT NULL DEFAULT (0), `refused_count` integer NOT NULL DEFAULT (0), `finished_at` datetime NULL, `organization_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `import_runs_organizations_organization` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE CASCADE);
-- copy rows from old table "import_runs" to new temporary table "new_import_runs"
INSERT INTO `new_import_runs` (`id`, `created_at`, `updated_at`, `user_id`, `kind`, `source`, `created_count`, `updated_count`, `unchanged_count`, `refused_count`, `organization_id`) SELECT `id`, `created_at`, `updated_at`, `user_id`, `kind`, `source`, `created_count`, `updated_count`, `unchanged_count`, `refused_count`, `organization_id` FROM `import_runs`;
-- drop "import_runs" table after copying rows
DROP TABLE `import_runs`;
-- rename temporary table "new_import_runs" to "import_runs"
ALTER TABLE `new_import_runs` RENAME TO `import_runs`;
-- create index "importrun_organization_id_created_at" to table: "import_runs"
CREATE INDEX `importrun_organization_id_created_at` ON `import_runs` (`organization_id`, `created_at`);
-- create index "importrun_user_id_created_at" to table: "import_runs"
CREATE INDEX `importrun_user_id_created_at` ON `import_runs` (`user_id`, `created_at`);
-- create "new_organizations" table
CREATE TABLE `new_organizations` (`id` text NOT NULL, `created_at` datetime NOT NULL, `updated_at` datetime NOT NULL, `slug` text NOT NULL, `name` text NOT NULL, `kind` text NOT NULL DEFAULT ('OTHER'), `registration_id` text NULL, `mission` text NOT NULL DEFAULT (''), `website` text NULL, `stage` text NOT NULL DEFAULT ('UNKNOWN'), `verification` text NOT NULL DEFAULT ('UNVERIFIED'), `claimed` bool NOT NULL DEFAULT (true), `review_required` bool NOT NULL DEFAULT (false), `source` text NULL, `external_id` text NULL, `source_digest` text NULL, `causes_inferred` bool NOT NULL DEFAULT (false), `region_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `organizations_regions_organizations` FOREIGN KEY (`region_id`) REFERENCES `regions` (`id`) ON DELETE SET NULL);
-- copy rows from old table "organizations" to new temporary table "new_organizations"
INSERT INTO `new_organizations` (`id`, `created_at`, `updated_at`, `slug`, `name`, `kind`, `registration_id`, `mission`, `website`, `stage`, `verification`, `claimed`, `review_required`, `source`, `external_id`, `region_id`) SELECT `id`, `created_at`, `updated_at`, `slug`, `name`, `kind`, `registration_id`, `mission`, `website`, `stage`, `verification`, `claimed`, `review_required`, `source`, `external_id`, `region_id` FROM `organizations`;
-- drop "organizations" table after copying rows
DROP TABLE `organizations`;
-- rename temporary table "new_organizations" to "organizations"
ALTER TABLE `new_organizations` RENAME TO `organizations`;
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
-- add column "import_mark" to table: "playbooks"
ALTER TABLE `playbooks` ADD COLUMN `import_mark` text NULL;
-- enable back the enforcement of foreign-keys constraints
PRAGMA foreign_keys = on;

-- +goose Down
-- reverse: add column "import_mark" to table: "playbooks"
ALTER TABLE `playbooks` DROP COLUMN `import_mark`;
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
-- reverse: create "new_organizations" table
DROP TABLE `new_organizations`;
-- reverse: create index "importrun_user_id_created_at" to table: "import_runs"
DROP INDEX `importrun_user_id_created_at`;
-- reverse: create index "importrun_organization_id_created_at" to table: "import_runs"
DROP INDEX `importrun_organization_id_created_at`;
-- reverse: create "new_import_runs" table
DROP TABLE `new_import_runs`;
-- reverse: create index "importrow_organization_id" to table: "import_rows"
DROP INDEX `importrow_organization_id`;
-- reverse: create index "importrow_playbook_id" to table: "import_rows"
DROP INDEX `importrow_playbook_id`;
-- reverse: create index "importrow_run_id_outcome" to table: "import_rows"
DROP INDEX `importrow_run_id_outcome`;
-- reverse: create "new_import_rows" table
DROP TABLE `new_import_rows`;
