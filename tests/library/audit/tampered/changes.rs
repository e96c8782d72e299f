//! What is changed behind the program's back, each with the invariant that tells.

pub const PAGES: &str = "every page of the file is sound";
pub const LAYOUT: &str = "tables, indices and guards are those of the program";
const REFERENCES: &str = "every row that another refers to is there";
const DEFINED: &str = "master data, people, policies and orders are as the log defined them";
const NAMED: &str = "each row of the log has the key and the kind of its request";
const READS: &str = "the chain of the reads and their results is unbroken";
pub const CHAIN: &str = "the operation log's hash chain is unbroken";

/// Changes rows that the log determines: what is done, and the invariant that tells.
pub const ROWS: [(&str, &str); 60] = [
    (
        "UPDATE lots SET hold = 'held' WHERE lot = 'NC-2602'",
        "each lot is on hold as its holds say",
    ),
    (
        "DELETE FROM reads WHERE read = 7",
        "the reads of each terminal are numbered without gaps",
    ),
    (
        "INSERT INTO reads SELECT 'GHOST', 9, operator, source, device, raw, first_at, last_at FROM reads LIMIT 1",
        "the reads of each terminal are numbered without gaps",
    ),
    (
        "UPDATE read_results SET terminal = 'GHOST' WHERE read = 7 AND terminal = 'T-DOCK'",
        "every result has its read",
    ),
    ("UPDATE reads SET raw = 'x' WHERE read = 7", READS),
    ("UPDATE reads SET operator = 'EMP-101' WHERE read = 9", READS),
    ("UPDATE read_results SET outcome = 'refused' WHERE read = 7", READS),
    ("UPDATE read_results SET item = NULL WHERE item IS NOT NULL", READS),
    ("DELETE FROM read_results WHERE read = 7", READS),
    ("DELETE FROM read_links WHERE link = 7", READS),
    ("UPDATE read_links SET hash = substr(hash, 2) || substr(hash, 1, 1) WHERE link = 7", READS),
    ("UPDATE read_links SET terminal = '' WHERE link = 1", READS),
    (
        "INSERT INTO reads SELECT terminal, max(read) + 1, operator, source, device, raw, first_at, last_at FROM reads;
         INSERT INTO read_results SELECT terminal, max(read) + 1, outcome, code, message, step, millis, item, location
             FROM read_results",
        READS,
    ),
    (
        "UPDATE ledger_batches SET log = replace(log, 'a', 'b')",
        "the ledger batches' hash chain is unbroken",
    ),
    (
        "UPDATE users SET roles = 'administrator' WHERE badge = 'EMP-104'",
        DEFINED,
    ),
    (
        "UPDATE users SET pin_hash = (SELECT pin_hash FROM users WHERE badge = 'EMP-102') WHERE badge = 'EMP-101'",
        DEFINED,
    ),
    (
        "UPDATE users SET pin_hash = NULL WHERE badge = 'EMP-101'",
        DEFINED,
    ),
    ("UPDATE users SET failures = 2 WHERE badge = 'EMP-104'", DEFINED),
    ("UPDATE users SET locked = 1 WHERE badge = 'EMP-104'", DEFINED),
    (
        "INSERT INTO users VALUES ('X-1', 'X', 'administrator', NULL, 'MAIN', 0, 0)",
        DEFINED,
    ),
    ("DELETE FROM users WHERE badge = 'EMP-104'", DEFINED),
    (
        "UPDATE policies SET value = '75' WHERE key = 'over_receipt_percent'",
        DEFINED,
    ),
    (
        "DELETE FROM policies WHERE key = 'weight_tolerance_percent'",
        DEFINED,
    ),
    ("UPDATE items SET name = 'x' WHERE item = 'EL-2001'", DEFINED),
    ("UPDATE items SET price = 1 WHERE item = 'EL-2001'", DEFINED),
    (
        "UPDATE barcodes SET item = 'EL-2001' WHERE item = 'FD-1001'",
        DEFINED,
    ),
    ("UPDATE accounts SET name = 'x' WHERE account = '1300'", DEFINED),
    ("UPDATE taxes SET rate_ppm = rate_ppm + 1", DEFINED),
    ("UPDATE groups SET cost_of_sales = '5300'", DEFINED),
    (
        "UPDATE locations SET check_digits = '99' WHERE location = 'STORAGE'",
        DEFINED,
    ),
    ("UPDATE parties SET name = 'x' WHERE party = 'CUS-01'", DEFINED),
    ("UPDATE uoms SET decimals = 3 WHERE uom = 'EA'", DEFINED),
    ("UPDATE pick_faces SET max = max + 1000000", DEFINED),
    (
        "UPDATE orders SET party = 'CUS-04' WHERE order_no = 'SO-26101'",
        DEFINED,
    ),
    ("DELETE FROM orders WHERE order_no = 'SO-26111'", DEFINED),
    (
        "UPDATE order_lines SET qty = qty + 1000000 WHERE order_no = 'SO-26111'",
        "open = allocated + picked + promised",
    ),
    (
        "DELETE FROM promises WHERE order_no = 'SO-26111'",
        "open = allocated + picked + promised",
    ),
    (
        "UPDATE supplies SET free = free + 1000000",
        "available to promise = what may be allocated",
    ),
    (
        "UPDATE promises SET promised = promised + 1000000000, holds = 1; UPDATE supplies SET promised = (SELECT \
         COALESCE(SUM(promised), 0) FROM promises WHERE promises.item = supplies.item AND promises.site = \
         supplies.site AND promises.life = supplies.life)",
        "promised ≤ available to promise",
    ),
    ("INSERT INTO kits VALUES ('FD-1001', 'EL-2001', 1000000)", DEFINED),
    ("UPDATE sites SET name = 'x'", DEFINED),
    ("UPDATE restorations SET batch = 0", DEFINED),
    (
        "INSERT INTO restorations VALUES (2, 1, 1, 'never.db', 0, 900)",
        DEFINED,
    ),
    ("UPDATE entries SET movement = 9999 WHERE entry = 3", REFERENCES),
    ("UPDATE users SET locked = 7 WHERE badge = 'EMP-104'", PAGES),
    ("UPDATE operations SET key = 'x' WHERE seq = 20", NAMED),
    ("UPDATE operations SET op = 'pick' WHERE seq = 20", NAMED),
    (
        "UPDATE operations SET request = request || ' ' WHERE seq = 20",
        CHAIN,
    ),
    (
        "DELETE FROM operations WHERE seq = 20",
        "operations are numbered without gaps",
    ),
    (
        "UPDATE lots SET expiry = '2031-01-01' WHERE lot = 'NC-2602'",
        "goods expire when their lot does",
    ),
    (
        "UPDATE balances SET qty = qty + 1000000 WHERE item = 'FD-1001'",
        "on hand = Σ movements",
    ),
    (
        "UPDATE pools SET value = value + 1 WHERE item = 'FD-1001'",
        "per inventory account",
    ),
    (
        "UPDATE entries SET site = 'LUEB' WHERE entry = (SELECT min(entry) FROM entries WHERE site = 'MAIN')",
        "per inventory account and site",
    ),
    ("UPDATE layers SET value = value + 1", "every cost layer holds"),
    (
        "UPDATE slices SET value = value + 1 WHERE movement = (SELECT max(movement) FROM slices)",
        "every cost layer holds",
    ),
    (
        "UPDATE entry_lines SET amount = amount + 1 WHERE entry = 1 AND line = 1",
        "debits = credits per entry",
    ),
    (
        "DELETE FROM movements WHERE seq = 5",
        "movements are numbered without gaps",
    ),
    (
        "UPDATE ledger_batch_lines SET debit = debit + 1 WHERE line = 1",
        "the ledger batches' hash chain is unbroken",
    ),
    (
        "DELETE FROM batched_entries WHERE entry = 3",
        "exactly one ledger batch",
    ),
    ("UPDATE shipments SET qty_back = qty + 1", "returned ≤ issued"),
];

