-- The store was restored from a backup. Ledger batches are numbered behind `batch` from then on, since others may know
-- batches up to that number.
CREATE TABLE restorations (
    restoration INTEGER PRIMARY KEY,
    operation INTEGER NOT NULL,
    at INTEGER NOT NULL,
    backup TEXT NOT NULL,
    lost INTEGER NOT NULL,
    batch INTEGER NOT NULL
) STRICT;
CREATE TRIGGER restorations_are_never_changed BEFORE UPDATE ON restorations
BEGIN SELECT RAISE(ABORT, 'restorations are never changed'); END;
CREATE TRIGGER restorations_are_never_deleted BEFORE DELETE ON restorations
BEGIN SELECT RAISE(ABORT, 'restorations are never deleted'); END;
