-- +goose Up
-- The words of search_documents by row id. The tokens are made in Go (package search): array_to_tsvector takes them as
-- they are and keeps no positions. folded is the text in comparable form, one space between runs: a phrase is looked for in it.
CREATE TABLE search_index (document_id bigint PRIMARY KEY, title tsvector NOT NULL, body tsvector NOT NULL, folded text NOT NULL);
CREATE INDEX search_index_title ON search_index USING gin (title) WITH (fastupdate = off);
CREATE INDEX search_index_body ON search_index USING gin (body) WITH (fastupdate = off);
