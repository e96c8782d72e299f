-- Late cost follows the goods: each row says which account it was charged to, and what was laid on the receipt itself
-- is a row too, so that the rows of a late movement and its value add up to nothing. So far whatever was gone counted as
-- sold, and what covered goods that had left before was noted with the receipt.
CREATE TABLE late_costs_with_accounts (
    movement INTEGER NOT NULL REFERENCES movements,
    issue INTEGER NOT NULL REFERENCES movements,
    account TEXT NOT NULL,
    value INTEGER NOT NULL,
    PRIMARY KEY (movement, issue, account)
) STRICT, WITHOUT ROWID;
INSERT INTO late_costs_with_accounts
SELECT late.movement, late.issue, coalesce("groups".cost_of_sales, ''), late.value
FROM late_costs AS late
LEFT JOIN movements ON movements.seq = late.movement
LEFT JOIN items ON items.item = movements.item
LEFT JOIN "groups" ON "groups".number = items.group_number;
INSERT INTO late_costs_with_accounts
SELECT laid.seq, laid.origin, '', -(laid.value + laid.gone)
FROM (
    SELECT seq, origin, value, kind,
        (SELECT coalesce(sum(value), 0) FROM late_costs WHERE movement = seq) AS gone
    FROM movements
    WHERE qty = 0 AND origin IS NOT NULL AND kind IN ('invoice', 'landed_cost', 'backdated')
) AS laid
WHERE laid.value + laid.gone <> 0;
DROP TABLE late_costs;
ALTER TABLE late_costs_with_accounts RENAME TO late_costs;
CREATE INDEX late_costs_by_issue ON late_costs (issue);
CREATE TRIGGER late_costs_are_never_changed BEFORE UPDATE ON late_costs
BEGIN SELECT RAISE(ABORT, 'late_costs are never changed'); END;
CREATE TRIGGER late_costs_are_never_deleted BEFORE DELETE ON late_costs
BEGIN SELECT RAISE(ABORT, 'late_costs are never deleted'); END;
