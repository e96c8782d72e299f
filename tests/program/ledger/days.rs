//! Days of random entries, sealed in memory, with accounts that nobody would name so.

use binledger::domain::amount::Money;
use binledger::domain::code::{AccountCode, Badge, Channel, SiteCode};
use binledger::domain::company::{Account, AccountKind};
use binledger::domain::entry::{Entry, EntryLine, LedgerBatch, Rule};
use binledger::domain::policy::Summary;
use binledger::domain::time::Time;
use binledger::ledger::batch::{Posted, freeze, negated, sealed_text, shares, summarise};
use binledger::ledger::export::Sealed;
use binledger::ledger::export::mapping::Mapping;
use binledger::ledger::trial_balance::TrialBalance;
use binledger::operations::log::chained;
use chrono::{Days, NaiveDate};

/// Numbers that look random and are the same each time (splitmix64).
pub struct Dice(pub u64);

impl Dice {
    /// A number below `sides`.
    pub fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % sides
    }
}

/// A chart in which every name tries to be something else.
pub fn chart() -> Vec<Account> {
    use AccountKind::{Asset, Equity, Expense, Income, Liability};
    let rows = [
        ("1300", "Inventory: food  ; date:2001-01-01", Asset),
        ("13 00", "Inventory, \"other\"\tstock", Asset),
        ("13:00", "=HYPERLINK(\"http://x\",\"y\")", Asset),
        ("1310", "Waren unterwegs — Köln & Café", Asset),
        ("2100", "[2001/01/01] received\n2026-01-01 * \"x\"", Liability),
        ("lower", "(virtual)  100.00 EUR @ 2 USD", Liability),
        ("2200", "\\\"; tax \\", Liability),
        ("3900", "", Equity),
        ("4000", "-Sales|@SUM(A1:A9)", Income),
        ("ÄÖ.1", "!TRNS\tSPL\r\nENDTRNS", Income),
        ("5000", "\u{202e}Cost of sales\u{0}", Expense),
        ("5200", "Zählung %(account) $x {y}", Expense),
    ];
    let account = |(code, name, kind): (&str, &str, AccountKind)| Account {
        account: AccountCode::from(code),
        name: name.to_owned(),
        kind,
    };
    rows.into_iter().map(account).collect()
}

/// Every account of the chart with a name at the target.
pub fn mapping() -> Mapping {
    let rows: Vec<String> = (600..)
        .zip(chart())
        .map(|(number, known)| format!("\"{}\",{number},Account {number}\n", known.account))
        .collect();
    Mapping::read_csv(&format!("account,target_account,name\n{}", rows.concat())).unwrap()
}

const DOCUMENTS: [&str; 5] = [
    "PO-1",
    "[2001-01-01]",
    "=1+1;\t\"x\"",
    "receipt",
    "SO:7, date:2001-01-01",
];
/// What lines say of dimensions.
const SAID: [&str; 3] = [
    "",
    "project=P 1, \"x\": =1",
    "cost_centre=[2001-01-01]; project=P2\\",
];
const SITES: [&str; 3] = ["MAIN", "LÜB:1, x", "=S\"2"];

/// The entries of one day at one site.
pub fn posted(dice: &mut Dice, day: NaiveDate, site: &str) -> Vec<Posted> {
    let chart = chart();
    let entries = 1 + dice.roll(12).cast_signed();
    let mut posted = Vec::new();
    for number in 1..=entries {
        let rule = Rule::ALL[usize::try_from(dice.roll(Rule::ALL.len() as u64)).unwrap()];
        let document =
            (dice.roll(2) == 0).then(|| DOCUMENTS[usize::try_from(dice.roll(5)).unwrap()].to_owned());
        let mut amounts: Vec<i64> = (0..=dice.roll(3))
            .map(|_| 1 + dice.roll(1_000_000).cast_signed() - 500_000)
            .filter(|n| *n != 0)
            .collect();
        amounts.push(-amounts.iter().sum::<i64>());
        amounts.retain(|amount| *amount != 0);
        let line = |(line, amount): (i64, i64)| EntryLine {
            entry: number,
            line,
            account: chart[usize::try_from(dice.roll(chart.len() as u64)).unwrap()]
                .account
                .clone(),
            amount: Money(amount),
            dimensions: SAID[usize::try_from(line).unwrap() % SAID.len()].parse().unwrap(),
        };
        let lines = (1..).zip(amounts).map(line).collect();
        let channel = ["", "web", "shop; =1"][usize::try_from(dice.roll(3)).unwrap()];
        let entry = Entry {
            entry: number,
            operation: number,
            movement: number,
            rule,
            negates: None,
            document,
            site: SiteCode::from(site),
            group_number: 1 + dice.roll(3).cast_signed(),
            channel: Channel::from(channel),
            posting: day,
            effective: day,
            entered_at: Time(0),
        };
        posted.push(Posted { entry, lines });
    }
    posted
}

/// Many days one after the other, each a ledger batch chained to the one before; every tenth is reversed at once.
pub fn days(many: i64, seed: u64, with_shares: bool) -> Vec<Sealed> {
    let mut dice = Dice(seed);
    let first = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap();
    let mut batches: Vec<Sealed> = Vec::new();
    for number in 0..many.unsigned_abs() {
        let day = first + Days::new(number);
        let site = SITES[usize::try_from(dice.roll(3)).unwrap()];
        let posted = posted(&mut dice, day, site);
        let summary = if dice.roll(2) == 0 {
            Summary::Day
        } else {
            Summary::Document
        };
        let batch = i64::try_from(batches.len()).unwrap() + 1;
        let lines = freeze(batch, &summarise(&posted, summary), &chart()).unwrap();
        let shares = if with_shares {
            shares(&posted, &lines)
        } else {
            Vec::new()
        };
        let head = LedgerBatch {
            batch,
            day,
            site: SiteCode::from(site),
            reverses: None,
            sealed_at: Time(0),
            sealed_by: Badge::default(),
            currency: "EUR".to_owned(),
            entries: posted.len().try_into().unwrap(),
            previous: String::new(),
            hash: String::new(),
            operation: None,
            log: None,
        };
        link(&mut batches, Sealed { head, lines, shares });
        if number % 10 == 9 {
            let reversed = batches.last().unwrap().clone();
            let batch = reversed.head.batch + 1;
            let (lines, shares) = (negated(batch, &reversed.lines), Vec::new());
            let head = LedgerBatch {
                batch,
                reverses: Some(reversed.head.batch),
                ..reversed.head
            };
            link(&mut batches, Sealed { head, lines, shares });
        }
    }
    batches
}

fn link(batches: &mut Vec<Sealed>, batch: Sealed) {
    let previous = batches
        .last()
        .map(|before| before.head.hash.clone())
        .unwrap_or_default();
    let hash = chained(&previous, &sealed_text(&batch.head, &batch.lines));
    let head = LedgerBatch {
        previous,
        hash,
        ..batch.head
    };
    batches.push(Sealed { head, ..batch });
}

/// The balances of all accounts.
pub fn trial_balance(batches: &[Sealed]) -> TrialBalance {
    let mut balance = TrialBalance::default();
    for line in batches.iter().flat_map(|batch| &batch.lines) {
        balance.add(&line.account, line.debit, line.credit);
    }
    balance
}
