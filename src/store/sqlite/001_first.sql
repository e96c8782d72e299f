-- Version 1 of the store.
--
-- Money is in minor units of the company's currency, quantities in millionths of the base unit, prices in millionths
-- of the major unit, times in milliseconds since 1970-01-01T00:00:00Z, dates are YYYY-MM-DD. Flags are 0 or 1.
-- An empty text means "none" where the column is part of a key, NULL elsewhere. Each table's columns, key and orders
-- are those of the record of the same name. Parents stand before their children.

-- One operation that was applied. The log alone rebuilds everything else.
CREATE TABLE operations (
    seq INTEGER PRIMARY KEY,
    "key" TEXT NOT NULL,
    op TEXT NOT NULL,
    request TEXT NOT NULL,
    movement INTEGER,
    movements INTEGER NOT NULL,
    entry INTEGER,
    entries INTEGER NOT NULL,
    note TEXT,
    hash TEXT NOT NULL CHECK (length(hash) = 64)
) STRICT;
CREATE UNIQUE INDEX operations_by_key ON operations ("key");
CREATE TRIGGER operations_are_never_changed BEFORE UPDATE ON operations
BEGIN SELECT RAISE(ABORT, 'operations are never changed'); END;
CREATE TRIGGER operations_are_never_deleted BEFORE DELETE ON operations
BEGIN SELECT RAISE(ABORT, 'operations are never deleted'); END;

-- One movement of one kind of goods. `qty` is positive; `from` and `to` say which way.
CREATE TABLE movements (
    seq INTEGER PRIMARY KEY,
    operation INTEGER NOT NULL REFERENCES operations,
    kind TEXT NOT NULL,
    item TEXT NOT NULL,
    lot TEXT NOT NULL,
    expiry TEXT,
    serial TEXT NOT NULL,
    qty INTEGER NOT NULL,
    from_location TEXT,
    to_location TEXT,
    from_status TEXT NOT NULL,
    site TEXT NOT NULL,
    to_status TEXT NOT NULL,
    from_lpn TEXT NOT NULL,
    to_lpn TEXT NOT NULL,
    value INTEGER NOT NULL,
    pool_before INTEGER NOT NULL,
    document TEXT,
    order_line INTEGER,
    origin INTEGER REFERENCES movements,
    reason TEXT,
    effective TEXT NOT NULL,
    posting TEXT NOT NULL,
    entered_at INTEGER NOT NULL,
    operator TEXT NOT NULL,
    terminal TEXT NOT NULL,
    source TEXT NOT NULL,
    reverses INTEGER REFERENCES movements,
    read INTEGER
) STRICT;
CREATE INDEX movements_by_item_and_site ON movements (item, site);
CREATE TRIGGER movements_are_never_changed BEFORE UPDATE ON movements
BEGIN SELECT RAISE(ABORT, 'movements are never changed'); END;
CREATE TRIGGER movements_are_never_deleted BEFORE DELETE ON movements
BEGIN SELECT RAISE(ABORT, 'movements are never deleted'); END;

-- The head of a journal entry.
CREATE TABLE entries (
    entry INTEGER PRIMARY KEY,
    operation INTEGER NOT NULL REFERENCES operations,
    movement INTEGER NOT NULL REFERENCES movements,
    rule TEXT NOT NULL,
    negates INTEGER,
    document TEXT,
    site TEXT NOT NULL,
    group_number INTEGER NOT NULL,
    channel TEXT NOT NULL,
    posting TEXT NOT NULL,
    effective TEXT NOT NULL,
    entered_at INTEGER NOT NULL
) STRICT;
CREATE INDEX entries_by_posting_and_site ON entries (posting, site);
CREATE TRIGGER entries_are_never_changed BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
CREATE TRIGGER entries_are_never_deleted BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END;

