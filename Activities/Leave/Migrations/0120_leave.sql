-- The leave register: who is away when, and what is left of whose annual leave.

CREATE TABLE IF NOT EXISTS leave_entitlements (
    person_id TEXT NOT NULL,
    year      INTEGER NOT NULL,
    days      TEXT NOT NULL,
    PRIMARY KEY (person_id, year)
);

CREATE TABLE IF NOT EXISTS leave_register (
    request_id TEXT PRIMARY KEY,             -- one row a request, so that booking twice changes nothing
    reference  TEXT NOT NULL,
    person_id  TEXT NOT NULL,
    type       TEXT NOT NULL,
    first_day  TEXT NOT NULL,
    last_day   TEXT NOT NULL,
    first_half INTEGER NOT NULL,             -- the first day is taken from noon
    last_half  INTEGER NOT NULL,             -- the last day is taken until noon
    days       TEXT NOT NULL,                -- working days
    status     TEXT NOT NULL,                -- requested (counts while its request is open), approved, recorded
    recorded_at BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS leave_by_person ON leave_register (person_id, first_day);
