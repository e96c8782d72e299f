//! Reads at random through a real terminal, of everything that the sample company's labels, cards and garbage offer, by
//! everybody who has a badge there: the screen says what became of each, what a refusal names can be done from there, what
//! is known is said at the scan that shows it, and at the end all reads are accounted for.
//!
//! The suite makes few reads. `BINLEDGER_READS` is how many each person makes, `BINLEDGER_SEED` where chance begins.

mod around;
mod remedy;
mod walk;

use self::around::{PEOPLE, prepare};
use self::walk::Walk;
use super::company::Company;
use testing::dice::Dice;

/// How many reads each makes in the suite.
const READS: usize = 40;
/// A desk, and a hand-held.
const SIZES: [(u16, u16); 2] = [(80, 24), (20, 16)];

/// Returns a number from the surroundings of the test.
fn number(name: &str, default: usize) -> usize {
    std::env::var(name).map_or(default, |text| text.parse().unwrap())
}

#[test]
fn whatever_is_read_the_screen_says_what_to_do_and_that_can_be_done() {
    let (reads, seed) = (number("BINLEDGER_READS", READS), number("BINLEDGER_SEED", 1));
    let company = Company::open();
    prepare(&company);
    let (mut faults, mut all) = (Vec::new(), 0);
    for (number, person) in PEOPLE.iter().enumerate() {
        let dice = Dice((seed * PEOPLE.len() + number).try_into().unwrap());
        let mut walk = Walk::begin(&company, person, SIZES[(seed + number) % 2], dice);
        for _ in 0..reads {
            walk.reads_anything();
        }
        let tried = walk.tried;
        all += tried;
        faults.append(&mut walk.leaves());
        println!("{}: {tried} remedies were tried", person.badge);
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
    assert!(reads / 8 < all, "only {all} remedies were tried");
    company.is_sound();
}
