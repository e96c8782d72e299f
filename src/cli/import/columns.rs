//! The files that can be imported: their columns, what each holds, and an example of it.

use self::Holds::{Code, Number, Other, Secret, Text};
use crate::domain::policy::PolicyKey;
use crate::scan::read::is_unseen;

/// What the cells of a column hold, as far as a spreadsheet may spoil them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// Something that is printed as bars, or stands for a record.
    Code,
    /// A decimal number.
    Number,
    /// Words for people.
    Text,
    /// One of a few words, a whole number, a day.
    Other,
    /// Something that no message may show.
    Secret,
}

/// One column of a kind of file.
#[derive(Debug)]
pub(super) struct Column {
    /// Its name in our files.
    pub name: &'static str,
    /// Whether a file must have it.
    pub is_needed: bool,
    /// What it holds.
    pub holds: Holds,
    /// A cell of the template.
    pub example: &'static str,
    /// What it says, for people.
    pub about: &'static str,
}

/// One kind of file.
#[derive(Debug)]
pub(super) struct Kind {
    /// Its name: that of the file, without ending.
    pub name: &'static str,
    /// What it holds, for people.
    pub about: &'static str,
    /// Its columns, in the order of the template.
    pub columns: &'static [Column],
}

/// Declares the kinds in the order in which their records must be known, a column a line: its name, `!` for one that a
/// file must have, what it holds, an example, what it says.
macro_rules! kinds {
    ($($kind:ident $what:literal { $($column:ident $need:tt $holds:ident $example:tt $about:literal;)* })*) => {
        /// Every kind of file, in the order in which its records must be known.
        pub(super) const KINDS: &[Kind] = &[$(Kind {
            name: stringify!($kind),
            about: $what,
            columns: &[$(Column {
                name: stringify!($column),
                is_needed: kinds!(@ $need),
                holds: $holds,
                example: $example,
                about: $about,
            }),*],
        }),*];
    };
    (@ !) => { true };
    (@ ?) => { false };
}

