-- Where runs wait for an HTTP request. The path may be a template, so it cannot be found by the hash of a bookmark.

CREATE TABLE IF NOT EXISTS http_waits (
    bookmark_id TEXT PRIMARY KEY REFERENCES bookmarks (id) ON DELETE CASCADE,
    instance_id TEXT NOT NULL,
    method      TEXT NOT NULL,
    path        TEXT NOT NULL,
    authorize   INTEGER NOT NULL,
    policy      TEXT
);
CREATE INDEX IF NOT EXISTS http_waits_by_method ON http_waits (method);
CREATE INDEX IF NOT EXISTS triggers_by_name ON triggers (name);
