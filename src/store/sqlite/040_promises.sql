-- What orders are promised by item and site and which bins are short of what. No older store promises by item: it keeps the
-- policy `promise` at `pick` until it is set.
CREATE TABLE promises (
    order_no TEXT NOT NULL,
    line INTEGER NOT NULL,
    item TEXT NOT NULL,
    site TEXT NOT NULL,
    lot TEXT NOT NULL,
    life INTEGER NOT NULL,
    priority INTEGER NOT NULL,
    due TEXT NOT NULL,
    entry INTEGER NOT NULL,
    holds INTEGER NOT NULL CHECK (holds IN (0, 1)),
    waits INTEGER NOT NULL CHECK (waits IN (0, 1)),
    promised INTEGER NOT NULL,
    waiting INTEGER NOT NULL,
    PRIMARY KEY (order_no, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX promises_waiting ON promises (item, site, waits, lot, life, priority, due, entry);
CREATE INDEX promises_kept ON promises (item, site, holds, priority, due, entry);
CREATE INDEX promises_by_work ON promises (site, holds, priority, due, entry);

CREATE TABLE supplies (
    item TEXT NOT NULL,
    site TEXT NOT NULL,
    life INTEGER NOT NULL,
    day TEXT NOT NULL,
    free INTEGER NOT NULL,
    promised INTEGER NOT NULL,
    waiting INTEGER NOT NULL,
    PRIMARY KEY (item, site, life)
) STRICT, WITHOUT ROWID;

CREATE TABLE short_bins (
    location TEXT NOT NULL,
    item TEXT NOT NULL,
    lot TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (location, item, lot)
) STRICT, WITHOUT ROWID;
