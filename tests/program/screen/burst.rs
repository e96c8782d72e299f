//! Many scans at once: each is received, each has one result, none is merged with its neighbour.

use super::company::Company;
use super::station::Station;
use serde_json::Value;

/// A carton S; its bin holds three hundred.
const CARTON: &str = "9521234030072";

/// Three cartons, then a code that nobody knows and that says its own number.
fn codes(count: usize) -> Vec<String> {
    (0..count)
        .map(|n| match n % 4 {
            3 => format!("UNKNOWN-{n:04}"),
            _ => CARTON.to_owned(),
        })
        .collect()
}

/// A counter in front of the bin of cartons.
fn counter(company: &Company) -> Station {
    let mut station = company.sized("COUNT-1", (132, 50));
    station.sign_in("EMP-104", "5572");
    station.scan("$BL.COUNT", "Scan the bin to count");
    station.scan("P-02-1", "Scan all in P-02-1");
    station
}

/// What the strip says: received, applied, refused.
fn strip(station: &Station) -> Option<[usize; 3]> {
    let shown = station.shown();
    let number = |label: &str| {
        let (_, rest) = shown.split_once(label)?;
        rest.split_whitespace().next()?.parse().ok()
    };
    Some([number("scans ")?, number(" ok ")?, number(" refused ")?])
}

/// Asserts that the last reads before `after` more are these, in order, each with its result.
#[track_caller]
fn are_noted(reads: &[Value], codes: &[String], after: usize) {
    let burst = &reads[reads.len() - codes.len() - after..reads.len() - after];
    let raw: Vec<&str> = burst.iter().map(|read| read["raw"].as_str().unwrap()).collect();
    assert_eq!(raw, codes);
    for (read, code) in burst.iter().zip(codes) {
        let expected = if code == CARTON { "applied" } else { "refused" };
        assert_eq!(read["outcome"], expected, "{read}");
    }
    let numbers: Vec<i64> = reads.iter().map(|read| read["read"].as_i64().unwrap()).collect();
    assert!(
        numbers
            .iter()
            .copied()
            .eq(1..=i64::try_from(reads.len()).unwrap()),
        "no number is missing, none is there twice"
    );
}

/// Leaves the count unfinished and signs out; the tally shown then agrees with the journal.
#[track_caller]
fn signs_off(company: &Company, mut station: Station) -> Vec<Value> {
    station.press(b"\x0f", "not finished");
    station.press(b"\x0f", "signed out: ");
    let reads = company.reads("COUNT-1");
    let signed_in = reads.iter().position(|read| read["raw"] == "****").unwrap();
    let mine = &reads[signed_in..];
    let of = |outcome: &str| mine.iter().filter(|read| read["outcome"] == outcome).count();
    let [applied, refused, cancelled] = ["applied", "refused", "cancelled"].map(of);
    assert_eq!(mine.len(), applied + refused + cancelled);
    station.wait_for(&format!(
        "{} reads = {applied} applied + {refused} refused + {cancelled} cancelled",
        mine.len()
    ));
    reads
}

#[test]
fn a_thousand_scans_at_once_are_all_noted_and_answered() {
    let company = Company::open();
    let mut station = counter(&company);
    let [before, ..] = strip(&station).unwrap();
    let codes = codes(1000);
    let scans = codes
        .iter()
        .flat_map(|code| [code.as_str(), "\r"])
        .collect::<String>();
    station.send(scans.as_bytes());
    station.wait_until("a thousand more on the strip", |station| {
        strip(station).is_some_and(|[received, ..]| received == before + 1000)
    });
    let reads = signs_off(&company, station);
    are_noted(&reads, &codes, 2);
    let counted = company.rows("counts");
    assert!(
        counted
            .iter()
            .any(|line| line["item"] == "PK-3007" && line["counted"] == "750"),
        "each carton counts once: {counted:?}"
    );
    company.is_sound();
}

#[test]
fn three_thousand_bytes_in_one_paste_are_all_noted_and_answered() {
    let company = Company::open();
    let mut station = counter(&company);
    let [before, ..] = strip(&station).unwrap();
    let codes = codes(3000 / 14);
    let text = codes.join("\n");
    assert!((2900..3100).contains(&text.len()), "{}", text.len());
    station.send(format!("\x1b[200~{text}\x1b[201~").as_bytes());
    station.wait_until("all of the paste on the strip", |station| {
        strip(station).is_some_and(|[received, ..]| received == before + codes.len())
    });
    let reads = signs_off(&company, station);
    are_noted(&reads, &codes, 2);
    assert!(
        reads[reads.len() - 3]["device"]
            .as_str()
            .unwrap()
            .starts_with("paste")
    );
    company.is_sound();
}
