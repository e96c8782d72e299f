-- What became of ledger batches outside: older stores know of nothing, because nothing was recorded.

-- An entry of a reversed ledger batch that was sealed again.
CREATE TABLE resealed_entries (
    entry INTEGER NOT NULL REFERENCES entries,
    batch INTEGER NOT NULL REFERENCES ledger_batches,
    PRIMARY KEY (entry, batch)
) STRICT, WITHOUT ROWID;
CREATE INDEX resealed_entries_by_batch ON resealed_entries (batch);
CREATE TRIGGER resealed_entries_are_never_changed BEFORE UPDATE ON resealed_entries
BEGIN SELECT RAISE(ABORT, 'resealed entries are never changed'); END;
CREATE TRIGGER resealed_entries_are_never_deleted BEFORE DELETE ON resealed_entries
BEGIN SELECT RAISE(ABORT, 'resealed entries are never deleted'); END;

-- The first export of a ledger batch for a target in one way.
CREATE TABLE exports (
    batch INTEGER NOT NULL REFERENCES ledger_batches,
    target TEXT NOT NULL,
    way TEXT NOT NULL,
    hash TEXT NOT NULL CHECK (length(hash) = 64),
    operation INTEGER NOT NULL,
    at INTEGER NOT NULL,
    by TEXT NOT NULL,
    PRIMARY KEY (batch, target, way)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER exports_are_never_changed BEFORE UPDATE ON exports
BEGIN SELECT RAISE(ABORT, 'exports are never changed'); END;
CREATE TRIGGER exports_are_never_deleted BEFORE DELETE ON exports
BEGIN SELECT RAISE(ABORT, 'exports are never deleted'); END;

-- What the accounting system calls a ledger batch that it has taken.
CREATE TABLE acknowledgements (
    batch INTEGER NOT NULL REFERENCES ledger_batches,
    target TEXT NOT NULL,
    reference TEXT NOT NULL,
    at INTEGER NOT NULL,
    by TEXT NOT NULL,
    PRIMARY KEY (batch, target, reference)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER acknowledgements_are_never_changed BEFORE UPDATE ON acknowledgements
BEGIN SELECT RAISE(ABORT, 'acknowledgements are never changed'); END;
CREATE TRIGGER acknowledgements_are_never_deleted BEFORE DELETE ON acknowledgements
BEGIN SELECT RAISE(ABORT, 'acknowledgements are never deleted'); END;
