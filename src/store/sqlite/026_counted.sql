-- A count tells what was there on its day: what is entered late behind it is set off against it, or comes on top. Counts
-- of before are not known as such: what they found stands as it was posted.
CREATE TABLE counted (
    location TEXT NOT NULL,
    item TEXT NOT NULL,
    lot TEXT NOT NULL,
    serial TEXT NOT NULL,
    status TEXT NOT NULL,
    day TEXT NOT NULL,
    operation INTEGER NOT NULL REFERENCES operations,
    document TEXT,
    PRIMARY KEY (location, item, lot, serial, status, day, operation)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER counted_are_never_changed BEFORE UPDATE ON counted
BEGIN SELECT RAISE(ABORT, 'counted are never changed'); END;
CREATE TRIGGER counted_are_never_deleted BEFORE DELETE ON counted
BEGIN SELECT RAISE(ABORT, 'counted are never deleted'); END;
CREATE TABLE set_offs (
    movement INTEGER PRIMARY KEY REFERENCES movements,
    late INTEGER NOT NULL REFERENCES movements,
    count INTEGER NOT NULL REFERENCES operations
) STRICT;
CREATE INDEX set_offs_by_count ON set_offs (count);
CREATE TRIGGER set_offs_are_never_changed BEFORE UPDATE ON set_offs
BEGIN SELECT RAISE(ABORT, 'set_offs are never changed'); END;
CREATE TRIGGER set_offs_are_never_deleted BEFORE DELETE ON set_offs
BEGIN SELECT RAISE(ABORT, 'set_offs are never deleted'); END;
ALTER TABLE count_attempts ADD COLUMN day TEXT;
ALTER TABLE count_lines ADD COLUMN seen INTEGER;
