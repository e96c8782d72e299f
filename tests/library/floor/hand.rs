//! One operator at one terminal: reads go in, effects are performed, what is said is remembered.

use super::house::House;
use super::screen;
use binledger::domain::amount::Qty;
use binledger::domain::catalog::{Item, Location};
use binledger::domain::code::{Badge, Key, Terminal};
use binledger::domain::count::Count;
use binledger::domain::log::Logged;
use binledger::domain::movement::Source;
use binledger::domain::order::Order;
use binledger::domain::policy::{Approval, Policies};
use binledger::domain::stock::Plate;
use binledger::domain::time::Time;
use binledger::domain::user::User;
use binledger::flows::event::{Command, Context, Effect, Event, Job, Post, Question, Told};
use binledger::flows::flow::Flow;
use binledger::flows::scanned::{Label, Meaning, Scanned};
use binledger::flows::work::Work;
use binledger::operations::request::{Request, Requester};
use binledger::scan::{Ai, Symbol};
use binledger::session::lookup;
use binledger::session::pin::Pins;
use binledger::store::Store;
use binledger::ui;
use binledger::ui::face::Face;
use std::collections::VecDeque;
use testing::company::PIN;

/// The clock of the stories at the first read.
const MORNING: i64 = 1_772_440_000_000;

/// An operator, and the state of the terminal in front of them.
pub struct Hand {
    flow: Flow,
    context: Context,
    reads: i64,
    posts: i64,
    /// What the last read led to: `good …`, `WRONG_LOT …`.
    pub said: Vec<String>,
}

impl Hand {
    /// Signs in by badge and starts a job.
    pub fn new(house: &mut House, badge: &str, job: Job) -> Self {
        let operator = house.user(badge);
        let context = Context {
            pin_digits: 4,
            terminal: Terminal::from(format!("T-{badge}")).filled().expect("a name"),
            site: operator.site.clone(),
            operator,
            today: House::today(),
            now: Time(MORNING),
            approval: Approval::BadgePin,
            tote_pattern: Policies::default().tote_pattern().expect("a default"),
            over_receipt_percent: 0,
            scan_lots: false,
            scan_locations: false,
        };
        let mut hand = Self {
            flow: Flow::default(),
            context,
            reads: 0,
            posts: 0,
            said: Vec::new(),
        };
        hand.read(house, badge);
        hand.say(house, Command::Start(job));
        hand
    }

    /// Reads a code: `ITEM`, `ITEM#LOT`, `ITEM#LOT*12` for a case of twelve, a bin, an order, a plate; nothing is Enter.
    pub fn read(&mut self, house: &mut House, code: &str) -> &mut Self {
        if code.is_empty() {
            return self.feed(house, Event::Enter);
        }
        let scanned = scanned(house, code);
        self.feed(house, Event::Scanned(Box::new(scanned)));
        if self.flow.is_secret() {
            let mut pin = self::scanned(house, PIN);
            pin.typed = true;
            self.feed(house, Event::Scanned(Box::new(pin)));
        }
        self
    }

    /// Reads one code after the other.
    pub fn reads(&mut self, house: &mut House, codes: &[&str]) -> &mut Self {
        for code in codes {
            self.read(house, code);
        }
        self
    }

    /// Gives a command.
    pub fn say(&mut self, house: &mut House, command: Command) -> &mut Self {
        self.feed(house, Event::Command(command))
    }

    /// What the terminal wants now.
    pub fn prompt(&self) -> String {
        self.flow.prompt()
    }

    /// The commands that are legal now.
    pub fn legal(&self) -> Vec<Command> {
        self.flow.legal()
    }

    /// The session as it is saved.
    pub fn saved(&self) -> String {
        serde_json::to_string(&self.flow).expect("a session can be written down")
    }

    /// Goes on with the session as it was saved, which is as it stands.
    pub fn resume(&mut self) {
        let read: Flow = serde_json::from_str(&self.saved()).expect("a session can be read");
        assert_eq!(read, self.flow);
        self.flow = read;
    }

    /// What is on the screen.
    pub fn face(&self) -> Face {
        match self.flow.work() {
            Work::Pick(state) => ui::pick::face(state),
            Work::Pack(state) => ui::pack::face(state),
            Work::Ship(state) => ui::ship::face(state),
            Work::Count(state) => ui::count::face(state),
            Work::Reconcile(state) => ui::reconcile::face(state),
            Work::Ledger(state) => ui::ledger::face(state),
            Work::Putaway(state) => ui::putaway::face(state),
            Work::Move(state) => ui::r#move::face(state),
            Work::Return(state) => ui::customer_return::face(state),
            Work::Inquire(state) => ui::inquire::face(state),
            _ => Face::new("", self.prompt()),
        }
    }

    /// The last thing said.
    pub fn last(&self) -> &str {
        self.said.last().map_or("", String::as_str)
    }

    /// Lets minutes pass.
    pub fn wait(&mut self, minutes: i64) -> &mut Self {
        self.context.now = self.context.now.plus_ms(minutes * 60_000);
        self
    }

