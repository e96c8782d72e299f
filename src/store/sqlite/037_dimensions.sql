-- Dimensions of a company's own choosing and their values, on orders, movements and journal lines.
CREATE TABLE dimensions (
    dimension TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    free INTEGER NOT NULL,
    required_for TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE dimension_values (
    dimension TEXT NOT NULL,
    value TEXT NOT NULL,
    name TEXT NOT NULL,
    since TEXT,
    until TEXT,
    PRIMARY KEY (dimension, value)
) STRICT, WITHOUT ROWID;
ALTER TABLE orders ADD COLUMN dimensions TEXT NOT NULL DEFAULT '';
ALTER TABLE movements ADD COLUMN dimensions TEXT NOT NULL DEFAULT '';
ALTER TABLE entry_lines ADD COLUMN dimensions TEXT NOT NULL DEFAULT '';
