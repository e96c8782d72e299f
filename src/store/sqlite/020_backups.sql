-- Backups that were made and proved, and who took note that the store was restored.
CREATE TABLE backups (
    backup INTEGER PRIMARY KEY,
    operation INTEGER NOT NULL,
    at INTEGER NOT NULL,
    file TEXT NOT NULL
) STRICT;
CREATE TRIGGER backups_are_never_changed BEFORE UPDATE ON backups
BEGIN SELECT RAISE(ABORT, 'backups are never changed'); END;
CREATE TRIGGER backups_are_never_deleted BEFORE DELETE ON backups
BEGIN SELECT RAISE(ABORT, 'backups are never deleted'); END;
CREATE TABLE seen_restorations (
    restoration INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    by TEXT NOT NULL
) STRICT;
CREATE TRIGGER seen_restorations_are_never_changed BEFORE UPDATE ON seen_restorations
BEGIN SELECT RAISE(ABORT, 'seen_restorations are never changed'); END;
CREATE TRIGGER seen_restorations_are_never_deleted BEFORE DELETE ON seen_restorations
BEGIN SELECT RAISE(ABORT, 'seen_restorations are never deleted'); END;
