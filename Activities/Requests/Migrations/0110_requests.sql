-- Requests, the tasks that people decide, and the trail of what happened.

CREATE TABLE IF NOT EXISTS requests (
    id            TEXT PRIMARY KEY,          -- the workflow instance
    reference     TEXT NOT NULL UNIQUE,      -- LV-2026-00042
    process       TEXT NOT NULL,             -- definition id
    version       INTEGER NOT NULL,
    requester_id  TEXT NOT NULL,
    title         TEXT NOT NULL,
    status        TEXT NOT NULL,             -- open, closed, withdrawn, failed
    outcome       TEXT,                      -- what the process says at the end: Approved, Rejected, Refused ...
    reason        TEXT,
    inputs        TEXT NOT NULL,             -- JSON, as submitted
    created_at    BIGINT NOT NULL,
    closed_at     BIGINT
);
CREATE INDEX IF NOT EXISTS requests_by_requester ON requests (requester_id, created_at, id);
CREATE INDEX IF NOT EXISTS requests_by_process ON requests (process, status);

CREATE TABLE IF NOT EXISTS reference_numbers (
    prefix TEXT NOT NULL,
    year   INTEGER NOT NULL,
    last   BIGINT NOT NULL,
    PRIMARY KEY (prefix, year)
);

CREATE TABLE IF NOT EXISTS tasks (
    id            TEXT PRIMARY KEY,
    instance_id   TEXT NOT NULL,
    activity_id   TEXT NOT NULL,
    activity_name TEXT NOT NULL,
    title         TEXT NOT NULL,
    body          TEXT NOT NULL,
    facts         TEXT NOT NULL,             -- JSON: what is shown, as label and value
    actions       TEXT NOT NULL,             -- JSON, see TaskAction
    revision      TEXT NOT NULL,             -- hash of what is shown; a decision carries the one that was seen
    requester_id  TEXT,
    status        TEXT NOT NULL,             -- open, decided, expired, withdrawn
    opened_at     BIGINT NOT NULL,
    due_at        BIGINT,
    action        TEXT,                      -- what was chosen
    outcome       TEXT,
    decided_by    TEXT,                      -- a person's id, or an address
    decided_name  TEXT,
    decided_at    BIGINT,
    channel       TEXT,
    comment       TEXT
);
CREATE INDEX IF NOT EXISTS tasks_by_instance ON tasks (instance_id);
CREATE INDEX IF NOT EXISTS tasks_open ON tasks (opened_at, id) WHERE status = 'open';

-- Who is asked, and by which rule. The rule is worked out again when a decision is taken.
CREATE TABLE IF NOT EXISTS task_approvers (
    task_id   TEXT NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
    approver  TEXT NOT NULL,                 -- a person's id, or an address
    rule      TEXT NOT NULL,                 -- marco, role:hr, manager-of-requester, address
    asked_at  BIGINT NOT NULL,
    PRIMARY KEY (task_id, approver)
);
CREATE INDEX IF NOT EXISTS task_approvers_by_approver ON task_approvers (approver);

CREATE TABLE IF NOT EXISTS action_tokens (
    hash       TEXT PRIMARY KEY,             -- SHA-256 of the secret; the secret itself is only in the message
    task_id    TEXT NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
    approver   TEXT NOT NULL,
    revision   TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at    BIGINT
);
CREATE INDEX IF NOT EXISTS action_tokens_by_task ON action_tokens (task_id);

CREATE TABLE IF NOT EXISTS audit (
    seq           BIGINT PRIMARY KEY,
    at            BIGINT NOT NULL,
    kind          TEXT NOT NULL,             -- see AuditKinds
    request_id    TEXT,
    task_id       TEXT,
    actor         TEXT,                      -- a person's id or an address; null: the system
    actor_name    TEXT,
    on_behalf_of  TEXT,
    action        TEXT,
    outcome       TEXT,
    channel       TEXT,                      -- app, email, telegram, api, timer
    address       TEXT,                      -- where the decision came from
    revision      TEXT,
    comment       TEXT,
    detail        TEXT,
    previous_hash TEXT NOT NULL,
    hash          TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS audit_by_request ON audit (request_id, seq);