kinds! {
    accounts "the chart of accounts" {
        account ! Code "5310" "code, unique";
        name ! Text "Goods given away" "text";
        type ! Other "expense" "asset, liability, equity, income or expense";
    }
    taxes "tax types" {
        tax ! Code "VAT19" "code, unique";
        name ? Text "VAT 19 percent" "text";
        rate ! Number "19" "percent";
    }
    policies "how the company works; `binledger policies` lists all" {
        key ! Other (PolicyKey::OverReceiptPercent.key()) "one of the keys";
        value ! Other "5" "its value";
    }
    groups "item groups and their accounts" {
        group ! Other "2" "number, 1 to 999";
        name ? Text "Food" "text";
        sales ! Code "4000" "code of accounts.csv, like the next five";
        inventory ! Code "1300" "an account that nothing else posts to";
        cost_of_sales ! Code "5000" "code of accounts.csv";
        count_variance ! Code "5200" "code of accounts.csv";
        adjustment ! Code "5300" "code of accounts.csv";
        purchase_variance ! Code "5100" "code of accounts.csv";
        sales_tax ? Code "VAT19" "code of taxes.csv";
        purchase_tax ? Code "VAT19" "code of taxes.csv";
        method ? Other "fifo" "fifo, average or standard: how items of the group are valued unless they say otherwise";
        purchases ? Code "" "what is bought and never in stock; the company's account unless given";
        service_cost ? Other "purchases" "purchases or tracked: where bills of its services go; purchases unless given";
        service_accrual ? Code "" "services billed and not sold, where tracked; the company's account unless given";
    }
    uoms "units of measure" {
        uom ! Code "CS" "code, unique";
        name ? Text "Case" "text";
        decimals ? Other "0" "decimal places that a quantity may have, 0 to 6; 6 unless given";
    }
    entities "legal entities with books of their own" {
        entity ! Code "RETAIL" "code, unique";
        name ? Text "Example Retail Ltd" "text";
    }
    sites "warehouses and shops" {
        site ! Code "SHOP" "code, unique";
        name ? Text "The shop" "text";
        entity ? Code "RETAIL" "legal entity in whose books it is, of entities.csv; the company itself unless given";
    }
    group_accounts "accounts of a group at one site, where they are others there than those of the group" {
        group ! Other "2" "number of groups.csv";
        site ! Code "SHOP" "code of sites.csv";
        sales ? Code "4000" "code of accounts.csv, like the others; that of the group unless given";
        inventory ? Code "" "an account that nothing else posts to";
        cost_of_sales ? Code "5000" "what was sold, at cost";
        count_variance ? Code "" "what counts find and miss";
        adjustment ? Code "" "write-offs and finds";
        purchase_variance ? Code "" "differences between purchase price and value";
        purchases ? Code "" "what is bought and never in stock";
        service_accrual ? Code "" "services billed and not sold, where tracked";
    }
    vendors "who sells to us" {
        vendor ! Code "V-100" "code, unique";
        name ? Text "Example Vendor" "text";
    }
    customers "who buys from us" {
        customer ! Code "C-100" "code, unique";
        name ? Text "Example Customer" "text";
        min_life_days ? Other "30" "days an expiring item must still keep when it is shipped to them";
        region ? Text "DE" "country, state or tax district, which reports tell sales apart by";
    }
    channel_fees "what sales channels charge, one row for each day from which it holds" {
        channel ! Text "web" "as orders name it";
        since ! Other "2026-01-01" "first day; until the next row of the channel";
        percent ? Number "12" "of the sales; 0 unless given";
        basis ? Other "net" "net for sales without tax, gross for sales with tax; net unless given";
        fixed ? Number "0.35" "for each order besides; 0 unless given";
    }
    categories "categories of items, which reports tell apart; nothing is posted by them" {
        category ! Code "TINS" "code, unique";
        name ? Text "Tinned food" "text";
    }
    items "what is kept; the second row is the kit of kits.csv" {
        item ! Code "EXAMPLE-1" "code, unique";
        name ? Text "Example item" "text";
        group ? Other "1" "number of groups.csv; 1 unless given";
        method ? Other "fifo" "fifo, average or standard; that of the group unless given";
        standard_cost ? Number "" "per base unit; needed where the method is standard";
        tracking ? Other "expiry" "none, lot, expiry (lot and expiry) or serial";
        uom ? Code "EA" "base unit, of uoms.csv; EA unless given";
        price ? Number "4.90" "sales price per base unit, tax excluded";
        min_life_days ? Other "60" "days an expiring item must still keep when it is received";
        abc ? Other "A" "class for counting: A, B or C";
        weight ? Number "0.35" "kilograms per base unit";
        service ? Other "false" "true for what is sold and has no stock";
        supplier_code ? Code "4711-A" "what the supplier calls it";
        sales_tax ? Code "" "tax type of its sales, of taxes.csv; that of the group unless given";
        purchase_tax ? Code "" "tax type of its purchases, of taxes.csv; that of the group unless given";
        category ? Code "TINS" "code of categories.csv";
    }
    dimensions "dimensions of the company's own choosing, such as projects" {
        dimension ! Code "project" "small letters, digits, - and _; unique";
        name ? Text "Building project" "text";
        free ? Other "true" "true where documents may say any value; false, unless given, for those of dimension_values.csv";
        required_for ? Text "" "names of documents and codes of accounts that need a value, separated by ;";
    }
    dimension_values "what documents may say of dimensions" {
        dimension ! Code "project" "code of dimensions.csv";
        value ! Code "P-EXAMPLE" "what documents say, unique in the dimension";
        name ? Text "Example house" "text";
        since ? Other "2026-01-01" "first day on which documents may say it";
        until ? Other "" "last day on which they may";
    }
    locations "bins" {
        location ! Code "A-01-1" "code as printed on the bin, unique over all sites";
        site ! Code "MAIN" "code of sites.csv";
        zone ? Text "ambient" "text";
        purpose ! Other "pick" "receiving, storage, pick, packing, shipping, quarantine, returns or damaged";
        sequence ? Other "110" "place in the walk, smaller first";
        capacity ? Number "240" "base units that fit; no limit unless given";
        check ? Code "17" "two check digits, printed apart from the code";
        fixed_item ? Code "EXAMPLE-1" "item that lives here; put-away suggests it";
    }
    barcodes "what is printed on items and cases" {
        barcode ! Code "9521234010012" "GTIN with all its digits, or another code; what means a bin, a badge, an order, \
            an item or a command already is refused";
        item ! Code "EXAMPLE-1" "code of items.csv";
        qty ? Number "1" "base units that one scan stands for; 1 unless given";
        uom ? Code "EA" "unit that carries the barcode; the base unit unless given";
    }
    kits "what kits consist of, one row a component" {
        kit ! Code "EXAMPLE-KIT" "code of items.csv; sold as one, never in stock";
        component ! Code "EXAMPLE-1" "code of items.csv; no kit and no service";
        qty ! Number "2" "base units of the component in one kit";
    }
    transfer_prices "what legal entities ask of each other for goods, one row for each day from which it holds" {
        seller ? Code "" "who sells, of entities.csv; the company itself unless given";
        buyer ? Code "RETAIL" "who buys, of entities.csv; the company itself unless given";
        item ? Code "EXAMPLE-1" "code of items.csv; all that have no price of their own unless given";
        since ! Other "2026-01-01" "first day; until the next row of the same";
        price ? Number "3.20" "per base unit";
        percent ? Number "" "of the cost instead, such as 110";
    }
    pick_faces "how much pick faces should hold" {
        location ! Code "A-01-1" "code of locations.csv, of purpose pick";
        item ! Code "EXAMPLE-1" "code of items.csv";
        min ! Number "24" "base units below which the face is refilled from storage";
        max ! Number "120" "base units up to which it is refilled";
    }
    users "people and their badges" {
        badge ! Code "BADGE-1" "what the badge's barcode says";
        name ! Text "Erika Example" "text";
        roles ? Other "picker;receiver" "any of picker, receiver, counter, supervisor, controller, administrator, \
            separated by ; (with quotes round them where the columns are)";
        pin ? Secret "482913" "4 to 8 digits; a salted hash is kept and never the PIN, so delete the file after the import";
        site ! Code "MAIN" "where they work, code of sites.csv";
    }
    purchase_orders "orders to vendors, one row a line" {
        order ! Code "PO-EXAMPLE" "order number; rows with the same number are one order";
        vendor ! Code "V-100" "code of vendors.csv, the same on every row of the order";
        site ? Code "MAIN" "where the goods arrive; MAIN unless given";
        due ! Other "2027-01-15" "day they are due";
        line ? Other "1" "number within the order; counted unless given";
        item ! Code "EXAMPLE-1" "code of items.csv";
        qty ! Number "48" "ordered, in the unit";
        uom ? Code "EA" "the base unit, or the unit of one of the item's barcodes";
        price ! Number "2.50" "per that unit, tax excluded";
        dimensions ? Text "" "as NAME=VALUE, several separated by ;, the same on every row of the order; what is done for it says the same";
    }
    sales_orders "orders of customers, one row a line" {
        order ! Code "SO-EXAMPLE" "order number; rows with the same number are one order";
        customer ! Code "C-100" "code of customers.csv, the same on every row of the order";
        site ? Code "MAIN" "where the goods leave; MAIN unless given";
        due ! Other "2027-01-15" "day they are due";
        priority ? Other "5" "1 is most urgent";
        channel ? Text "web" "how it was sold";
        line ? Other "1" "number within the order; counted unless given";
        item ! Code "EXAMPLE-1" "code of items.csv";
        qty ! Number "6" "ordered, in the unit";
        uom ? Code "EA" "the base unit, or the unit of one of the item's barcodes";
        price ! Number "4.90" "per that unit, tax excluded unless the order's prices include it";
        lot ? Code "" "lot that the customer asked for";
        prices_include_tax ? Other "" "true or false, the same on every row of the order; as the policy unless given";
        tax_type ? Code "" "of taxes.csv, the same on every row of the order; those of the items unless given";
        region ? Text "" "where the goods go, the same on every row of the order; that of the customer unless given";
        dimensions ? Text "" "as NAME=VALUE, several separated by ;, the same on every row of the order; what is done for it says the same";
    }
    work_orders "what is to be made, one row a component" {
        order ! Code "WO-EXAMPLE" "work order number; rows with the same number are one work order";
        site ? Code "MAIN" "where it is made, the same on every row of the order; MAIN unless given";
        item ! Code "EXAMPLE-MADE" "what is made, code of items.csv, the same on every row of the order";
        qty ! Number "10" "base units to be made, the same on every row of the order";
        component ! Code "EXAMPLE-1" "what one of them takes, code of items.csv; no kit and no service";
        component_qty ! Number "2" "base units of it for one of what is made";
        component_lot ? Code "" "lot to take of it; the one that expires first unless given";
        labour ? Number "0.40" "for one of what is made, the same on every row of the order; none unless given";
        lot ? Code "" "lot that is made, the same on every row of the order; told when it is reported unless given";
        expiry ? Other "" "its expiry, the same on every row of the order";
        due ? Other "2027-01-15" "day it is due, the same on every row of the order";
    }
    opening_stock "what was there at the start" {
        item ! Code "EXAMPLE-1" "code of items.csv";
        lot ? Code "L-2601" "as far as the item tracks it";
        expiry ? Other "2027-12-31" "as far as the item tracks it";
        serial ? Code "" "as far as the item tracks it; one row a serial number";
        location ! Code "A-01-1" "where it lies, and so at which site";
        qty ! Number "48" "base units";
        value ! Number "120.00" "value of the whole row, not per unit";
        date ! Other "2026-01-01" "effective day, none after today; the earlier row of a day is the older layer";
    }
}

