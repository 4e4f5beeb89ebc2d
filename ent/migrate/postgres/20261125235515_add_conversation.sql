-- +goose Up
-- create "comments" table
CREATE TABLE "comments" ("id" character varying NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "number" bigint NOT NULL, "place" character varying NOT NULL DEFAULT '', "body" character varying NOT NULL DEFAULT '', "state" character varying NOT NULL DEFAULT 'VISIBLE', "hidden_reason" character varying NOT NULL DEFAULT '', "edit_count" bigint NOT NULL DEFAULT 0, "edited_at" timestamptz NULL, "reaction_counts" jsonb NULL, "parent_id" character varying NULL, "author_id" character varying NOT NULL, "organization_id" character varying NOT NULL, "thread_id" character varying NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "comments_comments_replies" FOREIGN KEY ("parent_id") REFERENCES "comments" ("id") ON UPDATE NO ACTION ON DELETE SET NULL);
-- create index "comment_author_id_place" to table: "comments"
CREATE INDEX "comment_author_id_place" ON "comments" ("author_id", "place");
-- create index "comment_organization_id" to table: "comments"
CREATE INDEX "comment_organization_id" ON "comments" ("organization_id");
-- create index "comment_parent_id" to table: "comments"
CREATE INDEX "comment_parent_id" ON "comments" ("parent_id");
-- create index "comment_thread_id_number" to table: "comments"
CREATE UNIQUE INDEX "comment_thread_id_number" ON "comments" ("thread_id", "number");
-- create "comment_edits" table
CREATE TABLE "comment_edits" ("id" character varying NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "hiding" boolean NOT NULL DEFAULT false, "body" character varying NOT NULL, "user_id" character varying NOT NULL, "comment_id" character varying NOT NULL, PRIMARY KEY ("id"));
-- create index "commentedit_comment_id" to table: "comment_edits"
CREATE INDEX "commentedit_comment_id" ON "comment_edits" ("comment_id");
-- create "decisions" table
CREATE TABLE "decisions" ("id" character varying NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "state" character varying NOT NULL DEFAULT 'OPEN', "quorum" bigint NOT NULL DEFAULT 0, "closes_at" timestamptz NULL, "review_on" timestamptz NULL, "outcome" character varying NULL, "vote_count" bigint NOT NULL DEFAULT 0, "closed_at" timestamptz NULL, "chosen_id" character varying NULL, "thread_id" character varying NOT NULL, PRIMARY KEY ("id"));
-- create index "decision_state_closes_at" to table: "decisions"
CREATE INDEX "decision_state_closes_at" ON "decisions" ("state", "closes_at");
-- create index "decisions_thread_id_key" to table: "decisions"
CREATE UNIQUE INDEX "decisions_thread_id_key" ON "decisions" ("thread_id");
-- create "decision_options" table
CREATE TABLE "decision_options" ("id" character varying NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "position" bigint NOT NULL, "label" character varying NOT NULL, "vote_count" bigint NOT NULL DEFAULT 0, "decision_id" character varying NOT NULL, PRIMARY KEY ("id"));
-- create index "decisionoption_decision_id_position" to table: "decision_options"
CREATE UNIQUE INDEX "decisionoption_decision_id_position" ON "decision_options" ("decision_id", "position");
-- create "decision_votes" table
CREATE TABLE "decision_votes" ("id" character varying NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "user_id" character varying NOT NULL, "reason" character varying NOT NULL DEFAULT '', "decision_id" character varying NOT NULL, "option_id" character varying NOT NULL, "organization_id" character varying NOT NULL, PRIMARY KEY ("id"));
-- create index "decisionvote_decision_id_organization_id" to table: "decision_votes"
CREATE UNIQUE INDEX "decisionvote_decision_id_organization_id" ON "decision_votes" ("decision_id", "organization_id");
-- create index "decisionvote_option_id" to table: "decision_votes"
CREATE INDEX "decisionvote_option_id" ON "decision_votes" ("option_id");
-- create index "decisionvote_organization_id" to table: "decision_votes"
CREATE INDEX "decisionvote_organization_id" ON "decision_votes" ("organization_id");
-- create "mentions" table
CREATE TABLE "mentions" ("id" character varying NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "comment_id" character varying NOT NULL, "user_id" character varying NULL, "organization_id" character varying NULL, PRIMARY KEY ("id"));
-- create index "mention_comment_id" to table: "mentions"
CREATE INDEX "mention_comment_id" ON "mentions" ("comment_id");
-- create index "mention_organization_id" to table: "mentions"
CREATE INDEX "mention_organization_id" ON "mentions" ("organization_id");
-- create index "mention_user_id" to table: "mentions"
CREATE INDEX "mention_user_id" ON "mentions" ("user_id");
-- create "reactions" table
CREATE TABLE "reactions" ("id" character varying NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "user_id" character varying NOT NULL, "organization_id" character varying NOT NULL, "kind" character varying NOT NULL, "comment_id" character varying NOT NULL, PRIMARY KEY ("id"));
-- create index "reaction_comment_id_user_id_kind" to table: "reactions"
CREATE UNIQUE INDEX "reaction_comment_id_user_id_kind" ON "reactions" ("comment_id", "user_id", "kind");
-- create index "reaction_user_id" to table: "reactions"
CREATE INDEX "reaction_user_id" ON "reactions" ("user_id");
-- create "read_markers" table
CREATE TABLE "read_markers" ("id" character varying NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "user_id" character varying NOT NULL, "number" bigint NOT NULL, "thread_id" character varying NOT NULL, PRIMARY KEY ("id"));
-- create index "readmarker_thread_id_user_id" to table: "read_markers"
CREATE UNIQUE INDEX "readmarker_thread_id_user_id" ON "read_markers" ("thread_id", "user_id");
-- create index "readmarker_user_id" to table: "read_markers"
CREATE INDEX "readmarker_user_id" ON "read_markers" ("user_id");
-- create "threads" table
CREATE TABLE "threads" ("id" character varying NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "kind" character varying NOT NULL, "title" character varying NOT NULL, "subject_id" character varying NOT NULL DEFAULT '', "step_key" character varying NOT NULL DEFAULT '', "guest_organization_id" character varying NOT NULL DEFAULT '', "pinned" boolean NOT NULL DEFAULT false, "locked" boolean NOT NULL DEFAULT false, "comment_count" bigint NOT NULL DEFAULT 0, "last_comment_at" timestamptz NOT NULL, "import_key" character varying NULL, "circle_id" character varying NULL, "seat_id" character varying NULL, "playbook_id" character varying NULL, "organization_id" character varying NOT NULL, "author_id" character varying NOT NULL, "answer_id" character varying NULL, "last_comment_id" character varying NULL, PRIMARY KEY ("id"));
-- create index "thread_circle_id_last_comment_at" to table: "threads"
CREATE INDEX "thread_circle_id_last_comment_at" ON "threads" ("circle_id", "last_comment_at");
-- create index "thread_organization_id" to table: "threads"
CREATE INDEX "thread_organization_id" ON "threads" ("organization_id");
-- create index "thread_playbook_id_last_comment_at" to table: "threads"
CREATE INDEX "thread_playbook_id_last_comment_at" ON "threads" ("playbook_id", "last_comment_at");
-- create index "thread_seat_id" to table: "threads"
CREATE INDEX "thread_seat_id" ON "threads" ("seat_id");
-- create index "threads_import_key_key" to table: "threads"
CREATE UNIQUE INDEX "threads_import_key_key" ON "threads" ("import_key");
-- create "thread_participants" table
CREATE TABLE "thread_participants" ("id" character varying NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "thread_id" character varying NOT NULL, "user_id" character varying NOT NULL, PRIMARY KEY ("id"));
-- create index "threadparticipant_thread_id_user_id" to table: "thread_participants"
CREATE UNIQUE INDEX "threadparticipant_thread_id_user_id" ON "thread_participants" ("thread_id", "user_id");
-- create index "threadparticipant_user_id" to table: "thread_participants"
CREATE INDEX "threadparticipant_user_id" ON "thread_participants" ("user_id");
-- modify "comments" table
ALTER TABLE "comments" ADD CONSTRAINT "comments_organizations_organization" FOREIGN KEY ("organization_id") REFERENCES "organizations" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, ADD CONSTRAINT "comments_threads_comments" FOREIGN KEY ("thread_id") REFERENCES "threads" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD CONSTRAINT "comments_users_author" FOREIGN KEY ("author_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION;
-- modify "comment_edits" table
ALTER TABLE "comment_edits" ADD CONSTRAINT "comment_edits_comments_edits" FOREIGN KEY ("comment_id") REFERENCES "comments" ("id") ON UPDATE NO ACTION ON DELETE CASCADE;
-- modify "decisions" table
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_decision_options_chosen" FOREIGN KEY ("chosen_id") REFERENCES "decision_options" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, ADD CONSTRAINT "decisions_threads_decision" FOREIGN KEY ("thread_id") REFERENCES "threads" ("id") ON UPDATE NO ACTION ON DELETE CASCADE;
-- modify "decision_options" table
ALTER TABLE "decision_options" ADD CONSTRAINT "decision_options_decisions_options" FOREIGN KEY ("decision_id") REFERENCES "decisions" ("id") ON UPDATE NO ACTION ON DELETE CASCADE;
-- modify "decision_votes" table
ALTER TABLE "decision_votes" ADD CONSTRAINT "decision_votes_decision_options_option" FOREIGN KEY ("option_id") REFERENCES "decision_options" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, ADD CONSTRAINT "decision_votes_decisions_votes" FOREIGN KEY ("decision_id") REFERENCES "decisions" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD CONSTRAINT "decision_votes_organizations_organization" FOREIGN KEY ("organization_id") REFERENCES "organizations" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION;
-- modify "mentions" table
ALTER TABLE "mentions" ADD CONSTRAINT "mentions_comments_mentions" FOREIGN KEY ("comment_id") REFERENCES "comments" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD CONSTRAINT "mentions_organizations_organization" FOREIGN KEY ("organization_id") REFERENCES "organizations" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, ADD CONSTRAINT "mentions_users_user" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE SET NULL;
-- modify "reactions" table
ALTER TABLE "reactions" ADD CONSTRAINT "reactions_comments_reactions" FOREIGN KEY ("comment_id") REFERENCES "comments" ("id") ON UPDATE NO ACTION ON DELETE CASCADE;
-- modify "read_markers" table
ALTER TABLE "read_markers" ADD CONSTRAINT "read_markers_threads_markers" FOREIGN KEY ("thread_id") REFERENCES "threads" ("id") ON UPDATE NO ACTION ON DELETE CASCADE;
-- modify "threads" table
ALTER TABLE "threads" ADD CONSTRAINT "threads_circle_seats_threads" FOREIGN KEY ("seat_id") REFERENCES "circle_seats" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD CONSTRAINT "threads_circles_threads" FOREIGN KEY ("circle_id") REFERENCES "circles" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD CONSTRAINT "threads_comments_answer" FOREIGN KEY ("answer_id") REFERENCES "comments" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, ADD CONSTRAINT "threads_comments_last_comment" FOREIGN KEY ("last_comment_id") REFERENCES "comments" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, ADD CONSTRAINT "threads_organizations_organization" FOREIGN KEY ("organization_id") REFERENCES "organizations" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, ADD CONSTRAINT "threads_playbooks_threads" FOREIGN KEY ("playbook_id") REFERENCES "playbooks" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD CONSTRAINT "threads_users_author" FOREIGN KEY ("author_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION;
-- modify "thread_participants" table
ALTER TABLE "thread_participants" ADD CONSTRAINT "thread_participants_threads_participants" FOREIGN KEY ("thread_id") REFERENCES "threads" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD CONSTRAINT "thread_participants_users_user" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION;

-- +goose Down
-- reverse: modify "thread_participants" table
ALTER TABLE "thread_participants" DROP CONSTRAINT "thread_participants_users_user", DROP CONSTRAINT "thread_participants_threads_participants";
-- reverse: modify "threads" table
ALTER TABLE "threads" DROP CONSTRAINT "threads_users_author", DROP CONSTRAINT "threads_playbooks_threads", DROP CONSTRAINT "threads_organizations_organization", DROP CONSTRAINT "threads_comments_last_comment", DROP CONSTRAINT "threads_comments_answer", DROP CONSTRAINT "threads_circles_threads", DROP CONSTRAINT "threads_circle_seats_threads";
-- reverse: modify "read_markers" table
ALTER TABLE "read_markers" DROP CONSTRAINT "read_markers_threads_markers";
-- reverse: modify "reactions" table
ALTER TABLE "reactions" DROP CONSTRAINT "reactions_comments_reactions";
-- reverse: modify "mentions" table
ALTER TABLE "mentions" DROP CONSTRAINT "mentions_users_user", DROP CONSTRAINT "mentions_organizations_organization", DROP CONSTRAINT "mentions_comments_mentions";
-- reverse: modify "decision_votes" table
ALTER TABLE "decision_votes" DROP CONSTRAINT "decision_votes_organizations_organization", DROP CONSTRAINT "decision_votes_decisions_votes", DROP CONSTRAINT "decision_votes_decision_options_option";
-- reverse: modify "decision_options" table
ALTER TABLE "decision_options" DROP CONSTRAINT "decision_options_decisions_options";
-- reverse: modify "decisions" table
ALTER TABLE "decisions" DROP CONSTRAINT "decisions_threads_decision", DROP CONSTRAINT "decisions_decision_options_chosen";
-- reverse: modify "comment_edits" table
ALTER TABLE "comment_edits" DROP CONSTRAINT "comment_edits_comments_edits";
-- reverse: modify "comments" table
ALTER TABLE "comments" DROP CONSTRAINT "comments_users_author", DROP CONSTRAINT "comments_threads_comments", DROP CONSTRAINT "comments_organizations_organization";
-- reverse: create index "threadparticipant_user_id" to table: "thread_participants"
DROP INDEX "threadparticipant_user_id";
-- reverse: create index "threadparticipant_thread_id_user_id" to table: "thread_participants"
DROP INDEX "threadparticipant_thread_id_user_id";
-- reverse: create "thread_participants" table
DROP TABLE "thread_participants";
-- reverse: create index "threads_import_key_key" to table: "threads"
DROP INDEX "threads_import_key_key";
-- reverse: create index "thread_seat_id" to table: "threads"
DROP INDEX "thread_seat_id";
-- reverse: create index "thread_playbook_id_last_comment_at" to table: "threads"
DROP INDEX "thread_playbook_id_last_comment_at";
-- reverse: create index "thread_organization_id" to table: "threads"
DROP INDEX "thread_organization_id";
-- reverse: create index "thread_circle_id_last_comment_at" to table: "threads"
DROP INDEX "thread_circle_id_last_comment_at";
-- reverse: create "threads" table
DROP TABLE "threads";
-- reverse: create index "readmarker_user_id" to table: "read_markers"
DROP INDEX "readmarker_user_id";
-- reverse: create index "readmarker_thread_id_user_id" to table: "read_markers"
DROP INDEX "readmarker_thread_id_user_id";
-- reverse: create "read_markers" table
DROP TABLE "read_markers";
-- reverse: create index "reaction_user_id" to table: "reactions"
DROP INDEX "reaction_user_id";
-- reverse: create index "reaction_comment_id_user_id_kind" to table: "reactions"
DROP INDEX "reaction_comment_id_user_id_kind";
-- reverse: create "reactions" table
DROP TABLE "reactions";
-- reverse: create index "mention_user_id" to table: "mentions"
DROP INDEX "mention_user_id";
-- reverse: create index "mention_organization_id" to table: "mentions"
DROP INDEX "mention_organization_id";
-- reverse: create index "mention_comment_id" to table: "mentions"
DROP INDEX "mention_comment_id";
-- reverse: create "mentions" table
DROP TABLE "mentions";
-- reverse: create index "decisionvote_organization_id" to table: "decision_votes"
DROP INDEX "decisionvote_organization_id";
-- reverse: create index "decisionvote_option_id" to table: "decision_votes"
DROP INDEX "decisionvote_option_id";
-- reverse: create index "decisionvote_decision_id_organization_id" to table: "decision_votes"
DROP INDEX "decisionvote_decision_id_organization_id";
-- reverse: create "decision_votes" table
DROP TABLE "decision_votes";
-- reverse: create index "decisionoption_decision_id_position" to table: "decision_options"
DROP INDEX "decisionoption_decision_id_position";
-- reverse: create "decision_options" table
DROP TABLE "decision_options";
-- reverse: create index "decisions_thread_id_key" to table: "decisions"
DROP INDEX "decisions_thread_id_key";
-- reverse: create index "decision_state_closes_at" to table: "decisions"
DROP INDEX "decision_state_closes_at";
-- reverse: create "decisions" table
DROP TABLE "decisions";
-- reverse: create index "commentedit_comment_id" to table: "comment_edits"
DROP INDEX "commentedit_comment_id";
-- reverse: create "comment_edits" table
DROP TABLE "comment_edits";
-- reverse: create index "comment_thread_id_number" to table: "comments"
DROP INDEX "comment_thread_id_number";
-- reverse: create index "comment_parent_id" to table: "comments"
DROP INDEX "comment_parent_id";
-- reverse: create index "comment_organization_id" to table: "comments"
DROP INDEX "comment_organization_id";
-- reverse: create index "comment_author_id_place" to table: "comments"
DROP INDEX "comment_author_id_place";
-- reverse: create "comments" table
DROP TABLE "comments";
