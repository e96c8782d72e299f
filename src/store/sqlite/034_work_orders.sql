-- Work orders and what is in process for them. No older store has any: the operations that make them were not there.
CREATE TABLE work_orders (
    order_no TEXT NOT NULL PRIMARY KEY,
    open INTEGER NOT NULL CHECK (open IN (0, 1)),
    item TEXT NOT NULL,
    site TEXT NOT NULL,
    qty INTEGER NOT NULL,
    lot TEXT NOT NULL,
    expiry TEXT,
    due TEXT,
    labour INTEGER NOT NULL,
    account TEXT NOT NULL,
    reported INTEGER NOT NULL,
    scrapped INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX work_orders_by_open ON work_orders (open, site);

CREATE TABLE work_parts (
    order_no TEXT NOT NULL,
    line INTEGER NOT NULL,
    item TEXT NOT NULL,
    per INTEGER NOT NULL,
    lot TEXT NOT NULL,
    issued INTEGER NOT NULL,
    scrapped INTEGER NOT NULL,
    taken INTEGER NOT NULL,
    value INTEGER NOT NULL,
    PRIMARY KEY (order_no, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE work_steps (
    movement INTEGER NOT NULL REFERENCES movements,
    line INTEGER NOT NULL,
    order_no TEXT NOT NULL,
    kind TEXT NOT NULL,
    qty INTEGER NOT NULL,
    whole INTEGER NOT NULL,
    value INTEGER NOT NULL,
    PRIMARY KEY (movement, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX work_steps_by_order ON work_steps (order_no, movement);

CREATE TABLE work_lates (
    movement INTEGER NOT NULL,
    issue INTEGER NOT NULL,
    onward INTEGER NOT NULL,
    value INTEGER NOT NULL,
    PRIMARY KEY (movement, issue, onward)
) STRICT, WITHOUT ROWID;
