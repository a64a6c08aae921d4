-- A person's data can be taken out of the trail without breaking its chain: what a row's content hashed to before and after is kept, and the chain tells of each erasure.

ALTER TABLE audit ADD COLUMN salt TEXT;      -- random and part of what is hashed; it goes with the person's data, so that nobody can guess it from the hash

CREATE TABLE IF NOT EXISTS audit_erasures (
    seq         BIGINT NOT NULL,             -- the audit row
    erasure     TEXT NOT NULL,               -- see the audit row of kind 'erased' with this action
    before_hash TEXT NOT NULL,               -- of the row's content, see AuditTrail
    after_hash  TEXT NOT NULL,
    applied     INTEGER NOT NULL,            -- 0 only inside the transaction that erases
    PRIMARY KEY (seq, erasure)
);
