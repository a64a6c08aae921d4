-- Which versions were ever in use, since when and by whom. Such a version never changes again: requests may run on it.

CREATE TABLE IF NOT EXISTS publications (
    version_id   TEXT PRIMARY KEY,
    published_by TEXT,
    published_at BIGINT NOT NULL
);

-- What came before this table: all but the newest were in use, and the newest if it is.
INSERT INTO publications (version_id, published_by, published_at)
SELECT id, created_by, created_at FROM definitions WHERE is_published = 1 OR is_latest = 0
ON CONFLICT (version_id) DO NOTHING;
