-- Legal entities, what one of them sells to another and asks for it, and the periods that are closed in the books of one.
CREATE TABLE entities (
    entity TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL
) STRICT, WITHOUT ROWID;
ALTER TABLE sites ADD COLUMN entity TEXT;
CREATE TABLE transfer_prices (
    seller TEXT NOT NULL,
    buyer TEXT NOT NULL,
    item TEXT NOT NULL,
    since TEXT NOT NULL,
    price INTEGER,
    rate_ppm INTEGER,
    PRIMARY KEY (seller, buyer, item, since)
) STRICT, WITHOUT ROWID;
CREATE TABLE intercompany_sales (
    movement INTEGER NOT NULL PRIMARY KEY,
    seller TEXT NOT NULL,
    buyer TEXT NOT NULL,
    amount INTEGER NOT NULL,
    freight INTEGER NOT NULL,
    cost TEXT NOT NULL,
    taken_back INTEGER NOT NULL
) STRICT;
CREATE TABLE entity_closings (
    entity TEXT NOT NULL,
    period TEXT NOT NULL,
    closed_at INTEGER NOT NULL,
    closed_by TEXT NOT NULL,
    PRIMARY KEY (entity, period)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER entity_closings_are_never_changed BEFORE UPDATE ON entity_closings
BEGIN SELECT RAISE(ABORT, 'closings of legal entities are never changed'); END;
CREATE TRIGGER entity_closings_are_never_deleted BEFORE DELETE ON entity_closings
BEGIN SELECT RAISE(ABORT, 'closings of legal entities are never deleted'); END;