/// Changes that the replay alone tells, with the table that it tells of.
pub const REPLAYED: [(&str, &str); 8] = [
    ("UPDATE layers SET received = '2020-01-01'", "layers"),
    ("UPDATE entries SET document = 'x' WHERE entry = 3", "entries"),
    ("UPDATE movements SET operator = 'EMP-101'", "movements"),
    ("UPDATE operations SET note = 'x' WHERE seq = 20", "operations"),
    (
        "UPDATE order_lines SET price = 1 WHERE order_no = 'SO-26111'",
        "order_lines",
    ),
    ("UPDATE tasks SET owner = 'EMP-101'", "tasks"),
    ("UPDATE counts SET agreed = 1 - agreed", "counts"),
    ("UPDATE lpns SET weight = 7", "lpns"),
];

/// Changes the layout or the file, and the invariant that tells.
pub const FILE: [(&str, &str); 10] = [
    (
        "DROP TRIGGER operations_are_never_changed",
        "trigger operations_are_never_changed is missing",
    ),
    (
        "DROP TRIGGER operations_are_never_changed;
         CREATE TRIGGER operations_are_never_changed BEFORE UPDATE ON operations BEGIN SELECT 1; END",
        "trigger operations_are_never_changed differs from the program's",
    ),
    (
        "DROP INDEX operations_by_key",
        "index operations_by_key is missing",
    ),
    ("CREATE TABLE remarks (x)", "table remarks is not the program's"),
    ("CREATE VIEW v AS SELECT 1", "view v is not the program's"),
    (
        "CREATE INDEX names ON items (name)",
        "index names is not the program's",
    ),
    (
        "CREATE TRIGGER greedy AFTER INSERT ON movements BEGIN
             UPDATE users SET roles = 'administrator' WHERE badge = 'EMP-104'; END",
        "trigger greedy is not the program's",
    ),
    (
        "ALTER TABLE uoms ADD COLUMN z TEXT",
        "table uoms differs from the program's",
    ),
    (
        "CREATE TABLE operations_2 AS SELECT * FROM operations",
        "table operations_2 is not the program's",
    ),
    ("DROP TABLE sessions", "table sessions is missing"),
];
