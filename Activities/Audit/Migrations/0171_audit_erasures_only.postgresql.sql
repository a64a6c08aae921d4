-- Append-only, whoever writes; only what may tell of a person is replaced, and only with a row that says what it was hashed to.
CREATE OR REPLACE FUNCTION audit_is_append_only() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF EXISTS (SELECT 1 FROM audit_erasures e WHERE e.seq = OLD.seq AND e.applied = 0)
           AND (NEW.seq, NEW.at, NEW.kind, NEW.request_id, NEW.task_id, NEW.action, NEW.outcome, NEW.channel, NEW.revision, NEW.previous_hash, NEW.hash)
               IS NOT DISTINCT FROM (OLD.seq, OLD.at, OLD.kind, OLD.request_id, OLD.task_id, OLD.action, OLD.outcome, OLD.channel, OLD.revision, OLD.previous_hash, OLD.hash)
        THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'audit rows are never changed';
    END IF;
    RAISE EXCEPTION 'audit rows are never deleted';
END;
$$;
CREATE OR REPLACE FUNCTION audit_erasures_are_append_only() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.applied = 0 AND (NEW.seq, NEW.erasure, NEW.before_hash, NEW.after_hash) IS NOT DISTINCT FROM (OLD.seq, OLD.erasure, OLD.before_hash, OLD.after_hash) THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'audit erasures are never changed';
    END IF;
    RAISE EXCEPTION 'audit erasures are never deleted';
END;
$$;
CREATE OR REPLACE TRIGGER audit_erasures_are_never_changed BEFORE UPDATE ON audit_erasures FOR EACH ROW EXECUTE FUNCTION audit_erasures_are_append_only();
CREATE OR REPLACE TRIGGER audit_erasures_are_kept BEFORE DELETE OR TRUNCATE ON audit_erasures FOR EACH STATEMENT EXECUTE FUNCTION audit_erasures_are_append_only();
