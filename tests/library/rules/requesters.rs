//! Who asks: how it is written in the log, and what each may ask.

use super::house::{House, at_terminal};
use super::inbound::receive;
use binledger::domain::code::{Badge, Terminal};
use binledger::domain::company::Method;
use binledger::domain::user::User;
use binledger::operations::request::{Master, Operation, Request, Requester, Restored, SignIn};
use binledger::session::Session;

/// Requests as logs have them: one of a file, of a document that names an operator, of a terminal where nobody is signed
/// in, and of an operator.
const LOGGED: [&str; 4] = [
    r#"{"key":"init:account:1100","operator":"","terminal":"","source":"import","at":1795963257234,"date":"2026-11-29","operation":{"op":"define","master":{"record":"account","account":"1100","name":"Customer control","kind":"asset"}}}"#,
    r#"{"key":"d-1","operator":"EMP-102","terminal":"","source":"import","at":1795963257234,"date":"2026-03-04","document":"N 1","operation":{"op":"move","item":"PK-3001","qty":"1","from":"RECEIVING","to":"STORAGE"}}"#,
    r#"{"key":"T-DOCK:2","operator":"","terminal":"T-DOCK","source":"scan","at":1795964521990,"date":"2026-11-29","read":2,"site":"MAIN","operation":{"op":"sign_in","badge":"EMP-102","pin_right":true}}"#,
    r#"{"key":"T-DOCK:7","operator":"EMP-102","terminal":"T-DOCK","source":"scan","at":1772431505000,"date":"2026-03-02","read":7,"reason":"as it came","site":"MAIN","approved_by":"EMP-101","operation":{"op":"receive","item":"FD-1001","qty":"144","to":"RECEIVING","lot":"NC-2602","expiry":"2027-01-31","order":"PO-26031"}}"#,
];

fn logged(text: &str) -> Request {
    serde_json::from_str(text).expect("a request of the log")
}

#[test]
fn a_request_is_written_as_it_was_read() {
    for text in LOGGED {
        let again = serde_json::to_string(&logged(text)).expect("a text");
        assert_eq!(again, text);
    }
}

#[test]
fn two_words_of_the_log_say_who_asks() {
    let [file, document, nobody, operator] = LOGGED.map(|text| logged(text).requester);
    let terminal = Terminal::from("T-DOCK").filled().expect("a name");
    assert_eq!(file, Requester::Document { operator: None });
    assert_eq!(document, Requester::document("EMP-102".into()));
    assert_eq!(document.badge(), Some(&Badge::from("EMP-102")));
    assert_eq!(nobody, Requester::at(terminal.clone(), Badge::NONE));
    assert!(matches!(nobody, Requester::Nobody { .. }) && nobody.badge().is_none());
    assert_eq!(operator, Requester::at(terminal, "EMP-102".into()));
    assert!(matches!(operator, Requester::Operator { .. }));
    assert!([file, document].iter().all(Requester::is_document));
    assert!(![nobody, operator].iter().any(Requester::is_document));
}

#[test]
fn a_request_without_its_words_is_none() {
    let without = LOGGED[3].replace(r#""terminal":"T-DOCK","#, "");
    let wrong = serde_json::from_str::<Request>(&without).expect_err("no request");
    assert!(
        wrong.to_string().starts_with("missing field `terminal`"),
        "{wrong}"
    );
}

#[test]
fn each_rule_asks_an_operator_for_a_role_and_a_document_for_none() {
    let mut house = House::new(Method::Fifo);
    house.define(Master::User(User {
        badge: "PIA".into(),
        name: "Pia".into(),
        roles: "picker".into(),
        pin_hash: None,
        site: "MAIN".into(),
        failures: 0,
        locked: false,
    }));
    let terminal = Terminal::from("T-1").filled().expect("a name");
    let cases = [
        (Requester::Document { operator: None }, None),
        (Requester::document("NO-SUCH".into()), None),
        (at_terminal("NO-SUCH"), Some("UNKNOWN_BADGE")),
        (at_terminal("PIA"), Some("ROLE_NEEDED")),
        (Requester::at(terminal, Badge::NONE), Some("UNKNOWN_BADGE")),
    ];
    for (requester, code) in cases {
        let request = Request {
            requester: requester.clone(),
            ..house.request(receive("A", 1, "2"))
        };
        let refusal = house.send(&request).refusal;
        assert_eq!(refusal.map(|it| it.code()), code, "{requester:?}");
    }
}

#[test]
fn a_terminal_where_nobody_is_signed_in_may_sign_somebody_in() {
    let mut house = House::new(Method::Fifo);
    let terminal = Terminal::from("T-1").filled().expect("a name");
    let badge = Badge::from("NO-SUCH");
    let pin_right = true;
    let request = Request {
        requester: Requester::at(terminal, Badge::NONE),
        ..house.request(Operation::from(SignIn { badge, pin_right }))
    };
    let refusal = house.send(&request).refusal.expect("a badge that nobody has");
    assert_eq!(refusal.code(), "UNKNOWN_BADGE");
    assert!(refusal.to_string().contains("NO-SUCH"), "{refusal}");
}

#[test]
fn what_was_restored_is_said_by_the_command_alone_and_never_goes_back() {
    let mut house = House::new(Method::Fifo);
    let mut send = |key: &str, (lost, batch): (i64, i64)| {
        let backup = "monday.db".to_owned();
        let request = Request {
            key: key.into(),
            ..house.request(Operation::from(Restored { backup, lost, batch }))
        };
        let answer = house.send(&request);
        answer
            .refusal
            .map_or(answer.note, |it| Some(it.code().to_owned()))
    };
    let next = |number: i64| Some(format!("the next ledger batch is {number}"));
    let unfit = Some("UNFIT".to_owned());
    assert_eq!(send("d-1", (0, 7)), unfit);
    assert_eq!(send("restored:1", (0, 7)), next(8));
    assert_eq!(send("restored:2", (0, 0)), next(8));
    assert_eq!(send("restored:3", (0, 9_000_000_000_000)), unfit);
    assert_eq!(send("restored:4", (0, -1)), unfit);
    assert_eq!(send("restored:5", (-1, 0)), unfit);
    house.is_sound();
}

#[test]
fn a_terminal_needs_a_name() {
    let mut house = House::new(Method::Fifo);
    let wrong = Session::open(&mut house.store, Terminal::NONE).err();
    assert_eq!(
        wrong.map(|it| it.to_string()).as_deref(),
        Some("a terminal needs a name")
    );
}
