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
