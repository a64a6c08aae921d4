-- Urgent tasks wait for no quiet hours and no digest.

ALTER TABLE task_terms ADD COLUMN urgent INTEGER NOT NULL DEFAULT 0;
