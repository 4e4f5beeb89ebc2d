-- +goose Up
-- create "charter_versions" table
CREATE TABLE `charter_versions` (`id` text NOT NULL, `created_at` datetime NOT NULL, `updated_at` datetime NOT NULL, `number` integer NOT NULL, `text` text NOT NULL, `material` bool NOT NULL, `author_id` text NOT NULL, `circle_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `charter_versions_circles_charters` FOREIGN KEY (`circle_id`) REFERENCES `circles` (`id`) ON DELETE CASCADE);
-- create index "charterversion_circle_id_number" to table: "charter_versions"
CREATE UNIQUE INDEX `charterversion_circle_id_number` ON `charter_versions` (`circle_id`, `number`);
-- create "circles" table
CREATE TABLE `circles` (`id` text NOT NULL, `created_at` datetime NOT NULL, `updated_at` datetime NOT NULL, `name` text NOT NULL, `purpose` text NOT NULL DEFAULT (''), `join_policy` text NOT NULL DEFAULT ('REQUEST'), `listed` bool NOT NULL DEFAULT (true), `member_list_visibility` text NOT NULL DEFAULT ('MEMBERS'), `seat_limit` integer NULL, `seats_taken` integer NOT NULL DEFAULT (0), `status` text NOT NULL DEFAULT ('FORMING'), `charter_number` integer NOT NULL DEFAULT (0), `material_number` integer NOT NULL DEFAULT (0), `import_key` text NULL, `charter_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `circles_charter_versions_charter` FOREIGN KEY (`charter_id`) REFERENCES `charter_versions` (`id`) ON DELETE SET NULL);
-- create index "circles_import_key_key" to table: "circles"
CREATE UNIQUE INDEX `circles_import_key_key` ON `circles` (`import_key`);
-- create index "circle_created_at" to table: "circles"
CREATE INDEX `circle_created_at` ON `circles` (`created_at`);
-- create index "circle_name" to table: "circles"
CREATE INDEX `circle_name` ON `circles` (`name`);
-- create "circle_seats" table
CREATE TABLE `circle_seats` (`id` text NOT NULL, `created_at` datetime NOT NULL, `updated_at` datetime NOT NULL, `role` text NOT NULL DEFAULT ('MEMBER'), `status` text NOT NULL, `charter_accepted` integer NOT NULL DEFAULT (0), `message` text NOT NULL DEFAULT (''), `reason` text NOT NULL DEFAULT (''), `requested_by` text NULL, `joined_at` datetime NULL, `ended_at` datetime NULL, `circle_id` text NOT NULL, `organization_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `circle_seats_circles_seats` FOREIGN KEY (`circle_id`) REFERENCES `circles` (`id`) ON DELETE CASCADE, CONSTRAINT `circle_seats_organizations_seats` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE CASCADE);
-- create index "circleseat_one_open" to table: "circle_seats"
CREATE UNIQUE INDEX `circleseat_one_open` ON `circle_seats` (`circle_id`, `organization_id`) WHERE status = 'INVITED' OR status = 'REQUESTED' OR status = 'ACTIVE' OR status = 'SUSPENDED';
-- create index "circleseat_circle_id_status" to table: "circle_seats"
CREATE INDEX `circleseat_circle_id_status` ON `circle_seats` (`circle_id`, `status`);
-- create index "circleseat_organization_id_status" to table: "circle_seats"
CREATE INDEX `circleseat_organization_id_status` ON `circle_seats` (`organization_id`, `status`);
-- create "join_questions" table
CREATE TABLE `join_questions` (`id` text NOT NULL, `created_at` datetime NOT NULL, `updated_at` datetime NOT NULL, `position` integer NOT NULL, `text` text NOT NULL, `circle_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `join_questions_circles_questions` FOREIGN KEY (`circle_id`) REFERENCES `circles` (`id`) ON DELETE CASCADE);
-- create index "joinquestion_circle_id_position" to table: "join_questions"
CREATE INDEX `joinquestion_circle_id_position` ON `join_questions` (`circle_id`, `position`);
-- create "seat_answers" table
CREATE TABLE `seat_answers` (`id` text NOT NULL, `created_at` datetime NOT NULL, `updated_at` datetime NOT NULL, `question` text NOT NULL, `answer` text NOT NULL, `seat_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `seat_answers_circle_seats_answers` FOREIGN KEY (`seat_id`) REFERENCES `circle_seats` (`id`) ON DELETE CASCADE);
-- create index "seatanswer_seat_id" to table: "seat_answers"
CREATE INDEX `seatanswer_seat_id` ON `seat_answers` (`seat_id`);
-- create "seat_delegates" table
CREATE TABLE `seat_delegates` (`id` text NOT NULL, `created_at` datetime NOT NULL, `updated_at` datetime NOT NULL, `circle_id` text NOT NULL, `organization_id` text NOT NULL, `seat_id` text NOT NULL, `user_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `seat_delegates_circle_seats_delegates` FOREIGN KEY (`seat_id`) REFERENCES `circle_seats` (`id`) ON DELETE CASCADE, CONSTRAINT `seat_delegates_users_delegations` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`) ON DELETE CASCADE);
-- create index "seatdelegate_seat_id_user_id" to table: "seat_delegates"
CREATE UNIQUE INDEX `seatdelegate_seat_id_user_id` ON `seat_delegates` (`seat_id`, `user_id`);
-- create index "seatdelegate_user_id_circle_id" to table: "seat_delegates"
CREATE INDEX `seatdelegate_user_id_circle_id` ON `seat_delegates` (`user_id`, `circle_id`);
-- create "shares" table
CREATE TABLE `shares` (`id` text NOT NULL, `created_at` datetime NOT NULL, `updated_at` datetime NOT NULL, `subject_id` text NOT NULL, `organization_id` text NOT NULL, `circle_id` text NOT NULL, `playbook_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `shares_circles_shares` FOREIGN KEY (`circle_id`) REFERENCES `circles` (`id`) ON DELETE CASCADE, CONSTRAINT `shares_playbooks_shares` FOREIGN KEY (`playbook_id`) REFERENCES `playbooks` (`id`) ON DELETE CASCADE);
-- create index "share_subject_id_circle_id" to table: "shares"
CREATE UNIQUE INDEX `share_subject_id_circle_id` ON `shares` (`subject_id`, `circle_id`);
-- create index "share_circle_id" to table: "shares"
CREATE INDEX `share_circle_id` ON `shares` (`circle_id`);
-- create index "share_playbook_id" to table: "shares"
CREATE INDEX `share_playbook_id` ON `shares` (`playbook_id`);
-- create "circle_causes" table
CREATE TABLE `circle_causes` (`circle_id` text NOT NULL, `cause_id` text NOT NULL, PRIMARY KEY (`circle_id`, `cause_id`), CONSTRAINT `circle_causes_circle_id` FOREIGN KEY (`circle_id`) REFERENCES `circles` (`id`) ON DELETE CASCADE, CONSTRAINT `circle_causes_cause_id` FOREIGN KEY (`cause_id`) REFERENCES `causes` (`id`) ON DELETE CASCADE);