/// Returns a heading as it is compared: in small letters, without what is around it, one underscore for what parts its
/// words.
pub(super) fn plain(heading: &str) -> String {
    let seen: String = heading
        .chars()
        .filter(|character| !is_unseen(*character))
        .collect();
    let words = seen.split(|character: char| character.is_whitespace() || matches!(character, '-' | '_'));
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join("_").to_lowercase()
}

/// Returns what a file holds: its name without folder and ending, in small letters.
pub(super) fn kind_of(name: &str) -> String {
    let base = base_of(name).to_lowercase();
    let known = [".csv", ".tsv", ".txt"];
    let kind = known.iter().find_map(|ending| base.strip_suffix(ending));
    kind.unwrap_or(&base).to_owned()
}

/// Returns the name of a file without its folder.
pub(super) fn base_of(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

impl Kind {
    /// Returns the kind of this name.
    pub fn of(name: &str) -> Option<&'static Self> {
        KINDS.iter().find(|kind| kind.name == name)
    }

    /// Returns its column of this name.
    pub fn column(&self, name: &str) -> Option<&'static Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Returns the names of its columns, those that a file must have first.
    pub fn names(&self) -> String {
        let names = |needed: bool| {
            let fit = self.columns.iter().filter(move |it| it.is_needed == needed);
            fit.map(|column| column.name)
        };
        names(true).chain(names(false)).collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = include_str!("../../../samples/README.md");

    #[test]
    fn the_page_of_the_samples_has_every_column() {
        for kind in KINDS {
            let heading = format!("{}.csv", kind.name);
            let (_, behind) = PAGE
                .split_once(&format!("### {heading}"))
                .or_else(|| PAGE.split_once("### vendors.csv and customers.csv"))
                .expect("a section of the page");
            let section = behind.split("\n### ").next().expect("some text");
            for column in kind.columns {
                assert!(
                    section.contains(&format!("`{}`", column.name)),
                    "{heading} {}",
                    column.name
                );
            }
        }
    }
}
