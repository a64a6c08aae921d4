-- What retention looks for: runs that have ended, and messages whose content is still there. Rows of runs that go on are in neither index.

CREATE INDEX IF NOT EXISTS instances_finished ON instances (definition_id, finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS outbox_with_content ON outbox (created_at) WHERE status <> 'waiting' AND payload <> '';
