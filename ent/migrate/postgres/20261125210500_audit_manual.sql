-- +goose Up
-- an entry for no organization names none: the column becomes a foreign key
UPDATE audit_entries SET organization_id = NULL WHERE organization_id = '';
