//! The sample company, carried inside the program.

/// Its files: name and content.
pub const FILES: &[(&str, &str)] = &[
    ("accounts.csv", include_str!("../../samples/accounts.csv")),
    ("taxes.csv", include_str!("../../samples/taxes.csv")),
    ("policies.csv", include_str!("../../samples/policies.csv")),
    ("groups.csv", include_str!("../../samples/groups.csv")),
    ("uoms.csv", include_str!("../../samples/uoms.csv")),
    ("sites.csv", include_str!("../../samples/sites.csv")),
    ("vendors.csv", include_str!("../../samples/vendors.csv")),
    ("customers.csv", include_str!("../../samples/customers.csv")),
    ("items.csv", include_str!("../../samples/items.csv")),
    ("locations.csv", include_str!("../../samples/locations.csv")),
    ("barcodes.csv", include_str!("../../samples/barcodes.csv")),
    ("pick_faces.csv", include_str!("../../samples/pick_faces.csv")),
    ("users.csv", include_str!("../../samples/users.csv")),
    (
        "purchase_orders.csv",
        include_str!("../../samples/purchase_orders.csv"),
    ),
    ("sales_orders.csv", include_str!("../../samples/sales_orders.csv")),
    (
        "opening_stock.csv",
        include_str!("../../samples/opening_stock.csv"),
    ),
];
