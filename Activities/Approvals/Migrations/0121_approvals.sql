-- What approvals need besides the task itself: who may be named (grades, departments, groups), on which terms a task is decided, and who stands in for whom.

CREATE TABLE IF NOT EXISTS grades (
    id   TEXT PRIMARY KEY,                   -- M2
    rank INTEGER NOT NULL,                   -- a higher grade has a higher rank
    name TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS departments (
    company TEXT NOT NULL,                   -- '' where there are no companies
    id      TEXT NOT NULL,                   -- what people.department says
    name    TEXT NOT NULL,
    head_id TEXT,
    PRIMARY KEY (company, id)
);

CREATE TABLE IF NOT EXISTS people_groups (
    id   TEXT PRIMARY KEY,                   -- credit-committee
    name TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS people_group_members (
    group_id  TEXT NOT NULL REFERENCES people_groups (id) ON DELETE CASCADE,
    person_id TEXT NOT NULL,
    PRIMARY KEY (group_id, person_id)
);

-- The terms of a task. One without a row is an approval that anybody whom its rules name may decide.
CREATE TABLE IF NOT EXISTS task_terms (
    task_id        TEXT PRIMARY KEY REFERENCES tasks (id) ON DELETE CASCADE,
    kind           TEXT NOT NULL,            -- approval; change: the requester is asked to change the request
    execution      INTEGER NOT NULL,         -- the run of the activity: its tasks belong to one vote
    edition        INTEGER NOT NULL,         -- of the request that is shown
    exclusive      INTEGER NOT NULL,         -- only those who are listed may decide, not whoever a rule names today
    separate       INTEGER NOT NULL,         -- separation of duties: nobody decides two steps of one request
    step           TEXT,                     -- the group, where several decide side by side
    mode           TEXT,                     -- any, all, atLeast, sequence
    need           INTEGER NOT NULL,         -- how many of the vote's or group's seats must approve
    seats          INTEGER NOT NULL,
    amount         TEXT,                     -- what is asked for
    currency       TEXT,
    lines          TEXT,                     -- JSON: the lines that are asked for, each with id, label and amount
    allow_less     INTEGER NOT NULL,
    changes        TEXT,                     -- JSON: what changed since it was shown last
    closed_because TEXT                      -- changed, settled, reassigned ...; null: by its own decision, its time, or the request's withdrawal
);

CREATE TABLE IF NOT EXISTS task_answers (
    task_id        TEXT PRIMARY KEY REFERENCES tasks (id) ON DELETE CASCADE,
    on_behalf_of   TEXT,                     -- the person whose substitute decided
    on_behalf_name TEXT,
    approved       TEXT,                     -- JSON: what was approved, where it may be less than asked for
    undo_until     BIGINT                    -- the decision may be taken back until then, while nothing further has happened
);

-- Whose turn it is, where a process takes people in rotation.
CREATE TABLE IF NOT EXISTS rotations (
    id        TEXT PRIMARY KEY,              -- process, activity and rule
    person_id TEXT NOT NULL,                 -- who had the last turn
    turns     BIGINT NOT NULL
);

CREATE TABLE IF NOT EXISTS substitutions (
    id            TEXT PRIMARY KEY,
    person_id     TEXT NOT NULL,
    substitute_id TEXT NOT NULL,
    first_day     TEXT NOT NULL,             -- days where the person is
    last_day      TEXT NOT NULL,
    processes     TEXT NOT NULL,             -- '' for all, else definition ids between spaces: ' leave expense '
    reason        TEXT,
    request_id    TEXT,                      -- the leave that brought it
    created_by    TEXT NOT NULL,
    created_at    BIGINT NOT NULL,
    ended_at      BIGINT                     -- taken back
);
CREATE INDEX IF NOT EXISTS substitutions_by_person ON substitutions (person_id, last_day);
CREATE INDEX IF NOT EXISTS substitutions_by_substitute ON substitutions (substitute_id, last_day);

-- Every edition of a request: what was submitted first and each time again.
CREATE TABLE IF NOT EXISTS request_editions (
    request_id   TEXT NOT NULL,
    edition      INTEGER NOT NULL,
    inputs       TEXT NOT NULL,              -- JSON
    changes      TEXT NOT NULL,              -- JSON: field, label, before, after
    comment      TEXT,
    submitted_by TEXT NOT NULL,
    submitted_at BIGINT NOT NULL,
    PRIMARY KEY (request_id, edition)
);

CREATE TABLE IF NOT EXISTS attachments (
    id           TEXT PRIMARY KEY,
    request_id   TEXT,                       -- null: uploaded, and not yet part of anything
    task_id      TEXT,
    name         TEXT NOT NULL,
    content_type TEXT NOT NULL,              -- by its content, not by its name
    size         BIGINT NOT NULL,
    sha256       TEXT NOT NULL,
    uploaded_by  TEXT NOT NULL,
    uploaded_at  BIGINT NOT NULL,
    content      TEXT NOT NULL               -- base64: the same column in both dialects
);
CREATE INDEX IF NOT EXISTS attachments_by_request ON attachments (request_id);
CREATE INDEX IF NOT EXISTS attachments_by_hash ON attachments (sha256);
