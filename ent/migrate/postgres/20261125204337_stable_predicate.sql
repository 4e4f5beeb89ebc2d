-- +goose Up
-- drop index "playbookversion_one_draft" from table: "playbook_versions"
DROP INDEX "playbookversion_one_draft";
-- create index "playbookversion_one_draft" to table: "playbook_versions"
CREATE UNIQUE INDEX "playbookversion_one_draft" ON "playbook_versions" ("playbook_id") WHERE (((state)::text = 'DRAFT'::text) OR ((state)::text = 'IN_REVIEW'::text) OR ((state)::text = 'CHANGES_REQUESTED'::text));

-- +goose Down
-- reverse: create index "playbookversion_one_draft" to table: "playbook_versions"
DROP INDEX "playbookversion_one_draft";
-- reverse: drop index "playbookversion_one_draft" from table: "playbook_versions"
CREATE UNIQUE INDEX "playbookversion_one_draft" ON "playbook_versions" ("playbook_id") WHERE ((state)::text = ANY (ARRAY[('DRAFT'::character varying)::text, ('IN_REVIEW'::character varying)::text, ('CHANGES_REQUESTED'::character varying)::text]));
