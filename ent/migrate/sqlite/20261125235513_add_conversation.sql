-- +goose Up
-- create "comments" table
CREATE TABLE `comments` (`id` text NOT NULL, `created_at` datetime NOT NULL, `updated_at` datetime NOT NULL, `number` integer NOT NULL, `place` text NOT NULL DEFAULT (''), `body` text NOT NULL DEFAULT (''), `state` text NOT NULL DEFAULT ('VISIBLE'), `hidden_reason` text NOT NULL DEFAULT (''), `edit_count` integer NOT NULL DEFAULT (0), `edited_at` datetime NULL, `reaction_counts` json NULL, `parent_id` text NULL, `author_id` text NOT NULL, `organization_id` text NOT NULL, `thread_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `comments_comments_replies` FOREIGN KEY (`parent_id`) REFERENCES `comments` (`id`) ON DELETE SET NULL, CONSTRAINT `comments_users_author` FOREIGN KEY (`author_id`) REFERENCES `users` (`id`) ON DELETE NO ACTION, CONSTRAINT `comments_organizations_organization` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `comments_threads_comments` FOREIGN KEY (`thread_id`) REFERENCES `threads` (`id`) ON DELETE CASCADE);
-- create index "comment_thread_id_number" to table: "comments"
CREATE UNIQUE INDEX `comment_thread_id_number` ON `comments` (`thread_id`, `number`);
-- create index "comment_author_id_place" to table: "comments"
CREATE INDEX `comment_author_id_place` ON `comments` (`author_id`, `place`);
-- create index "comment_parent_id" to table: "comments"
CREATE INDEX `comment_parent_id` ON `comments` (`parent_id`);
-- create index "comment_organization_id" to table: "comments"
CREATE INDEX `comment_organization_id` ON `comments` (`organization_id`);
-- create "comment_edits" table
CREATE TABLE `comment_edits` (`id` text NOT NULL, `created_at` datetime NOT NULL, `updated_at` datetime NOT NULL, `hiding` bool NOT NULL DEFAULT (false), `body` text NOT NULL, `user_id` text NOT NULL, `comment_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `comment_edits_comments_edits` FOREIGN KEY (`comment_id`) REFERENCES `comments` (`id`) ON DELETE CASCADE);
-- create index "commentedit_comment_id" to table: "comment_edits"
CREATE INDEX `commentedit_comment_id` ON `comment_edits` (`comment_id`);
-- create "decisions" table
CREATE TABLE `decisions` (`id` text NOT NULL, `created_at` datetime NOT NULL, `updated_at` datetime NOT NULL, `state` text NOT NULL DEFAULT ('OPEN'), `quorum` integer NOT NULL DEFAULT (0), `closes_at` datetime NULL, `review_on` datetime NULL, `outcome` text NULL, `vote_count` integer NOT NULL DEFAULT (0), `closed_at` datetime NULL, `chosen_id` text NULL, `thread_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `decisions_decision_options_chosen` FOREIGN KEY (`chosen_id`) REFERENCES `decision_options` (`id`) ON DELETE SET NULL, CONSTRAINT `decisions_threads_decision` FOREIGN KEY (`thread_id`) REFERENCES `threads` (`id`) ON DELETE CASCADE);
-- create index "decisions_thread_id_key" to table: "decisions"
CREATE UNIQUE INDEX `decisions_thread_id_key` ON `decisions` (`thread_id`);
-- create index "decision_state_closes_at" to table: "decisions"
CREATE INDEX `decision_state_closes_at` ON `decisions` (`state`, `closes_at`);
-- create "decision_options" table
CREATE TABLE `decision_options` (`id` text NOT NULL, `created_at` datetime NOT NULL, `updated_at` datetime NOT NULL, `position` integer NOT NULL, `label` text NOT NULL, `vote_count` integer NOT NULL DEFAULT (0), `decision_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `decision_options_decisions_options` FOREIGN KEY (`decision_id`) REFERENCES `decisions` (`id`) ON DELETE CASCADE);
-- create index "decisionoption_decision_id_position" to table: "decision_options"
CREATE UNIQUE INDEX `decisionoption_decision_id_position` ON `decision_options` (`decision_id`, `position`);
-- create "decision_votes" table
CREATE TABLE `decision_votes` (`id` text NOT NULL, `created_at` datetime NOT NULL, `updated_at` datetime NOT NULL, `user_id` text NOT NULL, `reason` text NOT NULL DEFAULT (''), `decision_id` text NOT NULL, `option_id` text NOT NULL, `organization_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `decision_votes_decisions_votes` FOREIGN KEY (`decision_id`) REFERENCES `decisions` (`id`) ON DELETE CASCADE, CONSTRAINT `decision_votes_decision_options_option` FOREIGN KEY (`option_id`) REFERENCES `decision_options` (`id`) ON DELETE NO ACTION, CONSTRAINT `decision_votes_organizations_organization` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION);
-- create index "decisionvote_decision_id_organization_id" to table: "decision_votes"
CREATE UNIQUE INDEX `decisionvote_decision_id_organization_id` ON `decision_votes` (`decision_id`, `organization_id`);
-- create index "decisionvote_option_id" to table: "decision_votes"
CREATE INDEX `decisionvote_option_id` ON `decision_votes` (`option_id`);
-- create index "decisionvote_organization_id" to table: "decision_votes"
CREATE INDEX `decisionvote_organization_id` ON `decision_votes` (`organization_id`);
-- create "mentions" table
CREATE TABLE `mentions` (`id` text NOT NULL, `created_at` datetime NOT NULL, `updated_at` datetime NOT NULL, `comment_id` text NOT NULL, `user_id` text NULL, `organization_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `mentions_comments_mentions` FOREIGN KEY (`comment_id`) REFERENCES `comments` (`id`) ON DELETE CASCADE, CONSTRAINT `mentions_users_user` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`) ON DELETE SET NULL, CONSTRAINT `mentions_organizations_organization` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE SET NULL);
-- create index "mention_comment_id" to table: "mentions"
CREATE INDEX `mention_comment_id` ON `mentions` (`comment_id`);
-- create index "mention_user_id" to table: "mentions"
CREATE INDEX `mention_user_id` ON `mentions` (`user_id`);
-- create index "mention_organization_id" to table: "mentions"
CREATE INDEX `mention_organization_id` ON `mentions` (`organization_id`);
-- create "reactions" table
CREATE TABLE `reactions` (`id` text NOT NULL, `created_at` datetime NOT NULL, `updated_at` datetime NOT NULL, `user_id` text NOT NULL, `organization_id` text NOT NULL, `kind` text NOT NULL, `comment_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `reactions_comments_reactions` FOREIGN KEY (`comment_id`) REFERENCES `comments` (`id`) ON DELETE CASCADE);
-- create index "reaction_comment_id_user_id_kind" to table: "reactions"
CREATE UNIQUE INDEX `reaction_comment_id_user_id_kind` ON `reactions` (`comment_id`, `user_id`, `kind`);
-- create index "reaction_user_id" to table: "reactions"
CREATE INDEX `reaction_user_id` ON `reactions` (`user_id`);
-- create "read_markers" table
CREATE TABLE `read_markers` (`id` text NOT NULL, `created_at` datetime NOT NULL, `updated_at` datetime NOT NULL, `user_id` text NOT NULL, `number` integer NOT NULL, `thread_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `read_markers_threads_markers` FOREIGN KEY (`thread_id`) REFERENCES `threads` (`id`) ON DELETE CASCADE);
-- create index "readmarker_thread_id_user_id" to table: "read_markers"
CREATE UNIQUE INDEX `readmarker_thread_id_user_id` ON `read_markers` (`thread_id`, `user_id`);
-- create index "readmarker_user_id" to table: "read_markers"
CREATE INDEX `readmarker_user_id` ON `read_markers` (`user_id`);
-- create "threads" table
CREATE TABLE `threads` (`id` text NOT NULL, `created_at` datetime NOT NULL, `updated_at` datetime NOT NULL, `kind` text NOT NULL, `title` text NOT NULL, `subject_id` text NOT NULL DEFAULT (''), `step_key` text NOT NULL DEFAULT (''), `guest_organization_id` text NOT NULL DEFAULT (''), `pinned` bool NOT NULL DEFAULT (false), `locked` bool NOT NULL DEFAULT (false), `comment_count` integer NOT NULL DEFAULT (0), `last_comment_at` datetime NOT NULL, `import_key` text NULL, `circle_id` text NULL, `seat_id` text NULL, `playbook_id` text NULL, `organization_id` text NOT NULL, `author_id` text NOT NULL, `answer_id` text NULL, `last_comment_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `threads_circles_threads` FOREIGN KEY (`circle_id`) REFERENCES `circles` (`id`) ON DELETE CASCADE, CONSTRAINT `threads_circle_seats_threads` FOREIGN KEY (`seat_id`) REFERENCES `circle_seats` (`id`) ON DELETE CASCADE, CONSTRAINT `threads_playbooks_threads` FOREIGN KEY (`playbook_id`) REFERENCES `playbooks` (`id`) ON DELETE CASCADE, CONSTRAINT `threads_organizations_organization` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `threads_users_author` FOREIGN KEY (`author_id`) REFERENCES `users` (`id`) ON DELETE NO ACTION, CONSTRAINT `threads_comments_answer` FOREIGN KEY (`answer_id`) REFERENCES `comments` (`id`) ON DELETE SET NULL, CONSTRAINT `threads_comments_last_comment` FOREIGN KEY (`last_comment_id`) REFERENCES `comments` (`id`) ON DELETE SET NULL);
-- create index "threads_import_key_key" to table: "threads"
CREATE UNIQUE INDEX `threads_import_key_key` ON `threads` (`import_key`);
-- create index "thread_circle_id_last_comment_at" to table: "threads"
CREATE INDEX `thread_circle_id_last_comment_at` ON `threads` (`circle_id`, `last_comment_at`);
-- create index "thread_playbook_id_last_comment_at" to table: "threads"
CREATE INDEX `thread_playbook_id_last_comment_at` ON `threads` (`playbook_id`, `last_comment_at`);
-- create index "thread_seat_id" to table: "threads"
CREATE INDEX `thread_seat_id` ON `threads` (`seat_id`);
-- create index "thread_organization_id" to table: "threads"
CREATE INDEX `thread_organization_id` ON `threads` (`organization_id`);
-- create "thread_participants" table
CREATE TABLE `thread_participants` (`id` text NOT NULL, `created_at` datetime NOT NULL, `updated_at` datetime NOT NULL, `thread_id` text NOT NULL, `user_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `thread_participants_threads_participants` FOREIGN KEY (`thread_id`) REFERENCES `threads` (`id`) ON DELETE CASCADE, CONSTRAINT `thread_participants_users_user` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`) ON DELETE NO ACTION);
-- create index "threadparticipant_thread_id_user_id" to table: "thread_participants"
CREATE UNIQUE INDEX `threadparticipant_thread_id_user_id` ON `thread_participants` (`thread_id`, `user_id`);
-- create index "threadparticipant_user_id" to table: "thread_participants"
CREATE INDEX `threadparticipant_user_id` ON `thread_participants` (`user_id`);

