-- Where late cost went, issue by issue; and movements in the order in which they happened, so that what is entered
-- late finds its place.
CREATE TABLE late_costs (
    movement INTEGER NOT NULL REFERENCES movements,
    issue INTEGER NOT NULL REFERENCES movements,
    value INTEGER NOT NULL,
    back INTEGER NOT NULL,
    PRIMARY KEY (movement, issue)
) STRICT, WITHOUT ROWID;
CREATE INDEX late_costs_by_issue ON late_costs (issue);
CREATE TRIGGER late_costs_are_never_changed BEFORE UPDATE ON late_costs
BEGIN SELECT RAISE(ABORT, 'late_costs are never changed'); END;
CREATE TRIGGER late_costs_are_never_deleted BEFORE DELETE ON late_costs
BEGIN SELECT RAISE(ABORT, 'late_costs are never deleted'); END;
CREATE INDEX movements_by_item_and_site_and_effective ON movements (item, site, effective);
