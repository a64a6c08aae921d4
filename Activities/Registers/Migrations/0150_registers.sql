-- The registers behind the processes. Columns are as declared in Activities/*/...Registers.cs; version counts changes, register_history says what they were.

CREATE TABLE IF NOT EXISTS employees (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    tax_id TEXT,
    phone TEXT,
    company TEXT
);

CREATE TABLE IF NOT EXISTS clients (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    name TEXT,
    tax_id TEXT,
    contact TEXT,
    email TEXT,
    phone TEXT,
    company TEXT,
    active INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE IF NOT EXISTS partners (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    name TEXT,
    kind TEXT,
    tax_id TEXT,
    contact TEXT,
    email TEXT,
    phone TEXT,
    share_percent TEXT,
    bank_name TEXT,
    bank_holder TEXT,
    bank_account TEXT,
    bank_account_sealed TEXT,
    documents TEXT,
    introduced_by TEXT,
    company TEXT,
    status TEXT,
    request TEXT
);

CREATE TABLE IF NOT EXISTS stocks (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    name TEXT,
    symbol TEXT,
    currency TEXT,
    company TEXT,
    active INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE IF NOT EXISTS bookings (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    reference TEXT,
    client TEXT,
    stock TEXT,
    quantity TEXT,
    buy_price TEXT,
    sell_price TEXT,
    currency TEXT,
    booked_on TEXT,
    cost TEXT,
    proceeds TEXT,
    result TEXT,
    loss_percent TEXT,
    revenue TEXT,
    partner TEXT,
    business_partner TEXT,
    employee TEXT,
    company TEXT,
    status TEXT,
    corrects TEXT,
    request TEXT
);

CREATE TABLE IF NOT EXISTS revenue_shares (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    booking TEXT,
    split BIGINT,
    kind TEXT,
    who TEXT,
    who_name TEXT,
    percent TEXT,
    currency TEXT,
    amount TEXT,
    why TEXT,
    reverses TEXT,
    company TEXT,
    request TEXT
);

CREATE TABLE IF NOT EXISTS projects (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    name TEXT,
    client TEXT,
    client_contact TEXT,
    owner TEXT,
    company TEXT,
    status TEXT,
    go_live_on TEXT,
    last_word TEXT,
    request TEXT
);

CREATE TABLE IF NOT EXISTS freezes (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    name TEXT,
    company TEXT,
    first_day TEXT,
    last_day TEXT
);

CREATE TABLE IF NOT EXISTS expense_claims (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    reference TEXT,
    person TEXT,
    company TEXT,
    purpose TEXT,
    currency TEXT,
    total TEXT,
    approved_total TEXT,
    status TEXT,
    submitted_on TEXT,
    paid_on TEXT,
    request TEXT
);

CREATE TABLE IF NOT EXISTS expense_lines (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    claim TEXT,
    line BIGINT,
    person TEXT,
    spent_on TEXT,
    category TEXT,
    vendor TEXT,
    vendor_key TEXT,
    description TEXT,
    amount TEXT,
    currency TEXT,
    tax TEXT,
    rate TEXT,
    claimed TEXT,
    approved TEXT,
    receipt TEXT,
    receipt_hash TEXT
);

CREATE TABLE IF NOT EXISTS expense_limits (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    category TEXT,
    grade TEXT,
    company TEXT,
    currency TEXT,
    amount TEXT,
    per TEXT,
    receipt_above TEXT,
    on_excess TEXT,
    active INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE IF NOT EXISTS leave_types (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    type TEXT,
    company TEXT,
    uses_balance INTEGER NOT NULL DEFAULT 0,
    approvers TEXT,
    note_above_days TEXT,
    most_days TEXT,
    days_a_year TEXT,
    carry_over_days TEXT,
    carry_over_until TEXT,
    active INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE IF NOT EXISTS leave_balances (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    person TEXT,
    year BIGINT,
    days TEXT,
    carried_over TEXT,
    carried_until TEXT,
    note TEXT
);

CREATE INDEX IF NOT EXISTS expense_lines_by_claim ON expense_lines (claim, line);
CREATE INDEX IF NOT EXISTS expense_lines_by_receipt ON expense_lines (receipt_hash);
CREATE INDEX IF NOT EXISTS expense_lines_by_purchase ON expense_lines (spent_on, vendor_key);
CREATE INDEX IF NOT EXISTS expense_claims_by_person ON expense_claims (person);
CREATE INDEX IF NOT EXISTS bookings_by_employee ON bookings (employee);
CREATE INDEX IF NOT EXISTS revenue_shares_by_booking ON revenue_shares (booking, split);
CREATE UNIQUE INDEX IF NOT EXISTS leave_balances_by_person ON leave_balances (person, year);

-- What was changed, when, by whom and why. Secrets stand here masked.
CREATE TABLE IF NOT EXISTS register_history (
    id TEXT PRIMARY KEY,
    register TEXT NOT NULL,
    row_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT,                              -- a person's id; null: a process
    actor_name TEXT,
    cause TEXT NOT NULL,                     -- api, import, demo, or the reference of a request
    changes TEXT NOT NULL                    -- JSON: {"column": {"before": ..., "after": ...}}
);
CREATE UNIQUE INDEX IF NOT EXISTS register_history_by_row ON register_history (register, row_id, version);

-- Tax ids, addresses and numbers in the form in which they are compared: nobody is a client, an employee and a partner at once.
CREATE TABLE IF NOT EXISTS contact_keys (
    kind TEXT NOT NULL,                      -- tax_id, email, phone
    value TEXT NOT NULL,
    register TEXT NOT NULL,
    row_id TEXT NOT NULL,
    name TEXT NOT NULL,
    request_id TEXT,                         -- proposed by this request: it counts while that is open
    PRIMARY KEY (kind, value, register, row_id)
);
CREATE INDEX IF NOT EXISTS contact_keys_by_row ON contact_keys (register, row_id);

-- Secret fields of requests, encrypted. The request itself holds what is shown.
CREATE TABLE IF NOT EXISTS sealed_inputs (
    request_id TEXT NOT NULL,
    field TEXT NOT NULL,
    shown TEXT NOT NULL,
    sealed TEXT NOT NULL,
    PRIMARY KEY (request_id, field)
);

-- The balances that were there before there was a register of them.
INSERT INTO leave_balances (id, version, created_at, changed_at, person, year, days)
SELECT LOWER(e.person_id || '-' || CAST(e.year AS TEXT)), 1, 0, 0, e.person_id, e.year, e.days FROM leave_entitlements e WHERE 1 = 1
ON CONFLICT DO NOTHING;