-- +goose Down
-- reverse: create "circle_causes" table
DROP TABLE `circle_causes`;
-- reverse: create index "share_playbook_id" to table: "shares"
DROP INDEX `share_playbook_id`;
-- reverse: create index "share_circle_id" to table: "shares"
DROP INDEX `share_circle_id`;
-- reverse: create index "share_subject_id_circle_id" to table: "shares"
DROP INDEX `share_subject_id_circle_id`;
-- reverse: create "shares" table
DROP TABLE `shares`;
-- reverse: create index "seatdelegate_user_id_circle_id" to table: "seat_delegates"
DROP INDEX `seatdelegate_user_id_circle_id`;
-- reverse: create index "seatdelegate_seat_id_user_id" to table: "seat_delegates"
DROP INDEX `seatdelegate_seat_id_user_id`;
-- reverse: create "seat_delegates" table
DROP TABLE `seat_delegates`;
-- reverse: create index "seatanswer_seat_id" to table: "seat_answers"
DROP INDEX `seatanswer_seat_id`;
-- reverse: create "seat_answers" table
DROP TABLE `seat_answers`;
-- reverse: create index "joinquestion_circle_id_position" to table: "join_questions"
DROP INDEX `joinquestion_circle_id_position`;
-- reverse: create "join_questions" table
DROP TABLE `join_questions`;
-- reverse: create index "circleseat_organization_id_status" to table: "circle_seats"
DROP INDEX `circleseat_organization_id_status`;
-- reverse: create index "circleseat_circle_id_status" to table: "circle_seats"
DROP INDEX `circleseat_circle_id_status`;
-- reverse: create index "circleseat_one_open" to table: "circle_seats"
DROP INDEX `circleseat_one_open`;
-- reverse: create "circle_seats" table
DROP TABLE `circle_seats`;
-- reverse: create index "circle_name" to table: "circles"
DROP INDEX `circle_name`;
-- reverse: create index "circle_created_at" to table: "circles"
DROP INDEX `circle_created_at`;
-- reverse: create index "circles_import_key_key" to table: "circles"
DROP INDEX `circles_import_key_key`;
-- reverse: create "circles" table
DROP TABLE `circles`;
-- reverse: create index "charterversion_circle_id_number" to table: "charter_versions"
DROP INDEX `charterversion_circle_id_number`;
-- reverse: create "charter_versions" table
DROP TABLE `charter_versions`;
