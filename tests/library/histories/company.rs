//! A company with two sites, two groups with their own accounts, and items of every method and tracking.

use super::house::House;
use binledger::domain::amount::Qty;
use binledger::domain::catalog::{Category, Item, Kit, Location, Purpose, Site, Tracking};
use binledger::domain::company::{Account, AccountKind, Group, GroupAccounts, Method, Tax};
use binledger::domain::dimension::{Dimension, DimensionValue};
use binledger::domain::user::User;
use binledger::operations::request::{Define, Master, Receive};
use std::sync::LazyLock;

/// Its items: FIFO, average, standard, FIFO by lot with expiry, average by serial number.
pub const ITEMS: [&str; 5] = ["A", "V", "S", "LOT", "SER"];
/// The bins of both sites that histories use, those of the second site behind the rest.
pub const BINS: [&str; 9] = [
    "STORAGE",
    "BIN-2",
    "RECEIVING",
    "PACKING",
    "QUARANTINE",
    "DAMAGED",
    "E-STORAGE",
    "E-PICK",
    "E-PACKING",
];

/// The company of the stories with what histories need besides.
pub fn company() -> House {
    static FOUNDED: LazyLock<House> = LazyLock::new(founded);
    FOUNDED.another()
}

fn founded() -> House {
    let mut house = House::new(Method::Fifo);
    let group: Group = house.all().pop().expect("the house has one");
    let mut define = |master: Master| house.ok(Define { master });
    define(Master::Account(Account {
        account: "1301".into(),
        name: "Stock of the second group".into(),
        kind: AccountKind::Asset,
    }));
    define(Master::Tax(Tax {
        tax: "T7".into(),
        name: "seven".into(),
        rate_ppm: 70_000,
    }));
    define(Master::Group(Group {
        number: 2,
        inventory: "1301".into(),
        sales_tax: Some("T7".into()),
        ..group
    }));
    define(Master::Site(Site {
        site: "EAST".into(),
        name: "East".into(),
        entity: None,
    }));
    in_the_east(&mut |master| drop(define(master)));
    for (sequence, purpose) in (1..).zip(Purpose::ALL) {
        define(Master::Location(Location {
            location: format!("E-{}", purpose.word().to_uppercase()).into(),
            site: "EAST".into(),
            zone: String::new(),
            purpose: *purpose,
            sequence,
            capacity: None,
            check_digits: None,
            fixed_item: None,
        }));
    }
    define(Master::User(User {
        badge: "CAT".into(),
        name: "Cat".into(),
        roles: "controller".into(),
        pin_hash: Some(testing::company::PIN_HASH.into()),
        site: "MAIN".into(),
        failures: 0,
        locked: false,
    }));
    items(&mut house);
    for item in ["A", "V", "S"] {
        for to in ["STORAGE", "BIN-2", "E-STORAGE"] {
            house.ok(Receive {
                item: item.into(),
                qty: Qty::units(4),
                cost: Some("7.35".parse().expect("a price")),
                value: None,
                to: Some(to.into()),
                lot: None,
                expiry: None,
                serial: None,
                vendor: None,
                status: None,
                order: None,
                line: None,
                lpn: None,
                invoice: None,
                currency: None,
                rate: None,
            });
        }
    }
    house
}

/// The accounts of both groups at the second site: all of the first, and of the second that of its stock.
fn in_the_east(define: &mut dyn FnMut(Master)) {
    let accounts = ["4001", "1302", "5001", "5201", "5301", "5101", "5601", "1303"];
    for account in accounts {
        let kind = match account.as_bytes()[0] {
            b'1' => AccountKind::Asset,
            b'4' => AccountKind::Income,
            _ => AccountKind::Expense,
        };
        define(Master::Account(Account {
            account: account.into(),
            name: format!("{account} in the east"),
            kind,
        }));
    }
    let [
        sales,
        inventory,
        cost_of_sales,
        count_variance,
        adjustment,
        purchase_variance,
        purchases,
        other,
    ] = accounts.map(|account| Some(account.into()));
    define(Master::GroupAccounts(GroupAccounts {
        group_number: 1,
        site: "EAST".into(),
        sales,
        inventory,
        cost_of_sales,
        count_variance,
        adjustment,
        purchase_variance,
        purchases,
        service_accrual: None,
    }));
    define(Master::GroupAccounts(GroupAccounts {
        group_number: 2,
        site: "EAST".into(),
        sales: None,
        inventory: other,
        cost_of_sales: None,
        count_variance: None,
        adjustment: None,
        purchase_variance: None,
        purchases: None,
        service_accrual: None,
    }));
}

fn items(house: &mut House) {
    for (dimension, free) in [("project", true), ("centre", false)] {
        let (dimension, required_for) = (dimension.into(), String::new());
        let name = "A dimension".into();
        let master = Master::Dimension(Dimension {
            dimension,
            name,
            free,
            required_for,
        });
        house.ok(Define { master });
    }
    for value in ["N", "S"] {
        let (dimension, value, name) = ("centre".into(), value.into(), value.into());
        let (since, until) = (None, None);
        let master = Master::DimensionValue(DimensionValue {
            dimension,
            value,
            name,
            since,
            until,
        });
        house.ok(Define { master });
    }
    house.ok(Define {
        master: Master::Category(Category {
            category: "CAT".into(),
            name: "A category".into(),
        }),
    });
    let made = [
        ("V", Method::Average, 1),
        ("S", Method::Standard, 2),
        ("KIT", Method::Fifo, 2),
    ];
    for (code, method, group_number) in made {
        let master = Master::Item(Box::new(Item {
            item: code.into(),
            name: code.into(),
            group_number,
            method,
            standard_cost: Some("3.333333".parse().expect("a price")),
            tracking: Tracking::None,
            uom: "EA".into(),
            price: None,
            min_life_days: None,
            abc: "A".into(),
            weight: None,
            service: false,
            supplier_code: None,
            sales_tax: None,
            purchase_tax: None,
            category: (code != "V").then(|| "CAT".into()),
        }));
        house.ok(Define { master });
    }
    for (component, qty) in [("A", "2"), ("S", "0.5"), ("LOT", "1")] {
        let (kit, component) = ("KIT".into(), component.into());
        let qty = qty.parse().expect("a quantity");
        let master = Master::Kit(Kit { kit, component, qty });
        house.ok(Define { master });
    }
}
