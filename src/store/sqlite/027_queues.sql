-- FIFO cost layers may leave by the day on which they were received, and those of one lot by themselves.
CREATE INDEX layers_by_day ON layers (item, site, received);
CREATE INDEX layers_by_lot ON layers (item, site, lot, received);

-- What goods that had left take of a cost layer since the queue was put into the order of days again.
CREATE TABLE requeues (
    movement INTEGER NOT NULL REFERENCES movements,
    issue INTEGER NOT NULL REFERENCES movements,
    layer INTEGER NOT NULL,
    qty INTEGER NOT NULL,
    value INTEGER NOT NULL,
    PRIMARY KEY (movement, issue, layer)
) STRICT, WITHOUT ROWID;
CREATE INDEX requeues_by_issue ON requeues (issue);
CREATE INDEX requeues_by_layer ON requeues (layer);
CREATE TRIGGER requeues_are_never_changed BEFORE UPDATE ON requeues
BEGIN SELECT RAISE(ABORT, 'requeues are never changed'); END;
CREATE TRIGGER requeues_are_never_deleted BEFORE DELETE ON requeues
BEGIN SELECT RAISE(ABORT, 'requeues are never deleted'); END;
