-- What sales channels charge, by the day from which it holds, and the regions of customers, which reports tell sales apart by.
CREATE TABLE channel_fees (
    channel TEXT NOT NULL,
    since TEXT NOT NULL,
    rate_ppm INTEGER NOT NULL,
    basis TEXT NOT NULL,
    fixed INTEGER NOT NULL,
    PRIMARY KEY (channel, since)
) STRICT, WITHOUT ROWID;
ALTER TABLE parties ADD COLUMN region TEXT;
ALTER TABLE orders ADD COLUMN region TEXT;
