-- Amounts in another currency have the minor unit of their own. What was noted before is in hundredths, whatever the
-- currency; what is noted from now on has the decimals of its currency beside it.
ALTER TABLE receipts ADD COLUMN decimals INTEGER NOT NULL DEFAULT 2;
ALTER TABLE bills ADD COLUMN decimals INTEGER NOT NULL DEFAULT 2;
