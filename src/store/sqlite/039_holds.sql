-- Holds with numbers, and what each says of lots and pieces. A lot that an older store holds becomes a hold of its own.
CREATE TABLE holds (
    hold INTEGER NOT NULL PRIMARY KEY,
    operation INTEGER NOT NULL,
    reason TEXT NOT NULL,
    held_by TEXT NOT NULL,
    held_at INTEGER NOT NULL,
    released INTEGER NOT NULL,
    released_because TEXT NOT NULL,
    released_by TEXT NOT NULL,
    approved_by TEXT NOT NULL,
    released_at INTEGER
) STRICT;
CREATE INDEX holds_by_operation ON holds (operation);
CREATE INDEX holds_by_release ON holds (released);
CREATE TABLE held_goods (
    hold INTEGER NOT NULL,
    word INTEGER NOT NULL,
    item TEXT NOT NULL,
    lot TEXT NOT NULL,
    "first" TEXT NOT NULL,
    "last" TEXT NOT NULL,
    free INTEGER NOT NULL,
    since INTEGER NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (hold, word)
) STRICT, WITHOUT ROWID;
CREATE INDEX held_goods_by_goods ON held_goods (item, until, lot);
CREATE INDEX held_goods_by_since ON held_goods (since);
CREATE INDEX held_goods_by_until ON held_goods (until);
CREATE TEMP TABLE older_holds AS
    SELECT row_number() OVER (ORDER BY item, lot) AS hold, item, lot, hold AS reason, ifnull((
        SELECT max(seq) FROM operations
        WHERE op = 'hold' AND json_extract(request, '$.operation.item') = lots.item
            AND json_extract(request, '$.operation.lot') = lots.lot
            AND json_extract(request, '$.operation.why') = lots.hold
    ), 0) AS operation
    FROM lots WHERE hold IS NOT NULL;
INSERT INTO holds
    SELECT hold, operation, reason,
        ifnull((SELECT json_extract(request, '$.operator') FROM operations WHERE seq = operation), ''),
        ifnull((SELECT json_extract(request, '$.at') FROM operations WHERE seq = operation), 0), 0, '', '', '', NULL
    FROM older_holds;
INSERT INTO held_goods SELECT hold, 1, item, lot, '', '', 0, operation, 0 FROM older_holds;
DROP TABLE older_holds;
