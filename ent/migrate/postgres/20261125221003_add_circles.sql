-- +goose Up
-- create "charter_versions" table
CREATE TABLE "charter_versions" ("id" character varying NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "number" bigint NOT NULL, "text" character varying NOT NULL, "material" boolean NOT NULL, "author_id" character varying NOT NULL, "circle_id" character varying NOT NULL, PRIMARY KEY ("id"));
-- create index "charterversion_circle_id_number" to table: "charter_versions"
CREATE UNIQUE INDEX "charterversion_circle_id_number" ON "charter_versions" ("circle_id", "number");
-- create "circles" table
CREATE TABLE "circles" ("id" character varying NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "name" character varying NOT NULL, "purpose" character varying NOT NULL DEFAULT '', "join_policy" character varying NOT NULL DEFAULT 'REQUEST', "listed" boolean NOT NULL DEFAULT true, "member_list_visibility" character varying NOT NULL DEFAULT 'MEMBERS', "seat_limit" bigint NULL, "seats_taken" bigint NOT NULL DEFAULT 0, "status" character varying NOT NULL DEFAULT 'FORMING', "charter_number" bigint NOT NULL DEFAULT 0, "material_number" bigint NOT NULL DEFAULT 0, "import_key" character varying NULL, "charter_id" character varying NULL, PRIMARY KEY ("id"));
-- create index "circle_created_at" to table: "circles"
CREATE INDEX "circle_created_at" ON "circles" ("created_at");
-- create index "circle_name" to table: "circles"
CREATE INDEX "circle_name" ON "circles" ("name");
-- create index "circles_import_key_key" to table: "circles"
CREATE UNIQUE INDEX "circles_import_key_key" ON "circles" ("import_key");
-- create "circle_seats" table
CREATE TABLE "circle_seats" ("id" character varying NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "role" character varying NOT NULL DEFAULT 'MEMBER', "status" character varying NOT NULL, "charter_accepted" bigint NOT NULL DEFAULT 0, "message" character varying NOT NULL DEFAULT '', "reason" character varying NOT NULL DEFAULT '', "requested_by" character varying NULL, "joined_at" timestamptz NULL, "ended_at" timestamptz NULL, "circle_id" character varying NOT NULL, "organization_id" character varying NOT NULL, PRIMARY KEY ("id"));
-- create index "circleseat_circle_id_status" to table: "circle_seats"
CREATE INDEX "circleseat_circle_id_status" ON "circle_seats" ("circle_id", "status");
-- create index "circleseat_one_open" to table: "circle_seats"
CREATE UNIQUE INDEX "circleseat_one_open" ON "circle_seats" ("circle_id", "organization_id") WHERE (((status)::text = 'INVITED'::text) OR ((status)::text = 'REQUESTED'::text) OR ((status)::text = 'ACTIVE'::text) OR ((status)::text = 'SUSPENDED'::text));
-- create index "circleseat_organization_id_status" to table: "circle_seats"
CREATE INDEX "circleseat_organization_id_status" ON "circle_seats" ("organization_id", "status");
-- create "join_questions" table
CREATE TABLE "join_questions" ("id" character varying NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "position" bigint NOT NULL, "text" character varying NOT NULL, "circle_id" character varying NOT NULL, PRIMARY KEY ("id"));
-- create index "joinquestion_circle_id_position" to table: "join_questions"
CREATE INDEX "joinquestion_circle_id_position" ON "join_questions" ("circle_id", "position");
-- create "seat_answers" table
CREATE TABLE "seat_answers" ("id" character varying NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "question" character varying NOT NULL, "answer" character varying NOT NULL, "seat_id" character varying NOT NULL, PRIMARY KEY ("id"));
-- create index "seatanswer_seat_id" to table: "seat_answers"
CREATE INDEX "seatanswer_seat_id" ON "seat_answers" ("seat_id");
-- create "seat_delegates" table
CREATE TABLE "seat_delegates" ("id" character varying NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "circle_id" character varying NOT NULL, "organization_id" character varying NOT NULL, "seat_id" character varying NOT NULL, "user_id" character varying NOT NULL, PRIMARY KEY ("id"));
-- create index "seatdelegate_seat_id_user_id" to table: "seat_delegates"
CREATE UNIQUE INDEX "seatdelegate_seat_id_user_id" ON "seat_delegates" ("seat_id", "user_id");
-- create index "seatdelegate_user_id_circle_id" to table: "seat_delegates"
CREATE INDEX "seatdelegate_user_id_circle_id" ON "seat_delegates" ("user_id", "circle_id");
-- create "shares" table
CREATE TABLE "shares" ("id" character varying NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "subject_id" character varying NOT NULL, "organization_id" character varying NOT NULL, "circle_id" character varying NOT NULL, "playbook_id" character varying NULL, PRIMARY KEY ("id"));
-- create index "share_circle_id" to table: "shares"
CREATE INDEX "share_circle_id" ON "shares" ("circle_id");
-- create index "share_playbook_id" to table: "shares"
CREATE INDEX "share_playbook_id" ON "shares" ("playbook_id");
-- create index "share_subject_id_circle_id" to table: "shares"
CREATE UNIQUE INDEX "share_subject_id_circle_id" ON "shares" ("subject_id", "circle_id");
-- create "circle_causes" table
CREATE TABLE "circle_causes" ("circle_id" character varying NOT NULL, "cause_id" character varying NOT NULL, PRIMARY KEY ("circle_id", "cause_id"));
-- modify "charter_versions" table
ALTER TABLE "charter_versions" ADD CONSTRAINT "charter_versions_circles_charters" FOREIGN KEY ("circle_id") REFERENCES "circles" ("id") ON UPDATE NO ACTION ON DELETE CASCADE;
-- modify "circles" table
ALTER TABLE "circles" ADD CONSTRAINT "circles_charter_versions_charter" FOREIGN KEY ("charter_id") REFERENCES "charter_versions" ("id") ON UPDATE NO ACTION ON DELETE SET NULL;
-- modify "circle_seats" table
ALTER TABLE "circle_seats" ADD CONSTRAINT "circle_seats_circles_seats" FOREIGN KEY ("circle_id") REFERENCES "circles" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD CONSTRAINT "circle_seats_organizations_seats" FOREIGN KEY ("organization_id") REFERENCES "organizations" ("id") ON UPDATE NO ACTION ON DELETE CASCADE;
-- modify "join_questions" table
ALTER TABLE "join_questions" ADD CONSTRAINT "join_questions_circles_questions" FOREIGN KEY ("circle_id") REFERENCES "circles" ("id") ON UPDATE NO ACTION ON DELETE CASCADE;
-- modify "seat_answers" table
ALTER TABLE "seat_answers" ADD CONSTRAINT "seat_answers_circle_seats_answers" FOREIGN KEY ("seat_id") REFERENCES "circle_seats" ("id") ON UPDATE NO ACTION ON DELETE CASCADE;
-- modify "seat_delegates" table
ALTER TABLE "seat_delegates" ADD CONSTRAINT "seat_delegates_circle_seats_delegates" FOREIGN KEY ("seat_id") REFERENCES "circle_seats" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD CONSTRAINT "seat_delegates_users_delegations" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE CASCADE;
-- modify "shares" table
ALTER TABLE "shares" ADD CONSTRAINT "shares_circles_shares" FOREIGN KEY ("circle_id") REFERENCES "circles" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD CONSTRAINT "shares_playbooks_shares" FOREIGN KEY ("playbook_id") REFERENCES "playbooks" ("id") ON UPDATE NO ACTION ON DELETE CASCADE;
-- modify "circle_causes" table
ALTER TABLE "circle_causes" ADD CONSTRAINT "circle_causes_cause_id" FOREIGN KEY ("cause_id") REFERENCES "causes" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD CONSTRAINT "circle_causes_circle_id" FOREIGN KEY ("circle_id") REFERENCES "circles" ("id") ON UPDATE NO ACTION ON DELETE CASCADE;