    /// The terminal is killed after every read and comes back: nothing may be lost by that.
    fn feed(&mut self, house: &mut House, event: Event) -> &mut Self {
        self.reads += 1;
        self.context.now = self.context.now.plus_ms(3_000);
        self.said.clear();
        let mut effects = VecDeque::from(self.flow.step(event, &self.context));
        while let Some(effect) = effects.pop_front() {
            effects.extend(self.perform(house, effect));
        }
        self.flow.settle();
        let back: Flow = serde_json::from_str(&self.saved()).expect("a session can be read back");
        self.come_back(house, back);
        screen::check(&self.face());
        self
    }

    /// Asks again for everything that is only shown.
    fn come_back(&mut self, house: &mut House, back: Flow) {
        let said = self.said.clone();
        let before = std::mem::replace(&mut self.flow, back);
        let saved = self.saved();
        if self.flow != before {
            let mut effects = VecDeque::from(self.flow.refresh());
            while let Some(effect) = effects.pop_front() {
                effects.extend(self.perform(house, effect));
            }
        }
        assert_eq!(self.saved(), saved, "a killed session comes back as it was");
        self.said = said;
    }

    fn perform(&mut self, house: &mut House, effect: Effect) -> Vec<Effect> {
        match effect {
            Effect::Ask(question) => {
                let told = self.look(house, &question);
                self.flow.step(Event::Told(told), &self.context)
            }
            Effect::Post(post) => {
                let request = self.request(house, *post);
                let answer = house.store.transact(&request).expect("the store works");
                self.flow.step(Event::Posted(answer), &self.context)
            }
            Effect::Say(said) => {
                self.said.push(format!("{} {}", said.level, said.text));
                Vec::new()
            }
            Effect::Refuse(refusal) => {
                self.said.push(format!("{} {refusal}", refusal.code()));
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn request(&mut self, house: &House, post: Post) -> Request {
        self.posts += 1;
        let logged = house.all::<Logged>().len();
        let signed_in = !matches!(self.flow.work(), Work::SignIn(_));
        let operator = if signed_in {
            self.context.operator.badge.clone()
        } else {
            Badge::default()
        };
        Request {
            key: Key::from(format!("{}-{logged}-{}", self.context.terminal, self.posts)),
            requester: Requester::at(self.context.terminal.clone(), operator),
            source: Source::Scan,
            at: self.context.now,
            date: self.context.today,
            asked_on: None,
            read: Some(self.reads),
            reason: post.reason,
            document: post.document,
            site: Some(self.context.site.clone()),
            approved_by: post.approved_by,
            approved_by_pin: post.approved_by_pin,
            accepted: post.accepted,
            late_behind_count: None,
            dimensions: <_>::default(),
            operation: post.operation,
        }
    }

    fn look(&self, house: &House, question: &Question) -> Told {
        let (store, context): (&dyn Store, _) = (&house.store, &self.context);
        let told = store.read(|view| lookup::answer(view, question, context, &Pins::default()));
        told.expect("the store works")
    }
}

/// Everything that a code could mean in the house.
fn scanned(house: &House, text: &str) -> Scanned {
    let (code, pack) = text.split_once('*').unwrap_or((text, "1"));
    let (code, lot) = code.split_once('#').unwrap_or((code, ""));
    let mut meanings = Vec::new();
    meanings.extend(
        house
            .all::<Item>()
            .into_iter()
            .filter(|it| it.item.as_str() == code)
            .map(|item| {
                let (uom, pack) = (item.uom.clone(), pack.parse::<Qty>().expect("a pack"));
                Meaning::Item {
                    item: Box::new(item),
                    pack,
                    uom,
                }
            }),
    );
    let tracked =
        |meaning: &Meaning| matches!(meaning, Meaning::Item { item, .. } if item.tracking.wants_serial());
    let is_serial = meanings.iter().any(tracked);
    let part = Some(lot).filter(|lot| !lot.is_empty());
    let label = Label {
        lot: part.filter(|_| !is_serial).map(Into::into),
        serial: part.filter(|_| is_serial).map(Into::into),
        ..Label::default()
    };
    let symbol = part.map(|part| Symbol::part(Ai(if is_serial { 21 } else { 10 }), part));
    let all = house
        .all::<Location>()
        .into_iter()
        .filter(|it| it.location.as_str() == text);
    meanings.extend(all.map(|it| Meaning::Location(Box::new(it))));
    let all = house
        .all::<Order>()
        .into_iter()
        .filter(|it| it.order_no.as_str() == text);
    meanings.extend(all.map(|it| Meaning::Order(Box::new(it))));
    let all = house
        .all::<Plate>()
        .into_iter()
        .filter(|it| it.lpn.as_str() == text);
    meanings.extend(all.map(|it| Meaning::Plate(Box::new(it))));
    let all = house
        .all::<User>()
        .into_iter()
        .filter(|it| it.badge.as_str() == text);
    meanings.extend(all.map(|it| Meaning::Badge(Box::new(it))));
    let all = house
        .all::<Count>()
        .into_iter()
        .filter(|it| it.count.as_str() == text);
    meanings.extend(all.map(|it| Meaning::Count(Box::new(it))));
    Scanned {
        text: text.to_owned(),
        given: true,
        label,
        symbol: symbol.unwrap_or_default(),
        meanings,
        ..Scanned::default()
    }
}
