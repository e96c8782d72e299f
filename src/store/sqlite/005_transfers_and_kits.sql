-- Goods on their way between sites, what kits consist of, and changes of standard costs. No older store has any: the
-- operations that make them were not there.
CREATE TABLE transfers (
    movement INTEGER PRIMARY KEY REFERENCES movements,
    open INTEGER NOT NULL CHECK (open IN (0, 1)),
    item TEXT NOT NULL,
    lot TEXT NOT NULL,
    expiry TEXT,
    serial TEXT NOT NULL,
    from_site TEXT NOT NULL,
    to_site TEXT NOT NULL,
    account TEXT NOT NULL,
    qty INTEGER NOT NULL,
    value INTEGER NOT NULL,
    freight INTEGER NOT NULL,
    qty_in INTEGER NOT NULL,
    value_in INTEGER NOT NULL,
    closed INTEGER NOT NULL CHECK (closed IN (0, 1))
) STRICT;
CREATE INDEX transfers_by_open ON transfers (open);

CREATE TABLE kits (
    kit TEXT NOT NULL,
    component TEXT NOT NULL,
    qty INTEGER NOT NULL,
    PRIMARY KEY (kit, component)
) STRICT, WITHOUT ROWID;
CREATE INDEX kits_by_component ON kits (component);

CREATE TABLE standard_costs (
    movement INTEGER PRIMARY KEY REFERENCES movements,
    item TEXT NOT NULL,
    cost_before INTEGER NOT NULL,
    cost_after INTEGER NOT NULL
) STRICT;
