-- How much of an item a pick face should hold. No older store says so of any.
CREATE TABLE pick_faces (
    location TEXT NOT NULL,
    item TEXT NOT NULL,
    min INTEGER NOT NULL,
    max INTEGER NOT NULL,
    PRIMARY KEY (location, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX pick_faces_by_item ON pick_faces (item);
