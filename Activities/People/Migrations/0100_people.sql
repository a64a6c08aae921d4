-- The register of people, companies and calendars.

CREATE TABLE IF NOT EXISTS calendars (
    id           TEXT PRIMARY KEY,
    working_week TEXT NOT NULL               -- see WorkingWeek
);

CREATE TABLE IF NOT EXISTS holidays (
    calendar  TEXT NOT NULL REFERENCES calendars (id) ON DELETE CASCADE,
    day       TEXT NOT NULL,
    name      TEXT NOT NULL,
    free_half TEXT,                          -- morning, afternoon; null: the whole day is free
    PRIMARY KEY (calendar, day)
);

CREATE TABLE IF NOT EXISTS companies (
    id        TEXT PRIMARY KEY,
    name      TEXT NOT NULL,
    time_zone TEXT NOT NULL,                 -- IANA
    calendar  TEXT NOT NULL,
    currency  TEXT NOT NULL                  -- ISO 4217
);

CREATE TABLE IF NOT EXISTS people (
    id             TEXT PRIMARY KEY,         -- short and stable: emma
    name           TEXT NOT NULL,
    email          TEXT NOT NULL UNIQUE,     -- lower case
    manager_id     TEXT,
    company        TEXT,
    time_zone      TEXT,                     -- null: the company's
    calendar       TEXT,                     -- null: the company's
    language       TEXT NOT NULL,            -- en, id
    grade          TEXT,
    department     TEXT,
    left_on        TEXT,                     -- the first day on which the person is no longer there
    security_stamp TEXT NOT NULL             -- changes with everything that must end the person's sessions
);
CREATE INDEX IF NOT EXISTS people_by_manager ON people (manager_id);

CREATE TABLE IF NOT EXISTS person_roles (
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    role      TEXT NOT NULL,
    PRIMARY KEY (person_id, role)
);
CREATE INDEX IF NOT EXISTS person_roles_by_role ON person_roles (role);