-- One line of a journal entry.
CREATE TABLE entry_lines (
    entry INTEGER NOT NULL REFERENCES entries,
    line INTEGER NOT NULL,
    account TEXT NOT NULL,
    amount INTEGER NOT NULL,
    PRIMARY KEY (entry, line)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER entry_lines_are_never_changed BEFORE UPDATE ON entry_lines
BEGIN SELECT RAISE(ABORT, 'entry lines are never changed'); END;
CREATE TRIGGER entry_lines_are_never_deleted BEFORE DELETE ON entry_lines
BEGIN SELECT RAISE(ABORT, 'entry lines are never deleted'); END;

-- What one movement put into (positive) or took out of (negative) one cost layer.
CREATE TABLE slices (
    movement INTEGER NOT NULL REFERENCES movements,
    layer INTEGER NOT NULL,
    item TEXT NOT NULL,
    site TEXT NOT NULL,
    qty INTEGER NOT NULL,
    value INTEGER NOT NULL,
    PRIMARY KEY (movement, layer)
) STRICT, WITHOUT ROWID;
CREATE INDEX slices_by_item_and_site_and_layer ON slices (item, site, layer);
CREATE TRIGGER slices_are_never_changed BEFORE UPDATE ON slices
BEGIN SELECT RAISE(ABORT, 'slices are never changed'); END;
CREATE TRIGGER slices_are_never_deleted BEFORE DELETE ON slices
BEGIN SELECT RAISE(ABORT, 'slices are never deleted'); END;

-- Goods of one kind at one place. No row means none.
CREATE TABLE balances (
    item TEXT NOT NULL,
    lot TEXT NOT NULL,
    serial TEXT NOT NULL,
    location TEXT NOT NULL,
    status TEXT NOT NULL,
    lpn TEXT NOT NULL,
    site TEXT NOT NULL,
    qty INTEGER NOT NULL,
    allocated INTEGER NOT NULL,
    PRIMARY KEY (item, lot, serial, location, status, lpn)
) STRICT, WITHOUT ROWID;
CREATE INDEX balances_by_location_and_item ON balances (location, item);
CREATE INDEX balances_by_lpn_and_item ON balances (lpn, item);

-- Everything of one item at one site: what the cost layers hold in all.
CREATE TABLE pools (
    item TEXT NOT NULL,
    site TEXT NOT NULL,
    qty INTEGER NOT NULL,
    value INTEGER NOT NULL,
    last_qty INTEGER NOT NULL,
    last_value INTEGER NOT NULL,
    PRIMARY KEY (item, site)
) STRICT, WITHOUT ROWID;

-- A FIFO cost layer that still holds something.
CREATE TABLE layers (
    item TEXT NOT NULL,
    site TEXT NOT NULL,
    seq INTEGER NOT NULL,
    qty INTEGER NOT NULL,
    value INTEGER NOT NULL,
    received TEXT NOT NULL,
    lot TEXT NOT NULL,
    PRIMARY KEY (item, site, seq)
) STRICT, WITHOUT ROWID;

-- One piece of work. A pick task is also the promise of the goods it names.
CREATE TABLE tasks (
    task INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    site TEXT NOT NULL,
    priority INTEGER NOT NULL,
    due TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    location TEXT NOT NULL,
    item TEXT NOT NULL,
    order_no TEXT NOT NULL,
    order_line INTEGER NOT NULL,
    lot TEXT NOT NULL,
    serial TEXT NOT NULL,
    qty INTEGER NOT NULL,
    done INTEGER NOT NULL,
    owner TEXT,
    terminal TEXT,
    since INTEGER,
    until INTEGER,
    reason TEXT
) STRICT;
CREATE INDEX tasks_by_urgency ON tasks (kind, state, site, priority, due, sequence);
CREATE INDEX tasks_by_order_no_and_order_line ON tasks (order_no, order_line);

-- One line of an order; quantities in base units.
CREATE TABLE order_lines (
    kind TEXT NOT NULL,
    order_no TEXT NOT NULL,
    line INTEGER NOT NULL,
    item TEXT NOT NULL,
    qty INTEGER NOT NULL,
    price INTEGER NOT NULL,
    price_per INTEGER NOT NULL,
    lot TEXT,
    done INTEGER NOT NULL,
    allocated INTEGER NOT NULL,
    picked INTEGER NOT NULL,
    packed INTEGER NOT NULL,
    short INTEGER NOT NULL,
    PRIMARY KEY (kind, order_no, line)
) STRICT, WITHOUT ROWID;

-- A purchase or sales order.
CREATE TABLE orders (
    kind TEXT NOT NULL,
    order_no TEXT NOT NULL,
    party TEXT NOT NULL,
    site TEXT NOT NULL,
    due TEXT NOT NULL,
    priority INTEGER NOT NULL,
    state TEXT NOT NULL,
    channel TEXT NOT NULL,
    PRIMARY KEY (kind, order_no)
) STRICT, WITHOUT ROWID;
CREATE INDEX orders_by_kind_and_state ON orders (kind, state);

-- A licence plate that is in use.
CREATE TABLE lpns (
    lpn TEXT NOT NULL,
    kind TEXT NOT NULL,
    order_kind TEXT,
    order_no TEXT,
    state TEXT NOT NULL,
    location TEXT NOT NULL,
    weight INTEGER,
    carton TEXT,
    PRIMARY KEY (lpn)
) STRICT, WITHOUT ROWID;
CREATE INDEX lpns_by_order_kind_and_order_no ON lpns (order_kind, order_no);

-- A bin that was found short for an order line, and is not offered for it again.
CREATE TABLE denials (
    order_no TEXT NOT NULL,
    order_line INTEGER NOT NULL,
    location TEXT NOT NULL,
    lot TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (order_no, order_line, location, lot)
) STRICT, WITHOUT ROWID;

-- An operation that was taken back, at most once.
CREATE TABLE reversals (
    operation INTEGER PRIMARY KEY REFERENCES operations,
    by_operation INTEGER NOT NULL REFERENCES operations
) STRICT;
CREATE TRIGGER reversals_are_never_changed BEFORE UPDATE ON reversals
BEGIN SELECT RAISE(ABORT, 'reversals are never changed'); END;
CREATE TRIGGER reversals_are_never_deleted BEFORE DELETE ON reversals
BEGIN SELECT RAISE(ABORT, 'reversals are never deleted'); END;

-- What left for a customer in one movement, what it cost and brought, and how much of that has come back.
CREATE TABLE shipments (
    movement INTEGER PRIMARY KEY REFERENCES movements,
    order_no TEXT NOT NULL,
    order_line INTEGER NOT NULL,
    item TEXT NOT NULL,
    lot TEXT NOT NULL,
    serial TEXT NOT NULL,
    qty INTEGER NOT NULL,
    cost INTEGER NOT NULL,
    sales INTEGER NOT NULL,
    tax INTEGER NOT NULL,
    qty_back INTEGER NOT NULL,
    cost_back INTEGER NOT NULL,
    sales_back INTEGER NOT NULL,
    tax_back INTEGER NOT NULL
) STRICT;
CREATE INDEX shipments_by_order_no ON shipments (order_no);

-- One count sheet: one bin.
CREATE TABLE counts (
    count TEXT NOT NULL,
    site TEXT NOT NULL,
    location TEXT NOT NULL,
    state TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    agreed INTEGER NOT NULL CHECK (agreed IN (0, 1)),
    opened_at INTEGER NOT NULL,
    note TEXT,
    PRIMARY KEY (count)
) STRICT, WITHOUT ROWID;
CREATE INDEX counts_by_state_and_location ON counts (state, location);
CREATE INDEX counts_by_location ON counts (location);

-- One operator's attempt at a count.
CREATE TABLE count_attempts (
    count TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    operator TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    closed_at INTEGER,
    snapshot INTEGER NOT NULL,
    PRIMARY KEY (count, attempt)
) STRICT, WITHOUT ROWID;

-- What one attempt found of one kind of goods, beside the book at that moment.
CREATE TABLE count_lines (
    count TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    item TEXT NOT NULL,
    lot TEXT NOT NULL,
    serial TEXT NOT NULL,
    status TEXT NOT NULL,
    expiry TEXT,
    book INTEGER NOT NULL,
    book_at_scan INTEGER NOT NULL,
    counted INTEGER,
    PRIMARY KEY (count, attempt, item, lot, serial, status)
) STRICT, WITHOUT ROWID;

-- One read as it came, before anything was made of it.
CREATE TABLE reads (
    terminal TEXT NOT NULL,
    read INTEGER NOT NULL,
    operator TEXT NOT NULL,
    source TEXT NOT NULL,
    device TEXT NOT NULL,
    raw TEXT NOT NULL,
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    PRIMARY KEY (terminal, read)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER reads_are_never_changed BEFORE UPDATE ON reads
BEGIN SELECT RAISE(ABORT, 'reads are never changed'); END;
CREATE TRIGGER reads_are_never_deleted BEFORE DELETE ON reads
BEGIN SELECT RAISE(ABORT, 'reads are never deleted'); END;

-- What became of a read.
CREATE TABLE read_results (
    terminal TEXT NOT NULL,
    read INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    code TEXT,
    message TEXT NOT NULL,
    step TEXT NOT NULL,
    millis INTEGER NOT NULL,
    PRIMARY KEY (terminal, read)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER read_results_are_never_changed BEFORE UPDATE ON read_results
BEGIN SELECT RAISE(ABORT, 'read results are never changed'); END;
CREATE TRIGGER read_results_are_never_deleted BEFORE DELETE ON read_results
BEGIN SELECT RAISE(ABORT, 'read results are never deleted'); END;

-- What a terminal was doing: enough to go on at the same step.
CREATE TABLE sessions (
    terminal TEXT NOT NULL,
    operator TEXT NOT NULL,
    state TEXT NOT NULL,
    read INTEGER NOT NULL,
    saved_at INTEGER NOT NULL,
    PRIMARY KEY (terminal)
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_operator ON sessions (operator);

-- A sealed ledger batch: what the accounting system gets.
CREATE TABLE ledger_batches (
    batch INTEGER PRIMARY KEY,
    day TEXT NOT NULL,
    site TEXT NOT NULL,
    reverses INTEGER,
    sealed_at INTEGER NOT NULL,
    sealed_by TEXT NOT NULL,
    currency TEXT NOT NULL,
    entries INTEGER NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL CHECK (length(hash) = 64)
) STRICT;
CREATE INDEX ledger_batches_by_day_and_site ON ledger_batches (day, site);
CREATE TRIGGER ledger_batches_are_never_changed BEFORE UPDATE ON ledger_batches
BEGIN SELECT RAISE(ABORT, 'ledger batches are never changed'); END;
CREATE TRIGGER ledger_batches_are_never_deleted BEFORE DELETE ON ledger_batches
BEGIN SELECT RAISE(ABORT, 'ledger batches are never deleted'); END;

-- One line of a ledger batch: debits and credits of one account by one rule, not netted.
CREATE TABLE ledger_batch_lines (
    batch INTEGER NOT NULL REFERENCES ledger_batches,
    line INTEGER NOT NULL,
    account TEXT NOT NULL,
    name TEXT NOT NULL,
    standing TEXT NOT NULL,
    rule TEXT NOT NULL,
    debit INTEGER NOT NULL,
    credit INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (batch, line)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER ledger_batch_lines_are_never_changed BEFORE UPDATE ON ledger_batch_lines
BEGIN SELECT RAISE(ABORT, 'ledger batch lines are never changed'); END;
CREATE TRIGGER ledger_batch_lines_are_never_deleted BEFORE DELETE ON ledger_batch_lines
BEGIN SELECT RAISE(ABORT, 'ledger batch lines are never deleted'); END;

-- Which ledger batch an entry is in; an entry without one is pending.
CREATE TABLE batched_entries (
    entry INTEGER PRIMARY KEY REFERENCES entries,
    batch INTEGER NOT NULL REFERENCES ledger_batches
) STRICT;
CREATE INDEX batched_entries_by_batch ON batched_entries (batch);
CREATE TRIGGER batched_entries_are_never_changed BEFORE UPDATE ON batched_entries
BEGIN SELECT RAISE(ABORT, 'batched entries are never changed'); END;
CREATE TRIGGER batched_entries_are_never_deleted BEFORE DELETE ON batched_entries
BEGIN SELECT RAISE(ABORT, 'batched entries are never deleted'); END;

-- A posting period that is closed: nothing posts into it any more.
CREATE TABLE closed_periods (
    period TEXT NOT NULL,
    closed_at INTEGER NOT NULL,
    closed_by TEXT NOT NULL,
    PRIMARY KEY (period)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER closed_periods_are_never_changed BEFORE UPDATE ON closed_periods
BEGIN SELECT RAISE(ABORT, 'closed periods are never changed'); END;
CREATE TRIGGER closed_periods_are_never_deleted BEFORE DELETE ON closed_periods
BEGIN SELECT RAISE(ABORT, 'closed periods are never deleted'); END;

-- One setting of the company.
CREATE TABLE policies (
    "key" TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY ("key")
) STRICT, WITHOUT ROWID;

-- One account of the general ledger.
CREATE TABLE accounts (
    account TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (account)
) STRICT, WITHOUT ROWID;

-- One tax type.
CREATE TABLE taxes (
    tax TEXT NOT NULL,
    name TEXT NOT NULL,
    rate_ppm INTEGER NOT NULL,
    PRIMARY KEY (tax)
) STRICT, WITHOUT ROWID;

-- An inventory group: the accounts its items post to and what they default to.
CREATE TABLE "groups" (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    sales TEXT NOT NULL,
    inventory TEXT NOT NULL,
    cost_of_sales TEXT NOT NULL,
    count_variance TEXT NOT NULL,
    adjustment TEXT NOT NULL,
    purchase_variance TEXT NOT NULL,
    sales_tax TEXT,
    purchase_tax TEXT,
    method TEXT NOT NULL
) STRICT;

-- A unit of measure.
CREATE TABLE uoms (
    uom TEXT NOT NULL,
    name TEXT NOT NULL,
    decimals INTEGER NOT NULL,
    PRIMARY KEY (uom)
) STRICT, WITHOUT ROWID;

-- A warehouse or a shop.
CREATE TABLE sites (
    site TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (site)
) STRICT, WITHOUT ROWID;

-- A bin inside a site.
CREATE TABLE locations (
    location TEXT NOT NULL,
    site TEXT NOT NULL,
    zone TEXT NOT NULL,
    purpose TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    capacity INTEGER,
    check_digits TEXT,
    fixed_item TEXT,
    PRIMARY KEY (location)
) STRICT, WITHOUT ROWID;
CREATE INDEX locations_by_walk ON locations (site, purpose, sequence);
CREATE INDEX locations_by_fixed_item ON locations (fixed_item);

-- A vendor or a customer.
CREATE TABLE parties (
    kind TEXT NOT NULL,
    party TEXT NOT NULL,
    name TEXT NOT NULL,
    min_life_days INTEGER,
    PRIMARY KEY (kind, party)
) STRICT, WITHOUT ROWID;

-- One stock-keeping unit.
CREATE TABLE items (
    item TEXT NOT NULL,
    name TEXT NOT NULL,
    group_number INTEGER NOT NULL,
    method TEXT NOT NULL,
    standard_cost INTEGER,
    tracking TEXT NOT NULL,
    uom TEXT NOT NULL,
    price INTEGER,
    min_life_days INTEGER,
    abc TEXT NOT NULL,
    weight INTEGER,
    service INTEGER NOT NULL CHECK (service IN (0, 1)),
    supplier_code TEXT,
    PRIMARY KEY (item)
) STRICT, WITHOUT ROWID;
CREATE INDEX items_by_supplier_code ON items (supplier_code);

-- A code printed on an item or one of its packs.
CREATE TABLE barcodes (
    barcode TEXT NOT NULL,
    item TEXT NOT NULL,
    qty INTEGER NOT NULL,
    uom TEXT NOT NULL,
    PRIMARY KEY (barcode)
) STRICT, WITHOUT ROWID;
CREATE INDEX barcodes_by_item ON barcodes (item);

-- A lot (= batch) of an item, as first received.
CREATE TABLE lots (
    item TEXT NOT NULL,
    lot TEXT NOT NULL,
    expiry TEXT,
    hold TEXT,
    PRIMARY KEY (item, lot)
) STRICT, WITHOUT ROWID;
CREATE INDEX lots_by_lot ON lots (lot);

-- An operator.
CREATE TABLE users (
    badge TEXT NOT NULL,
    name TEXT NOT NULL,
    roles TEXT NOT NULL,
    pin_hash TEXT,
    site TEXT NOT NULL,
    failures INTEGER NOT NULL,
    locked INTEGER NOT NULL CHECK (locked IN (0, 1)),
    PRIMARY KEY (badge)
) STRICT, WITHOUT ROWID;
