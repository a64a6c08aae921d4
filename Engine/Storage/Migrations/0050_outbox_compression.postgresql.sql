-- A mail is the largest thing that a commit writes. LZ4 compresses it several times faster than PostgreSQL's own method, to nearly the same size; a server that was built without it keeps its own.

DO $$
BEGIN
    ALTER TABLE outbox ALTER COLUMN payload SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN
    NULL;
END;
$$;
