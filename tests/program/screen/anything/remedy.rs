//! What a sentence tells the operator to do, as reads that do it.

use binledger::domain::command::Command;

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Remedy {
    /// Scan or type this.
    Read(String),
    /// Scan a supervisor's badge, with its PIN.
    Supervisor,
}

/// Returns what comes behind what is wrong: all but the first sentence.
fn advice(message: &str) -> &str {
    message.find(". ").map_or("", |end| &message[end + 2..])
}

/// Returns what a refusal tells to do, as far as it names it.
pub(super) fn named(message: &str, printed: &[String]) -> Vec<Remedy> {
    let advice = advice(message);
    let mut remedies = Vec::new();
    let words = advice.split(|c: char| !c.is_ascii_uppercase());
    // A bin may have the name of a command.
    let is_word = |word: &&str| 4 <= word.len() && !printed.iter().any(|code| code == word);
    for word in words.filter(is_word) {
        if let Some(command) = Command::of_card(&format!("$BL.{word}"))
            && !matches!(command, Command::Start(_) | Command::SignOut | Command::Quit)
        {
            remedies.push(Remedy::Read(command.card().into_owned()));
        }
    }
    remedies.extend(asked(advice, printed).into_iter().map(Remedy::Read));
    let typed = [("press Enter", ""), ("like 0727", "0727"), ("like 2.5", "2.5")];
    for (words, read) in typed {
        if advice.contains(words) {
            remedies.push(Remedy::Read(read.to_owned()));
        }
    }
    if advice.contains("supervisor's badge") {
        remedies.push(Remedy::Supervisor);
    }
    remedies
}

/// Returns the codes that a text tells to scan.
pub(super) fn asked(text: &str, printed: &[String]) -> Vec<String> {
    let mut codes = Vec::new();
    for verb in ["Scan ", "scan ", "Go to ", "Bring it to "] {
        for (at, _) in text.match_indices(verb) {
            let rest = &text[at + verb.len()..];
            let word = rest.split([' ', ',']).next().unwrap_or_default();
            let word = word.trim_end_matches('.');
            codes.extend(printed.iter().find(|code| *code == word).cloned());
        }
    }
    codes
}