-- +goose Down
-- reverse: modify "circle_causes" table
ALTER TABLE "circle_causes" DROP CONSTRAINT "circle_causes_circle_id", DROP CONSTRAINT "circle_causes_cause_id";
-- reverse: modify "shares" table
ALTER TABLE "shares" DROP CONSTRAINT "shares_playbooks_shares", DROP CONSTRAINT "shares_circles_shares";
-- reverse: modify "seat_delegates" table
ALTER TABLE "seat_delegates" DROP CONSTRAINT "seat_delegates_users_delegations", DROP CONSTRAINT "seat_delegates_circle_seats_delegates";
-- reverse: modify "seat_answers" table
ALTER TABLE "seat_answers" DROP CONSTRAINT "seat_answers_circle_seats_answers";
-- reverse: modify "join_questions" table
ALTER TABLE "join_questions" DROP CONSTRAINT "join_questions_circles_questions";
-- reverse: modify "circle_seats" table
ALTER TABLE "circle_seats" DROP CONSTRAINT "circle_seats_organizations_seats", DROP CONSTRAINT "circle_seats_circles_seats";
-- reverse: modify "circles" table
ALTER TABLE "circles" DROP CONSTRAINT "circles_charter_versions_charter";
-- reverse: modify "charter_versions" table
ALTER TABLE "charter_versions" DROP CONSTRAINT "charter_versions_circles_charters";
-- reverse: create "circle_causes" table
DROP TABLE "circle_causes";
-- reverse: create index "share_subject_id_circle_id" to table: "shares"
DROP INDEX "share_subject_id_circle_id";
-- reverse: create index "share_playbook_id" to table: "shares"
DROP INDEX "share_playbook_id";
-- reverse: create index "share_circle_id" to table: "shares"
DROP INDEX "share_circle_id";
-- reverse: create "shares" table
DROP TABLE "shares";
-- reverse: create index "seatdelegate_user_id_circle_id" to table: "seat_delegates"
DROP INDEX "seatdelegate_user_id_circle_id";
-- reverse: create index "seatdelegate_seat_id_user_id" to table: "seat_delegates"
DROP INDEX "seatdelegate_seat_id_user_id";
-- reverse: create "seat_delegates" table
DROP TABLE "seat_delegates";
-- reverse: create index "seatanswer_seat_id" to table: "seat_answers"
DROP INDEX "seatanswer_seat_id";
-- reverse: create "seat_answers" table
DROP TABLE "seat_answers";
-- reverse: create index "joinquestion_circle_id_position" to table: "join_questions"
DROP INDEX "joinquestion_circle_id_position";
-- reverse: create "join_questions" table
DROP TABLE "join_questions";
-- reverse: create index "circleseat_organization_id_status" to table: "circle_seats"
DROP INDEX "circleseat_organization_id_status";
-- reverse: create index "circleseat_one_open" to table: "circle_seats"
DROP INDEX "circleseat_one_open";
-- reverse: create index "circleseat_circle_id_status" to table: "circle_seats"
DROP INDEX "circleseat_circle_id_status";
-- reverse: create "circle_seats" table
DROP TABLE "circle_seats";
-- reverse: create index "circles_import_key_key" to table: "circles"
DROP INDEX "circles_import_key_key";
-- reverse: create index "circle_name" to table: "circles"
DROP INDEX "circle_name";
-- reverse: create index "circle_created_at" to table: "circles"
DROP INDEX "circle_created_at";
-- reverse: create "circles" table
DROP TABLE "circles";
-- reverse: create index "charterversion_circle_id_number" to table: "charter_versions"
DROP INDEX "charterversion_circle_id_number";
-- reverse: create "charter_versions" table
DROP TABLE "charter_versions";
