-- Work belongs to its operator at a terminal, not to whoever comes to that terminal next.
CREATE TABLE work_of_operators (
    terminal TEXT NOT NULL,
    operator TEXT NOT NULL,
    state TEXT NOT NULL,
    read INTEGER NOT NULL,
    saved_at INTEGER NOT NULL,
    PRIMARY KEY (terminal, operator)
) STRICT, WITHOUT ROWID;
INSERT INTO work_of_operators (terminal, operator, state, read, saved_at)
    SELECT terminal, operator, state, read, saved_at FROM sessions;
DROP TABLE sessions;
ALTER TABLE work_of_operators RENAME TO sessions;
CREATE INDEX sessions_by_operator ON sessions (operator);
