-- Which rule book decided an operation. All before were decided by the first.
ALTER TABLE operations ADD COLUMN rules INTEGER NOT NULL DEFAULT 1;

-- The state of the store before a newer program took it over, kept in the backup that was made then. `operation` is the
-- last one before it, or 0.
CREATE TABLE checkpoints (
    checkpoint INTEGER PRIMARY KEY,
    operation INTEGER NOT NULL,
    log TEXT NOT NULL,
    rules INTEGER NOT NULL,
    layout INTEGER NOT NULL,
    backup TEXT NOT NULL,
    digest TEXT NOT NULL CHECK (length(digest) = 64),
    hash TEXT NOT NULL CHECK (length(hash) = 64)
) STRICT;
CREATE TRIGGER checkpoints_are_never_changed BEFORE UPDATE ON checkpoints
BEGIN SELECT RAISE(ABORT, 'checkpoints are never changed'); END;
CREATE TRIGGER checkpoints_are_never_deleted BEFORE DELETE ON checkpoints
BEGIN SELECT RAISE(ABORT, 'checkpoints are never deleted'); END;
