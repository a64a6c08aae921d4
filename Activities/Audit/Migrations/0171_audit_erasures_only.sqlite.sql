-- Append-only, whoever writes; only what may tell of a person is replaced, and only with a row that says what it was hashed to.
DROP TRIGGER IF EXISTS audit_is_never_changed;
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
WHEN NOT EXISTS (SELECT 1 FROM audit_erasures e WHERE e.seq = OLD.seq AND e.applied = 0)
  OR NEW.seq <> OLD.seq OR NEW.at <> OLD.at OR NEW.kind <> OLD.kind OR NEW.request_id IS NOT OLD.request_id OR NEW.task_id IS NOT OLD.task_id OR NEW.action IS NOT OLD.action
  OR NEW.outcome IS NOT OLD.outcome OR NEW.channel IS NOT OLD.channel OR NEW.revision IS NOT OLD.revision OR NEW.previous_hash <> OLD.previous_hash OR NEW.hash <> OLD.hash
BEGIN SELECT RAISE(ABORT, 'audit rows are never changed'); END;
CREATE TRIGGER IF NOT EXISTS audit_erasures_are_kept BEFORE DELETE ON audit_erasures BEGIN SELECT RAISE(ABORT, 'audit erasures are never deleted'); END;
CREATE TRIGGER IF NOT EXISTS audit_erasures_are_never_changed BEFORE UPDATE ON audit_erasures
WHEN OLD.applied <> 0 OR NEW.seq <> OLD.seq OR NEW.erasure <> OLD.erasure OR NEW.before_hash <> OLD.before_hash OR NEW.after_hash <> OLD.after_hash
BEGIN SELECT RAISE(ABORT, 'audit erasures are never changed'); END;
