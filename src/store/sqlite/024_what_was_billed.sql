-- Goods go back at what they were billed, and not at their purchase price: what a bill asked beyond cost and rate
-- difference is noted with the receipt. Of bills entered before, it is not known.
ALTER TABLE receipts ADD COLUMN difference INTEGER NOT NULL DEFAULT 0;
ALTER TABLE settlements ADD COLUMN difference INTEGER NOT NULL DEFAULT 0;

-- The number of a vendor's paper, which no other paper of this kind and vendor has. Where a number was entered twice so
-- far, both bills stay, and the first has it.
CREATE TABLE vendor_numbers (
    vendor TEXT NOT NULL,
    paper TEXT NOT NULL,
    number TEXT NOT NULL,
    operation INTEGER NOT NULL REFERENCES operations,
    PRIMARY KEY (vendor, paper, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX vendor_numbers_by_operation ON vendor_numbers (operation);
INSERT INTO vendor_numbers
SELECT vendor, 'bill', number, min(operation) FROM (
    SELECT receipts.vendor, trim(movements.document) AS number, movements.operation
    FROM settlements
    JOIN movements ON movements.seq = settlements.movement
    JOIN receipts ON receipts.movement = settlements.settles
    WHERE movements.kind = 'invoice' AND movements.document IS NOT NULL
        AND movements.document <> receipts.order_no
    UNION ALL
    SELECT bills.vendor, trim(movements.document), movements.operation
    FROM bills
    JOIN movements ON movements.seq = bills.movement
    WHERE movements.document IS NOT NULL
)
WHERE vendor <> '' AND number <> ''
GROUP BY vendor, number;

-- What customers were credited of a shipment without goods, and what of that came back with goods.
CREATE TABLE allowances (
    movement INTEGER PRIMARY KEY REFERENCES movements,
    shipment INTEGER NOT NULL REFERENCES movements,
    of INTEGER NOT NULL REFERENCES movements,
    net INTEGER NOT NULL,
    tax INTEGER NOT NULL
) STRICT;
CREATE INDEX allowances_by_shipment ON allowances (shipment);
