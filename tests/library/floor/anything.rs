//! Reads at random, of everything that the house's labels, cards and garbage offer, by each role: no read is lost, what a
//! prompt names can be done, and the books stay sound.

use super::house::House;
use super::replenishing::faces;
use super::stock;
use binledger::domain::code::Terminal;
use binledger::domain::command::Command;
use binledger::domain::movement::Movement;
use binledger::domain::order::OrderKind;
use binledger::domain::policy::{Approval, Policies};
use binledger::domain::refusal::Refusal;
use binledger::domain::time::Time;
use binledger::flows::event::{Context, Effect, Event};
use binledger::operations::invariants::audit;
use binledger::scan::{Ending, Read, Source, SourceKind};
use binledger::session::Session;
use binledger::store::Store;
use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use testing::company::PIN;
use testing::dice::Dice;

/// How many reads each of the three makes.
const READS: usize = 400;

/// What lies about: goods, lots, places, papers, badges, digits, garbage.
const LYING_ABOUT: [&str; 44] = [
    "A",
    "LOT",
    "SER",
    "L1",
    "L2",
    "S1",
    "S2",
    "STORAGE",
    "BIN-2",
    "F-1",
    "F-2",
    "RECEIVING",
    "PACKING",
    "SHIPPING",
    "QUARANTINE",
    "PO-1",
    "PO-2",
    "SO-1",
    "SO-2",
    "SO-3",
    "T1",
    "T2",
    "TOTE-7",
    "P1",
    "ANA",
    "BEN",
    "SUE",
    "1",
    "2",
    "3",
    "12",
    "99",
    "2.5",
    "12,5",
    "0",
    "2308",
    "9999",
    "310727",
    "0727",
    "NOWHERE",
    "96385074",
    "]C1",
    "Ünïcode ☃",
    "",
];

fn house() -> House {
    let mut house = faces();
    for order in ["PO-1", "PO-2"] {
        house.order(OrderKind::Purchase, order, "A", 12);
    }
    for (order, item) in [("SO-1", "A"), ("SO-2", "LOT"), ("SO-3", "SER")] {
        house.order(OrderKind::Sales, order, item, 2);
    }
    stock::serial(&mut house, "S1");
    house
}

/// The commands that a sentence tells the operator to give, by the words of their cards.
fn named(sentence: &str) -> Vec<Command> {
    let words = sentence.split(|c: char| !c.is_ascii_uppercase());
    let words = words.filter(|word| 4 <= word.len());
    words
        .filter_map(|word| Command::of_card(&format!("$BL.{word}")))
        .filter(|command| !matches!(command, Command::Start(_)))
        .collect()
}

struct Somebody<'h> {
    badge: &'h str,
    session: Session<'h>,
    now: DateTime<Utc>,
}

impl Somebody<'_> {
    fn read(&mut self, text: &str) -> String {
        self.now += TimeDelta::seconds(1);
        let read = Read {
            source: Source::new(SourceKind::Script, ""),
            bytes: text.as_bytes().to_vec(),
            first_at: self.now,
            last_at: self.now,
            typed: text.bytes().all(|byte| byte.is_ascii_digit()),
            ending: Ending::Enter,
            overlong: false,
        };
        let reply = self.session.read(&read).expect("the store works");
        assert!(!reply.prompt.is_empty(), "{text}: {}", reply.message());
        let refused = reply.code.as_ref().map_or("", |_| reply.text.as_str());
        for sentence in [&reply.prompt, refused] {
            for command in named(sentence) {
                assert!(
                    self.can(&command),
                    "after {text:?} {sentence:?} asks for {command}, which does nothing there: {}",
                    reply.prompt
                );
            }
        }
        reply.text
    }

    /// Whether the work takes a command now.
    fn can(&self, command: &Command) -> bool {
        let context = Context {
            pin_digits: 4,
            operator: self.session.operator().clone(),
            terminal: Terminal::from("T-1").filled().unwrap(),
            site: self.session.site().clone(),
            today: self.now.date_naive(),
            now: Time::from(self.now),
            approval: Approval::BadgePin,
            tote_pattern: Policies::default().tote_pattern().expect("a default"),
            over_receipt_percent: 0,
            scan_lots: false,
            scan_locations: false,
        };
        let mut flow = self.session.flow().clone();
        let effects = flow.step(Event::Command(command.clone()), &context);
        let is_for_elsewhere = |effect: &Effect| {
            matches!(
                effect,
                Effect::Refuse(Refusal::NotHere { .. } | Refusal::NotNow { .. } | Refusal::NothingToUndo {})
            )
        };
        !effects.iter().any(is_for_elsewhere)
    }

    fn works(&mut self, dice: &mut Dice, cards: &[String]) {
        if !self.session.is_signed_in() && !self.session.flow().is_secret() {
            self.read(self.badge);
        }
        if self.session.flow().is_secret() && dice.below(8) != 0 {
            self.read(PIN);
            return;
        }
        // Half of the time somebody does what is asked for, as far as it is named.
        let prompt = self.session.flow().prompt();
        let wanted: Vec<&str> = LYING_ABOUT
            .into_iter()
            .filter(|code| {
                1 < code.len()
                    && prompt
                        .split(|c: char| " ,.:".contains(c))
                        .any(|word| word == *code)
            })
            .collect();
        if !wanted.is_empty() && dice.below(2) == 0 {
            let code = *dice.one(&wanted);
            self.read(code);
        } else if dice.below(3) == 0 {
            let card = dice.one(cards).clone();
            self.read(&card);
        } else {
            let code = *dice.one(&LYING_ABOUT);
            self.read(code);
        }
    }

    /// Signs out; returns what is told then.
    fn leaves(&mut self) -> String {
        self.read("$BL.BACK");
        self.read("$BL.SIGNOUT");
        let told = self.read("$BL.SIGNOUT");
        assert!(!self.session.is_signed_in(), "{told}");
        told
    }
}

#[test]
fn whatever_is_read_nothing_is_lost_and_what_is_asked_for_can_be_done() {
    let cards: Vec<String> = Command::all()
        .chain(Command::examples())
        .filter(|command| !matches!(command, Command::SignOut | Command::Quit))
        .map(|command| command.card().into_owned())
        .collect();
    for (seed, badge) in (1..).zip(["ANA", "BEN", "SUE"]) {
        let house = house();
        let mut store = house.store.clone();
        let mut dice = Dice(seed);
        let session = Session::open(&mut store, "T-1".into()).unwrap();
        let now = "2026-03-02T08:00:00Z".parse().unwrap();
        let mut somebody = Somebody { badge, session, now };
        somebody.session.keep_time_at(FixedOffset::east_opt(0));
        for _ in 0..READS {
            somebody.works(&mut dice, &cards);
        }
        if somebody.session.is_signed_in() {
            assert!(somebody.session.tally().is_proved());
            somebody.leaves();
        }
        let store: &dyn Store = &house.store;
        for finding in store.read(audit).unwrap() {
            assert_eq!(finding.broken, 0, "{badge}: {finding:?}");
        }
        println!("{badge}: {} movements", house.all::<Movement>().len());
    }
}
