-- Categories of items, by which reports tell them apart.
CREATE TABLE categories (category TEXT PRIMARY KEY NOT NULL, name TEXT NOT NULL) STRICT, WITHOUT ROWID;
ALTER TABLE items ADD COLUMN category TEXT;
