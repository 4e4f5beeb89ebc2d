-- +goose Up
-- create "search_documents" table
CREATE TABLE `search_documents` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `subject_id` text NOT NULL, `kind` text NOT NULL, `parent_id` text NOT NULL DEFAULT (''), `organization_id` text NOT NULL DEFAULT (''), `audience` text NOT NULL, `language` text NOT NULL DEFAULT (''), `region_id` text NOT NULL DEFAULT (''), `region_path` text NOT NULL DEFAULT (''), `causes` text NOT NULL DEFAULT (''), `words` integer NOT NULL DEFAULT (0), `digest` text NOT NULL);
-- create index "search_documents_subject_id_key" to table: "search_documents"
CREATE UNIQUE INDEX `search_documents_subject_id_key` ON `search_documents` (`subject_id`);
-- create index "searchdocument_parent_id" to table: "search_documents"
CREATE INDEX `searchdocument_parent_id` ON `search_documents` (`parent_id`);
-- create index "searchdocument_organization_id" to table: "search_documents"
CREATE INDEX `searchdocument_organization_id` ON `search_documents` (`organization_id`);
-- create "search_names" table
CREATE TABLE `search_names` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `left` text NOT NULL, `word` text NOT NULL);
-- create index "searchname_left_word" to table: "search_names"
CREATE UNIQUE INDEX `searchname_left_word` ON `search_names` (`left`, `word`);
-- create "search_texts" table
CREATE TABLE `search_texts` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `title` text NOT NULL DEFAULT (''), `body` text NOT NULL DEFAULT (''));

-- +goose Down
-- reverse: create "search_texts" table
DROP TABLE `search_texts`;
-- reverse: create index "searchname_left_word" to table: "search_names"
DROP INDEX `searchname_left_word`;
-- reverse: create "search_names" table
DROP TABLE `search_names`;
-- reverse: create index "searchdocument_organization_id" to table: "search_documents"
DROP INDEX `searchdocument_organization_id`;
-- reverse: create index "searchdocument_parent_id" to table: "search_documents"
DROP INDEX `searchdocument_parent_id`;
-- reverse: create index "search_documents_subject_id_key" to table: "search_documents"
DROP INDEX `search_documents_subject_id_key`;
-- reverse: create "search_documents" table
DROP TABLE `search_documents`;
