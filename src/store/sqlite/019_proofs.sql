-- What was broken in the store when it was upgraded, in words; nothing where all of it held. NULL where nobody looked.
ALTER TABLE checkpoints ADD COLUMN found TEXT;

-- The chain of the reads and their results, in the order in which they got their results. In a store in which something
-- was read before, the first link is of no terminal: its number is how many results there were, its hash covers them.
CREATE TABLE read_links (
    link INTEGER PRIMARY KEY,
    terminal TEXT NOT NULL,
    read INTEGER NOT NULL,
    hash TEXT NOT NULL CHECK (length(hash) = 64)
) STRICT;
CREATE TRIGGER read_links_are_never_changed BEFORE UPDATE ON read_links
BEGIN SELECT RAISE(ABORT, 'read links are never changed'); END;
CREATE TRIGGER read_links_are_never_deleted BEFORE DELETE ON read_links
BEGIN SELECT RAISE(ABORT, 'read links are never deleted'); END;

-- The last operation before a batch was sealed, and its hash, which the hash of the batch covers.
ALTER TABLE ledger_batches ADD COLUMN operation INTEGER;
ALTER TABLE ledger_batches ADD COLUMN log TEXT;
