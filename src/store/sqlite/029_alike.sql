-- A lot is known by what lots share that look like it: its letters without the case. Of those that look alike already, and
-- of letters outside of ASCII in another case, each stays what it is.
CREATE TABLE spellings (
    item TEXT NOT NULL,
    alike TEXT NOT NULL,
    lot TEXT NOT NULL,
    PRIMARY KEY (item, alike)
) STRICT, WITHOUT ROWID;
INSERT INTO spellings SELECT item, lower(lot), min(lot) FROM lots GROUP BY item, lower(lot);
