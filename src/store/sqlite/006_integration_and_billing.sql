-- When stock entered or left the ledger, and what was shipped and is to be billed. No older store has any: stock was
-- always in the ledger, and sales were posted with the shipment.
CREATE TABLE integrations (
    first TEXT PRIMARY KEY NOT NULL,
    mode TEXT NOT NULL,
    operation INTEGER NOT NULL REFERENCES operations
) STRICT, WITHOUT ROWID;

CREATE TABLE billings (
    movement INTEGER PRIMARY KEY REFERENCES movements,
    open INTEGER NOT NULL CHECK (open IN (0, 1)),
    account TEXT NOT NULL,
    qty INTEGER NOT NULL,
    cost INTEGER NOT NULL,
    sales INTEGER NOT NULL,
    tax INTEGER NOT NULL,
    qty_billed INTEGER NOT NULL,
    sales_billed INTEGER NOT NULL,
    tax_billed INTEGER NOT NULL,
    qty_released INTEGER NOT NULL
) STRICT;
CREATE INDEX billings_by_open ON billings (open);
