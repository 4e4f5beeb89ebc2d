-- +goose Up
-- The words of search_documents by row id. The tokens are made in Go (package search) and put between spaces; the
-- tokenizer "ascii" leaves every character beyond ASCII as it is. Nothing of the text is kept here.
CREATE VIRTUAL TABLE search_index USING fts5(title, body, tags, content='', contentless_delete=1, tokenize="ascii tokenchars '_'");
CREATE VIRTUAL TABLE search_vocabulary USING fts5vocab(search_index, row);
