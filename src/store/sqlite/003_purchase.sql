-- What is open between receipts, bills and freight.

-- What one movement received from a vendor, and how much of it was billed or went back.
CREATE TABLE receipts (
    movement INTEGER PRIMARY KEY REFERENCES movements,
    open INTEGER NOT NULL CHECK (open IN (0, 1)),
    vendor TEXT NOT NULL,
    order_no TEXT NOT NULL,
    order_line INTEGER NOT NULL,
    item TEXT NOT NULL,
    site TEXT NOT NULL,
    lot TEXT NOT NULL,
    received TEXT NOT NULL,
    bill INTEGER,
    account TEXT NOT NULL,
    qty INTEGER NOT NULL,
    cost INTEGER NOT NULL,
    currency TEXT,
    rate INTEGER,
    price INTEGER NOT NULL,
    qty_billed INTEGER NOT NULL,
    cost_billed INTEGER NOT NULL,
    exchange INTEGER NOT NULL,
    tax INTEGER NOT NULL,
    qty_back INTEGER NOT NULL,
    cost_back INTEGER NOT NULL,
    qty_released INTEGER NOT NULL,
    cost_released INTEGER NOT NULL
) STRICT;
CREATE INDEX receipts_by_open ON receipts (open);

-- A vendor's bill that came before its goods, and how much of them has arrived.
CREATE TABLE bills (
    movement INTEGER PRIMARY KEY REFERENCES movements,
    open INTEGER NOT NULL CHECK (open IN (0, 1)),
    vendor TEXT NOT NULL,
    item TEXT NOT NULL,
    site TEXT NOT NULL,
    billed TEXT NOT NULL,
    account TEXT NOT NULL,
    qty INTEGER NOT NULL,
    cost INTEGER NOT NULL,
    currency TEXT,
    rate INTEGER,
    price INTEGER NOT NULL,
    tax INTEGER NOT NULL,
    qty_received INTEGER NOT NULL,
    cost_received INTEGER NOT NULL
) STRICT;
CREATE INDEX bills_by_open ON bills (open);

-- What one movement credited to landed-cost clearing, and how much of it was billed.
CREATE TABLE vouchers (
    movement INTEGER PRIMARY KEY REFERENCES movements,
    amount INTEGER NOT NULL,
    cleared INTEGER NOT NULL
) STRICT;

-- What one movement took off a receipt, a bill or a voucher.
CREATE TABLE settlements (
    movement INTEGER NOT NULL REFERENCES movements,
    settles INTEGER NOT NULL REFERENCES movements,
    qty INTEGER NOT NULL,
    cost INTEGER NOT NULL,
    payable INTEGER NOT NULL,
    exchange INTEGER NOT NULL,
    tax INTEGER NOT NULL,
    PRIMARY KEY (movement, settles)
) STRICT, WITHOUT ROWID;
CREATE INDEX settlements_by_settles ON settlements (settles);

-- Nothing was billed before this version: every receipt from a vendor that was not taken back is open. Its cost is the
-- last line of its entry, except where that is the whole standard value of goods that cost nothing.
INSERT INTO receipts
SELECT m.seq, 1,
    coalesce(json_extract(o.request, '$.operation.vendor'), p.party, ''),
    CASE WHEN m.order_line IS NULL THEN '' ELSE m.document END, coalesce(m.order_line, 0),
    m.item, m.site, m.lot, m.effective, NULL,
    CASE WHEN l.amount IS NULL OR l.free THEN '' ELSE l.account END,
    m.qty, CASE WHEN l.amount IS NULL OR l.free THEN 0 ELSE -l.amount END, NULL, NULL,
    CASE WHEN l.amount IS NULL OR l.free THEN 0 ELSE -l.amount END,
    0, 0, 0, 0, 0, 0, 0, 0
FROM movements m
JOIN operations o ON o.seq = m.operation AND o.op = 'receive'
LEFT JOIN orders p ON p.kind = 'purchase' AND m.order_line IS NOT NULL AND p.order_no = m.document
LEFT JOIN (
    SELECT n.entry, n.account, n.amount, n.account = g.purchase_variance
        AND n.account <> coalesce((SELECT value FROM policies WHERE "key" = 'account.grni'), '2100') AS free
    FROM entry_lines n
    JOIN entries e ON e.entry = n.entry AND e.rule = 'receipt'
    JOIN "groups" g ON g.number = e.group_number
    WHERE n.line = (SELECT max(line) FROM entry_lines WHERE entry = n.entry)
) l ON l.entry = o.entry
WHERE m.kind = 'receipt' AND m.seq NOT IN (SELECT reverses FROM movements WHERE reverses IS NOT NULL);
