-- +goose Up
-- drop index "playbook_created_at" from table: "playbooks"
DROP INDEX "playbook_created_at";
-- drop index "playbook_organization_id_created_at" from table: "playbooks"
DROP INDEX "playbook_organization_id_created_at";
-- drop index "playbook_title" from table: "playbooks"
DROP INDEX "playbook_title";
-- create index "playbook_created_at_id" to table: "playbooks"
CREATE INDEX "playbook_created_at_id" ON "playbooks" ("created_at", "id");
-- create index "playbook_organization_id_created_at_id" to table: "playbooks"
CREATE INDEX "playbook_organization_id_created_at_id" ON "playbooks" ("organization_id", "created_at", "id");
-- create index "playbook_title_id" to table: "playbooks"
CREATE INDEX "playbook_title_id" ON "playbooks" ("title", "id");

-- +goose Down
-- reverse: create index "playbook_title_id" to table: "playbooks"
DROP INDEX "playbook_title_id";
-- reverse: create index "playbook_organization_id_created_at_id" to table: "playbooks"
DROP INDEX "playbook_organization_id_created_at_id";
-- reverse: create index "playbook_created_at_id" to table: "playbooks"
DROP INDEX "playbook_created_at_id";
-- reverse: drop index "playbook_title" from table: "playbooks"
CREATE INDEX "playbook_title" ON "playbooks" ("title");
-- reverse: drop index "playbook_organization_id_created_at" from table: "playbooks"
CREATE INDEX "playbook_organization_id_created_at" ON "playbooks" ("organization_id", "created_at");
-- reverse: drop index "playbook_created_at" from table: "playbooks"
CREATE INDEX "playbook_created_at" ON "playbooks" ("created_at");
