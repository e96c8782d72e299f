-- The accounts of groups at one site, where they are others there, and their accounts for what is bought and never in stock.
ALTER TABLE groups ADD COLUMN purchases TEXT;
CREATE TABLE group_accounts (
    group_number INTEGER NOT NULL,
    site TEXT NOT NULL,
    sales TEXT,
    inventory TEXT,
    cost_of_sales TEXT,
    count_variance TEXT,
    adjustment TEXT,
    purchase_variance TEXT,
    purchases TEXT,
    PRIMARY KEY (group_number, site)
) STRICT, WITHOUT ROWID;
