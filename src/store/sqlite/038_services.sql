-- Services whose cost is tracked. In older stores the cost of every service went to purchases.
ALTER TABLE groups ADD COLUMN service_cost TEXT;
ALTER TABLE groups ADD COLUMN service_accrual TEXT;
ALTER TABLE group_accounts ADD COLUMN service_accrual TEXT;

CREATE TABLE service_pools (
    item TEXT NOT NULL,
    site TEXT NOT NULL,
    account TEXT NOT NULL,
    qty INTEGER NOT NULL,
    value INTEGER NOT NULL,
    last_qty INTEGER NOT NULL,
    last_value INTEGER NOT NULL,
    PRIMARY KEY (item, site)
) STRICT, WITHOUT ROWID;

CREATE TABLE service_shorts (
    item TEXT NOT NULL,
    site TEXT NOT NULL,
    movement INTEGER NOT NULL REFERENCES movements,
    qty INTEGER NOT NULL,
    value INTEGER NOT NULL,
    PRIMARY KEY (item, site, movement)
) STRICT, WITHOUT ROWID;

CREATE TABLE service_steps (
    movement INTEGER PRIMARY KEY REFERENCES movements,
    item TEXT NOT NULL,
    site TEXT NOT NULL,
    account TEXT NOT NULL,
    kind TEXT NOT NULL,
    of INTEGER,
    qty INTEGER NOT NULL,
    value INTEGER NOT NULL,
    short_qty INTEGER NOT NULL,
    short_value INTEGER NOT NULL
) STRICT;
CREATE INDEX service_steps_by_pool ON service_steps (item, site);
CREATE INDEX service_steps_by_origin ON service_steps (of);
