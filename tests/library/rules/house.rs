//! A small company in memory, and what tests ask of it.

use binledger::cli::lay_down;
use binledger::domain::amount::{Money, Qty};
use binledger::domain::catalog::{Item, Location, Party, PartyKind, Purpose, Site, Tracking, Uom};
use binledger::domain::code::{Key, Terminal};
use binledger::domain::company::{Account, AccountKind, Group, Method, Policy};
use binledger::domain::entry::{Entry, EntryLine};
use binledger::domain::movement::Source;
use binledger::domain::order::{Order, OrderKind, OrderLine, OrderState};
use binledger::domain::policy::CompanyAccount;
use binledger::domain::record::{Range, Record};
use binledger::domain::stock::{Balance, Pool};
use binledger::domain::time::Time;
use binledger::domain::user::User;
use binledger::operations::answer::{Answer, Verdict};
use binledger::operations::decide::{Decision, decide_by};
use binledger::operations::invariants::audit;
use binledger::operations::request::{Define, Master, Operation, PlaceOrder, Request, Requester};
use binledger::operations::view::View;
use binledger::store::Store;
use binledger::store::memory::Memory;
use std::sync::Mutex;
use testing::company::PIN_HASH;

/// The company, with the number of the last request.
pub struct House {
    pub store: Memory,
    last: i64,
    requester: Requester,
}

/// An operator signed in at a terminal of their own.
pub fn at_terminal(badge: &str) -> Requester {
    let terminal = Terminal::from(format!("T-{badge}")).filled();
    Requester::at(terminal.expect("a name"), badge.into())
}

const GROUP_ACCOUNTS: [&str; 6] = ["4000", "1300", "5000", "5200", "5300", "5100"];

/// The houses built so far; every test gets one like them.
static BUILT: Mutex<Vec<(Method, House)>> = Mutex::new(Vec::new());

impl House {
    /// The store that `init` makes: nobody has a badge, and there is no item.
    pub fn empty() -> Self {
        let mut store = Memory::new();
        lay_down(&mut store, &[]).expect("a store begins empty");
        Self {
            store,
            last: 0,
            requester: Requester::Document { operator: None },
        }
    }

    /// Checks the books: every invariant holds.
    #[track_caller]
    pub fn is_sound(&self) {
        let store: &dyn Store = &self.store;
        for row in store.read(audit).unwrap() {
            assert_eq!(row.broken, 0, "{row:?}");
        }
    }

    /// Site `MAIN` with a location of every purpose and items `A` (as `method` says), `LOT` (by expiry, FIFO),
    /// `SER` (serial numbers, average).
    pub fn new(method: Method) -> Self {
        let mut built = BUILT.lock().expect("a house can be built");
        if let Some((_, house)) = built.iter().find(|(of, _)| *of == method) {
            return house.another();
        }
        let house = Self::built(method);
        let another = house.another();
        built.push((method, house));
        another
    }

    /// Another house in the same state.
    pub fn another(&self) -> Self {
        let store: &dyn Store = &self.store;
        Self {
            store: store.read(Memory::of).expect("the store works"),
            last: self.last,
            requester: self.requester.clone(),
        }
    }

    fn built(method: Method) -> Self {
        let mut house = Self {
            store: Memory::new(),
            last: 0,
            requester: Requester::Document { operator: None },
        };
        for code in CompanyAccount::ALL
            .iter()
            .map(|account| account.unset())
            .chain(GROUP_ACCOUNTS)
        {
            house.define(Master::Account(Account {
                account: code.into(),
                name: code.into(),
                kind: AccountKind::Asset,
            }));
        }
        let [
            sales,
            inventory,
            cost_of_sales,
            count_variance,
            adjustment,
            purchase_variance,
        ] = GROUP_ACCOUNTS.map(Into::into);
        let (number, name, sales_tax, purchase_tax) = (1, "all".into(), None, None);
        house.define(Master::Group(Group {
            number,
            name,
            sales,
            inventory,
            cost_of_sales,
            count_variance,
            adjustment,
            purchase_variance,
            sales_tax,
            purchase_tax,
            method,
            purchases: None,
            service_cost: None,
            service_accrual: None,
        }));
        house.define(Master::Uom(Uom {
            uom: "EA".into(),
            name: "each".into(),
            decimals: 0,
        }));
        house.define(Master::Site(Site {
            site: "MAIN".into(),
            name: "Main".into(),
            entity: None,
        }));
        house.furnish(method);
        house
    }

