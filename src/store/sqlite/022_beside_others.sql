-- A scan costs the same whatever others do meanwhile.

-- The operations after which other bins may be under count than before: a terminal looks for them at each scan.
CREATE TABLE count_changes (
    operation INTEGER PRIMARY KEY
) STRICT;
INSERT INTO count_changes (operation)
SELECT seq FROM operations WHERE op IN
    ('count_open', 'count_close', 'count_again', 'count_approve', 'count_reject', 'take_over', 'reverse');
CREATE TRIGGER count_changes_are_never_changed BEFORE UPDATE ON count_changes
BEGIN SELECT RAISE(ABORT, 'count_changes are never changed'); END;
CREATE TRIGGER count_changes_are_never_deleted BEFORE DELETE ON count_changes
BEGIN SELECT RAISE(ABORT, 'count_changes are never deleted'); END;

-- Work is longer than a page. In the tree of a key, SQLite reads the whole of each row that it passes on its way to
-- another's (<https://www.sqlite.org/fileformat2.html#ovflpgs>); in a tree of numbers it reads none of them.
CREATE TABLE work_by_number (
    terminal TEXT NOT NULL,
    operator TEXT NOT NULL,
    state TEXT NOT NULL,
    read INTEGER NOT NULL,
    saved_at INTEGER NOT NULL,
    PRIMARY KEY (terminal, operator)
) STRICT;
INSERT INTO work_by_number (terminal, operator, state, read, saved_at)
    SELECT terminal, operator, state, read, saved_at FROM sessions;
DROP TABLE sessions;
ALTER TABLE work_by_number RENAME TO sessions;
CREATE INDEX sessions_by_operator ON sessions (operator, terminal);
