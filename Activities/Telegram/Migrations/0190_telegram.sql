-- Telegram: who is linked, what was sent where, what the buttons mean, and which updates were dealt with. Nothing here is needed while no bot is configured.

CREATE TABLE IF NOT EXISTS telegram_accounts (
    person_id  TEXT PRIMARY KEY,
    user_id    BIGINT NOT NULL,              -- Telegram's id of the person; also that of their chat with the bot
    user_name  TEXT,
    linked_at  BIGINT NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS telegram_accounts_by_user ON telegram_accounts (user_id);

-- One code per person at a time.
CREATE TABLE IF NOT EXISTS telegram_link_codes (
    person_id  TEXT PRIMARY KEY,
    hash       TEXT NOT NULL,                -- SHA-256 of the code; the code itself is only where it was shown
    expires_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS telegram_link_codes_by_hash ON telegram_link_codes (hash);

-- Codes that were tried and are none, for a limit on them.
CREATE TABLE IF NOT EXISTS telegram_link_tries (
    id      TEXT PRIMARY KEY,
    user_id BIGINT NOT NULL,
    at      BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS telegram_link_tries_by_user ON telegram_link_tries (user_id, at);

-- Messages that ask for a decision: each is edited when its task changes.
CREATE TABLE IF NOT EXISTS telegram_messages (
    id         TEXT PRIMARY KEY,             -- of the outbound message that sent it
    task_id    TEXT NOT NULL,
    person_id  TEXT,                         -- null: put to a group
    role       TEXT,                         -- whose group it is
    chat_id    BIGINT NOT NULL,
    message_id BIGINT,                       -- null: it has not arrived yet
    language   TEXT NOT NULL,
    html       TEXT NOT NULL,                -- what it says, without its buttons
    buttons    TEXT NOT NULL,                -- JSON: rows of label and id
    sent_at    BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS telegram_messages_by_task ON telegram_messages (task_id);
CREATE INDEX IF NOT EXISTS telegram_messages_by_chat ON telegram_messages (chat_id, message_id);
CREATE INDEX IF NOT EXISTS telegram_messages_by_person ON telegram_messages (person_id);

-- What a button means: Telegram is given the id alone.
CREATE TABLE IF NOT EXISTS telegram_buttons (
    id         TEXT PRIMARY KEY,             -- random
    task_id    TEXT NOT NULL,
    person_id  TEXT,                         -- for whom; null in a group, where everybody presses
    kind       TEXT NOT NULL,                -- decide, less, details, why, show
    action     TEXT,
    revision   TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS telegram_buttons_by_task ON telegram_buttons (task_id);
CREATE INDEX IF NOT EXISTS telegram_buttons_by_person ON telegram_buttons (person_id);

-- What the bot has asked somebody in a chat: their next message there is the answer.
CREATE TABLE IF NOT EXISTS telegram_questions (
    chat_id    BIGINT NOT NULL,
    user_id    BIGINT NOT NULL,
    message_id BIGINT,                       -- the question; in a group only a reply to it is the answer
    task_id    TEXT NOT NULL,
    action     TEXT NOT NULL,
    revision   TEXT NOT NULL,
    asks       TEXT NOT NULL,                -- reason, amount
    approved   TEXT,                         -- JSON: less than was asked for
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (chat_id, user_id)
);

-- Groups to which the tasks of a role are put.
CREATE TABLE IF NOT EXISTS telegram_groups (
    chat_id   BIGINT NOT NULL,
    role      TEXT NOT NULL,
    title     TEXT,
    language  TEXT NOT NULL,
    linked_by TEXT NOT NULL,
    linked_at BIGINT NOT NULL,
    PRIMARY KEY (chat_id, role)
);

-- One row per bot: from where on updates are asked for, and which node polls.
CREATE TABLE IF NOT EXISTS telegram_bots (
    bot_id       BIGINT PRIMARY KEY,
    user_name    TEXT,
    next_update  BIGINT NOT NULL,
    updated_at   BIGINT,                     -- when the last update came
    polled_by    TEXT,
    polled_until BIGINT
);

-- Updates that arrived: one that is delivered twice acts once.
CREATE TABLE IF NOT EXISTS telegram_updates (
    bot_id     BIGINT NOT NULL,
    update_id  BIGINT NOT NULL,
    arrived_at BIGINT NOT NULL,
    taken_by   TEXT,                         -- whoever deals with it, until
    taken_until BIGINT,
    tries      INTEGER NOT NULL,
    done_at    BIGINT,
    PRIMARY KEY (bot_id, update_id)
);
CREATE INDEX IF NOT EXISTS telegram_updates_by_arrival ON telegram_updates (arrived_at);
