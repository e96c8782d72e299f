-- Goods carry the expiry of their lot, so that what expires first at a site or in a bin is found without reading the rest;
-- and open orders are found in the order in which they are worked on.
ALTER TABLE balances ADD COLUMN expiry TEXT;
UPDATE balances SET expiry = (SELECT expiry FROM lots WHERE lots.item = balances.item AND lots.lot = balances.lot)
    WHERE lot <> '';
CREATE INDEX balances_by_expiry ON balances (item, site, expiry, location);
CREATE INDEX balances_by_expiry_in_bin ON balances (location, item, expiry);
DROP INDEX orders_by_kind_and_state;
CREATE INDEX orders_by_urgency ON orders (kind, state, site, priority, due);