    /// Locations, items, parties and operators.
    fn furnish(&mut self, method: Method) {
        for (sequence, purpose) in (1..).zip(Purpose::ALL) {
            self.location(&purpose.word().to_uppercase(), *purpose, sequence);
        }
        self.location("BIN-2", Purpose::Storage, 50);
        self.item("A", method, Tracking::None);
        self.item("LOT", Method::Fifo, Tracking::Expiry);
        self.item("SER", Method::Average, Tracking::Serial);
        for (kind, party) in [(PartyKind::Vendor, "V1"), (PartyKind::Customer, "C1")] {
            self.define(Master::Party(Party {
                kind,
                party: party.into(),
                name: party.into(),
                min_life_days: None,
                region: None,
            }));
        }
        for (badge, roles) in [
            ("ANA", "picker;receiver;counter"),
            ("BEN", "picker;counter"),
            ("SUE", "supervisor;counter"),
        ] {
            self.define(Master::User(User {
                badge: badge.into(),
                name: badge.into(),
                roles: roles.into(),
                pin_hash: Some(PIN_HASH.into()),
                site: "MAIN".into(),
                failures: 0,
                locked: false,
            }));
        }
    }

    /// Adds a location.
    pub fn location(&mut self, code: &str, purpose: Purpose, sequence: i64) {
        let (site, zone) = ("MAIN".into(), String::new());
        self.define(Master::Location(Location {
            location: code.into(),
            site,
            zone,
            purpose,
            sequence,
            capacity: None,
            check_digits: None,
            fixed_item: None,
        }));
    }

    fn item(&mut self, code: &str, method: Method, tracking: Tracking) {
        self.define(Master::Item(Box::new(Item {
            item: code.into(),
            name: code.into(),
            group_number: 1,
            method,
            standard_cost: Some("10.5".parse().expect("as the story says")),
            tracking,
            uom: "EA".into(),
            price: None,
            min_life_days: None,
            abc: "A".into(),
            weight: None,
            service: false,
            supplier_code: None,
            sales_tax: None,
            purchase_tax: None,
            category: None,
        })));
    }

    /// Sets a policy.
    pub fn policy(&mut self, key: &str, value: &str) {
        self.define(Master::Policy(Policy {
            key: key.into(),
            value: value.into(),
        }));
    }

    /// Places an order of one line for `item`.
    pub fn order(&mut self, kind: OrderKind, order_no: &str, item: &str, units: i64) {
        self.order_at("MAIN", kind, order_no, item, units);
    }

    /// The same at a site.
    pub fn order_at(&mut self, site: &str, kind: OrderKind, order_no: &str, item: &str, units: i64) {
        let party = if kind == OrderKind::Sales { "C1" } else { "V1" };
        let order = Order {
            kind,
            order_no: order_no.into(),
            party: party.into(),
            site: site.into(),
            due: Self::today(),
            priority: 5,
            state: OrderState::Open,
            channel: "web".into(),
            prices_include_tax: None,
            tax_type: None,
            region: None,
            dimensions: <_>::default(),
        };
        let zero = Qty::ZERO;
        let line = OrderLine {
            kind,
            order_no: order_no.into(),
            line: 1,
            item: item.into(),
            qty: Qty::units(units),
            price: "20".parse().expect("as the story says"),
            price_per: Qty::ONE,
            lot: None,
            done: zero,
            allocated: zero,
            picked: zero,
            packed: zero,
            short: zero,
        };
        self.ok(PlaceOrder {
            order,
            lines: vec![line],
            without: None,
        });
    }

    /// Makes this operator, at a terminal, the requester from now on.
    pub fn sign_in(&mut self, badge: &str) -> &mut Self {
        self.requester = at_terminal(badge);
        self
    }

