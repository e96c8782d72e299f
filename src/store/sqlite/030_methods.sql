-- Since when stock is valued by its present method: nothing before that is valued anew.
ALTER TABLE pools ADD COLUMN valued_since TEXT;
ALTER TABLE pools ADD COLUMN valued_from INTEGER NOT NULL DEFAULT 0;
