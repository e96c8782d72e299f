-- A shipment keeps what it was known to cost when it left. What became known later stands in late_costs alone, so that
-- freight on a receipt rewrites none of the shipments behind it.
UPDATE shipments
SET cost = cost - (SELECT sum(value) FROM late_costs WHERE issue = shipments.movement),
    cost_back = CASE qty_back
        WHEN 0 THEN 0
        ELSE cost_back - (SELECT sum(back) FROM late_costs WHERE issue = shipments.movement)
    END
WHERE movement IN (SELECT issue FROM late_costs);
ALTER TABLE late_costs DROP COLUMN back;
