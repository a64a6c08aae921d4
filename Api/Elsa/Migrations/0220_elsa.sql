-- What was done to many runs at once, and what became of it.

CREATE TABLE IF NOT EXISTS alteration_plans (
    id         TEXT PRIMARY KEY,
    document   TEXT NOT NULL,                -- JSON: the plan and a job per run
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