    /// The day of the story.
    pub fn today() -> chrono::NaiveDate {
        "2026-03-02".parse().expect("as the story says")
    }

    /// A request with the next key.
    pub fn request(&mut self, operation: impl Into<Operation>) -> Request {
        self.last += 1;
        let (key, at) = (
            Key::from(format!("k{}", self.last)),
            Time(1_772_438_400_000 + self.last * 1000),
        );
        Request {
            requester: self.requester.clone(),
            source: Source::Scan,
            ..Request::of_document(key, at, Self::today(), operation.into())
        }
    }

    /// Sends an operation; returns the answer of the store.
    pub fn ask(&mut self, operation: impl Into<Operation>) -> Answer {
        let request = self.request(operation);
        self.send(&request)
    }

    /// Sends a request unchanged.
    pub fn send(&mut self, request: &Request) -> Answer {
        self.store.transact(request).expect("the store works")
    }

    /// Sends an operation that must be applied; returns its key.
    #[track_caller]
    pub fn ok(&mut self, operation: impl Into<Operation>) -> Key {
        let answer = self.ask(operation);
        assert_eq!(
            answer.verdict,
            Verdict::Applied,
            "refused: {:?}",
            answer.refusal.map(|r| r.to_string())
        );
        answer.id
    }

    /// Sends an operation that must be refused; returns the refusal's code.
    #[track_caller]
    pub fn no(&mut self, operation: impl Into<Operation>) -> &'static str {
        let answer = self.ask(operation);
        answer
            .refusal
            .unwrap_or_else(|| panic!("it was {}", answer.verdict))
            .code()
    }

    /// Returns whether the rule book of a version takes an operation; nothing is applied.
    pub fn takes_by(&mut self, rules: i64, operation: impl Into<Operation>) -> bool {
        let request = self.request(operation);
        let store: &dyn Store = &self.store;
        let decided = store.read(|view| Ok(decide_by(view, &request, rules)));
        matches!(decided.expect("the store works"), Ok(Decision::New(..)))
    }

    /// Applies an operation by the rule book of a version.
    #[track_caller]
    pub fn by(&mut self, rules: i64, operation: impl Into<Operation>) {
        let request = self.request(operation);
        let decide = |view: &dyn View, request: &Request| decide_by(view, request, rules);
        let answer = self
            .store
            .transact_by(&request, &decide)
            .expect("the store works");
        assert_eq!(answer.refusal, None, "{}", request.operation.word());
    }

    pub fn define(&mut self, master: Master) {
        self.ok(Define { master });
    }

    /// All records of one kind.
    pub fn all<R: Record>(&self) -> Vec<R> {
        let store: &dyn Store = &self.store;
        store.all().expect("the store works")
    }

    /// Quantity of an item at a location with what is promised of it.
    pub fn at(&self, item: &str, location: &str) -> (Qty, Qty) {
        let here = self
            .all::<Balance>()
            .into_iter()
            .filter(|b| b.item.as_str() == item && b.location.as_str() == location);
        here.fold((Qty::ZERO, Qty::ZERO), |(qty, promised), b| {
            (qty + b.qty, promised + b.allocated)
        })
    }

    /// Quantity and value of an item.
    pub fn worth(&self, item: &str) -> (Qty, Money) {
        let pools = self
            .all::<Pool>()
            .into_iter()
            .filter(|pool| pool.item.as_str() == item);
        pools.fold((Qty::ZERO, Money::ZERO), |(qty, value), pool| {
            (qty + pool.qty, value + pool.value)
        })
    }

    /// The lines of the last entry as `account amount` words, debits positive.
    pub fn last_entry(&self) -> String {
        let store: &dyn Store = &self.store;
        let lines = store.read(|view| {
            let last = view.last(Entry::TABLE)?;
            view.list::<EntryLine>(&Range::of::<EntryLine>(&[&last]))
        });
        let lines = lines.expect("the store works");
        let told = |line: &EntryLine| format!("{} {}", line.account, line.amount);
        lines.iter().map(told).collect::<Vec<_>>().join(", ")
    }
}
