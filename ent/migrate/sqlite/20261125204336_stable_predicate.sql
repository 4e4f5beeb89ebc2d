-- +goose Up
-- drop index "playbookversion_one_draft" from table: "playbook_versions"
DROP INDEX `playbookversion_one_draft`;
-- create index "playbookversion_one_draft" to table: "playbook_versions"
CREATE UNIQUE INDEX `playbookversion_one_draft` ON `playbook_versions` (`playbook_id`) WHERE state = 'DRAFT' OR state = 'IN_REVIEW' OR state = 'CHANGES_REQUESTED';

-- +goose Down
-- reverse: create index "playbookversion_one_draft" to table: "playbook_versions"
DROP INDEX `playbookversion_one_draft`;
-- reverse: drop index "playbookversion_one_draft" from table: "playbook_versions"
CREATE UNIQUE INDEX `playbookversion_one_draft` ON `playbook_versions` (`playbook_id`) WHERE state in ('DRAFT', 'IN_REVIEW', 'CHANGES_REQUESTED');
