-- Tax is worked out over whole documents: items and orders may have tax types of their own, an order says whether its
-- prices include tax, and a shipment notes how it is taxed, which of those so far is not known.
ALTER TABLE items ADD COLUMN sales_tax TEXT;
ALTER TABLE items ADD COLUMN purchase_tax TEXT;
ALTER TABLE orders ADD COLUMN prices_include_tax INTEGER;
ALTER TABLE orders ADD COLUMN tax_type TEXT;
ALTER TABLE shipments ADD COLUMN tax_type TEXT;
ALTER TABLE shipments ADD COLUMN rate_ppm INTEGER;
ALTER TABLE shipments ADD COLUMN prices_include_tax INTEGER NOT NULL DEFAULT 0;
ALTER TABLE billings ADD COLUMN tax_type TEXT;
ALTER TABLE billings ADD COLUMN rate_ppm INTEGER;

-- What was posted of each tax type, from here on.
CREATE TABLE tax_lines (
    movement INTEGER PRIMARY KEY REFERENCES movements,
    posting TEXT NOT NULL,
    side TEXT NOT NULL,
    tax_type TEXT,
    rate_ppm INTEGER,
    account TEXT NOT NULL,
    net INTEGER NOT NULL,
    tax INTEGER NOT NULL,
    of INTEGER REFERENCES movements
) STRICT;
CREATE INDEX tax_lines_by_posting ON tax_lines (posting);
CREATE INDEX tax_lines_by_origin ON tax_lines (of);
CREATE TRIGGER tax_lines_are_never_changed BEFORE UPDATE ON tax_lines
BEGIN SELECT RAISE(ABORT, 'tax_lines are never changed'); END;
CREATE TRIGGER tax_lines_are_never_deleted BEFORE DELETE ON tax_lines
BEGIN SELECT RAISE(ABORT, 'tax_lines are never deleted'); END;
