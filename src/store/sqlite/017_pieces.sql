-- Pieces are found by their serial number alone, whatever they are of.
CREATE INDEX balances_by_serial ON balances (serial, item);
