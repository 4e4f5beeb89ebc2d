-- +goose Up
-- modify "organizations" table
ALTER TABLE "organizations" ADD COLUMN "source_digest" character varying NULL, ADD COLUMN "causes_inferred" boolean NOT NULL DEFAULT false;
-- modify "playbooks" table
ALTER TABLE "playbooks" ADD COLUMN "import_mark" character varying NULL;
-- drop index "importrow_run_id" from table: "import_rows"
DROP INDEX "importrow_run_id";
-- modify "import_rows" table
ALTER TABLE "import_rows" DROP COLUMN "subject_id", ADD COLUMN "playbook_id" character varying NULL, ADD COLUMN "organization_id" character varying NULL, ADD CONSTRAINT "import_rows_organizations_organization" FOREIGN KEY ("organization_id") REFERENCES "organizations" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, ADD CONSTRAINT "import_rows_playbooks_playbook" FOREIGN KEY ("playbook_id") REFERENCES "playbooks" ("id") ON UPDATE NO ACTION ON DELETE SET NULL;
-- create index "importrow_organization_id" to table: "import_rows"
CREATE INDEX "importrow_organization_id" ON "import_rows" ("organization_id");
-- create index "importrow_playbook_id" to table: "import_rows"
CREATE INDEX "importrow_playbook_id" ON "import_rows" ("playbook_id");
-- create index "importrow_run_id_outcome" to table: "import_rows"
CREATE INDEX "importrow_run_id_outcome" ON "import_rows" ("run_id", "outcome");
-- modify "import_runs" table
ALTER TABLE "import_runs" ADD COLUMN "dry_run" boolean NOT NULL DEFAULT false, ADD COLUMN "skipped_count" bigint NOT NULL DEFAULT 0, ADD COLUMN "finished_at" timestamptz NULL, ADD CONSTRAINT "import_runs_organizations_organization" FOREIGN KEY ("organization_id") REFERENCES "organizations" ("id") ON UPDATE NO ACTION ON DELETE CASCADE;
-- create index "importrun_organization_id_created_at" to table: "import_runs"
CREATE INDEX "importrun_organization_id_created_at" ON "import_runs" ("organization_id", "created_at");
-- create index "importrun_user_id_created_at" to table: "import_runs"
CREATE INDEX "importrun_user_id_created_at" ON "import_runs" ("user_id", "created_at");

-- +goose Down
-- reverse: create index "importrun_user_id_created_at" to table: "import_runs"
DROP INDEX "importrun_user_id_created_at";
-- reverse: create index "importrun_organization_id_created_at" to table: "import_runs"
DROP INDEX "importrun_organization_id_created_at";
-- reverse: modify "import_runs" table
ALTER TABLE "import_runs" DROP CONSTRAINT "import_runs_organizations_organization", DROP COLUMN "finished_at", DROP COLUMN "skipped_count", DROP COLUMN "dry_run";
-- reverse: create index "importrow_run_id_outcome" to table: "import_rows"
DROP INDEX "importrow_run_id_outcome";
-- reverse: create index "importrow_playbook_id" to table: "import_rows"
DROP INDEX "importrow_playbook_id";
-- reverse: create index "importrow_organization_id" to table: "import_rows"
DROP INDEX "importrow_organization_id";
-- reverse: modify "import_rows" table
ALTER TABLE "import_rows" DROP CONSTRAINT "import_rows_playbooks_playbook", DROP CONSTRAINT "import_rows_organizations_organization", DROP COLUMN "organization_id", DROP COLUMN "playbook_id", ADD COLUMN "subject_id" character varying NULL;
-- reverse: drop index "importrow_run_id" from table: "import_rows"
CREATE INDEX "importrow_run_id" ON "import_rows" ("run_id");
-- reverse: modify "playbooks" table
ALTER TABLE "playbooks" DROP COLUMN "import_mark";
-- reverse: modify "organizations" table
ALTER TABLE "organizations" DROP COLUMN "causes_inferred", DROP COLUMN "source_digest";