-- +goose Down
-- reverse: create index "threadparticipant_user_id" to table: "thread_participants"
DROP INDEX `threadparticipant_user_id`;
-- reverse: create index "threadparticipant_thread_id_user_id" to table: "thread_participants"
DROP INDEX `threadparticipant_thread_id_user_id`;
-- reverse: create "thread_participants" table
DROP TABLE `thread_participants`;
-- reverse: create index "thread_organization_id" to table: "threads"
DROP INDEX `thread_organization_id`;
-- reverse: create index "thread_seat_id" to table: "threads"
DROP INDEX `thread_seat_id`;
-- reverse: create index "thread_playbook_id_last_comment_at" to table: "threads"
DROP INDEX `thread_playbook_id_last_comment_at`;
-- reverse: create index "thread_circle_id_last_comment_at" to table: "threads"
DROP INDEX `thread_circle_id_last_comment_at`;
-- reverse: create index "threads_import_key_key" to table: "threads"
DROP INDEX `threads_import_key_key`;
-- reverse: create "threads" table
DROP TABLE `threads`;
-- reverse: create index "readmarker_user_id" to table: "read_markers"
DROP INDEX `readmarker_user_id`;
-- reverse: create index "readmarker_thread_id_user_id" to table: "read_markers"
DROP INDEX `readmarker_thread_id_user_id`;
-- reverse: create "read_markers" table
DROP TABLE `read_markers`;
-- reverse: create index "reaction_user_id" to table: "reactions"
DROP INDEX `reaction_user_id`;
-- reverse: create index "reaction_comment_id_user_id_kind" to table: "reactions"
DROP INDEX `reaction_comment_id_user_id_kind`;
-- reverse: create "reactions" table
DROP TABLE `reactions`;
-- reverse: create index "mention_organization_id" to table: "mentions"
DROP INDEX `mention_organization_id`;
-- reverse: create index "mention_user_id" to table: "mentions"
DROP INDEX `mention_user_id`;
-- reverse: create index "mention_comment_id" to table: "mentions"
DROP INDEX `mention_comment_id`;
-- reverse: create "mentions" table
DROP TABLE `mentions`;
-- reverse: create index "decisionvote_organization_id" to table: "decision_votes"
DROP INDEX `decisionvote_organization_id`;
-- reverse: create index "decisionvote_option_id" to table: "decision_votes"
DROP INDEX `decisionvote_option_id`;
-- reverse: create index "decisionvote_decision_id_organization_id" to table: "decision_votes"
DROP INDEX `decisionvote_decision_id_organization_id`;
-- reverse: create "decision_votes" table
DROP TABLE `decision_votes`;
-- reverse: create index "decisionoption_decision_id_position" to table: "decision_options"
DROP INDEX `decisionoption_decision_id_position`;
-- reverse: create "decision_options" table
DROP TABLE `decision_options`;
-- reverse: create index "decision_state_closes_at" to table: "decisions"
DROP INDEX `decision_state_closes_at`;
-- reverse: create index "decisions_thread_id_key" to table: "decisions"
DROP INDEX `decisions_thread_id_key`;
-- reverse: create "decisions" table
DROP TABLE `decisions`;
-- reverse: create index "commentedit_comment_id" to table: "comment_edits"
DROP INDEX `commentedit_comment_id`;
-- reverse: create "comment_edits" table
DROP TABLE `comment_edits`;
-- reverse: create index "comment_organization_id" to table: "comments"
DROP INDEX `comment_organization_id`;
-- reverse: create index "comment_parent_id" to table: "comments"
DROP INDEX `comment_parent_id`;
-- reverse: create index "comment_author_id_place" to table: "comments"
DROP INDEX `comment_author_id_place`;
-- reverse: create index "comment_thread_id_number" to table: "comments"
DROP INDEX `comment_thread_id_number`;
-- reverse: create "comments" table
DROP TABLE `comments`;
