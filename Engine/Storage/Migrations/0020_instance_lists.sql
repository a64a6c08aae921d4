-- Lists of runs in the orders that people ask for.

CREATE INDEX IF NOT EXISTS instances_by_created ON instances (created_at, id);
CREATE INDEX IF NOT EXISTS instances_by_updated ON instances (updated_at, id);
CREATE INDEX IF NOT EXISTS instances_by_version ON instances (definition_version_id);
CREATE INDEX IF NOT EXISTS instances_by_status ON instances (status, sub_status, created_at);
