-- When the run behind an ended request was taken away: the request, its decisions and its trail stay.

ALTER TABLE requests ADD COLUMN archived_at BIGINT;
